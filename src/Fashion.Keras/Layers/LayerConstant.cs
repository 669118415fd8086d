namespace Fashion.Keras.Layers;

/// <summary>Fixed numbers that a layer computes with but that are no weights: sampling matrices, pixel coordinates.</summary>
internal static class LayerConstant
{
    public static SymbolicTensor Of(Shape shape, ReadOnlySpan<float> values)
    {
        var variable = new Variable("constant", shape, trainable: false);
        variable.Set(values);
        return variable;
    }
}
