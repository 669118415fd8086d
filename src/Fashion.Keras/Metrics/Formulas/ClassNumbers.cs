namespace Fashion.Keras.Metrics;

/// <summary>Class numbers out of targets: an axis of size 1 after them is dropped.</summary>
internal static class ClassNumbers
{
    public static SymbolicTensor Of(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        yTrue.Shape.Rank == yPred.Shape.Rank && yTrue.Shape[^1] == 1 ? Ops.Squeeze(yTrue, -1) : yTrue;
}
