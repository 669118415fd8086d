namespace Fashion.Keras.Data;

/// <summary>Shape and element type of a tensor, without its values.</summary>
internal sealed record TensorSpec(Shape Shape, DType DType = DType.Float32)
{
    public override string ToString() => DType == DType.Float32 ? Shape.ToString() : $"{Shape} int32";
}
