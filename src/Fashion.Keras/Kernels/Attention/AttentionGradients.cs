namespace Fashion.Keras.Kernels;

/// <summary>Where the gradients of a sample's query, key and value go.</summary>
internal readonly unsafe struct AttentionGradients(float* query, float* key, float* value)
{
    public float* Query => query;

    public float* Key => key;

    public float* Value => value;
}
