namespace Fashion.Keras;

/// <summary>Type of a tensor's elements inside a model. Data of other types (byte, double ...) is converted on entry.</summary>
public enum DType
{
    /// <summary>32-bit floating point: values, weights, gradients, labels.</summary>
    Float32,

    /// <summary>32-bit signed integer: positions and class indices inside the engine.</summary>
    Int32,
}
