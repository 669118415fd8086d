namespace Fashion.Keras.Layers;

/// <summary>Numbers of categories that a step computes, as arrays with a place per category.</summary>
internal static class EncodedTensor
{
    public static SymbolicTensor Of(SymbolicTensor codes, OutputMode mode, int depth, Layer layer)
    {
        if (mode == OutputMode.Int) return codes;
        Shape shape = codes.Shape, output = CategoryCodes.OutputShape(shape, mode, depth, layer);
        SymbolicTensor places = Ops.OneHot(codes, depth);
        if (mode == OutputMode.OneHot) return places.Shape == output ? places : Ops.Reshape(places, output);
        int axis = shape.Rank > 1 ? 1 : 0;
        return mode == OutputMode.MultiHot ? Ops.Max(places, axis) : Ops.Sum(places, axis);
    }
}
