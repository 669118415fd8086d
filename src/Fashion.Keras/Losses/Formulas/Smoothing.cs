namespace Fashion.Keras.Losses;

/// <summary>Label smoothing: targets pulled towards the uniform distribution.</summary>
internal static class Smoothing
{
    /// <summary>y * (1 - s) + s / K, K being the size of the axis of the classes.</summary>
    public static SymbolicTensor Categorical(SymbolicTensor yTrue, double smoothing, int axis) =>
        smoothing == 0 ? yTrue : yTrue * (1 - smoothing) + smoothing / yTrue.Shape[yTrue.Shape.Axis(axis)];

    /// <summary>y * (1 - s) + s / 2.</summary>
    public static SymbolicTensor Binary(SymbolicTensor yTrue, double smoothing) =>
        smoothing == 0 ? yTrue : yTrue * (1 - smoothing) + 0.5 * smoothing;
}
