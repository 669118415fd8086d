namespace Fashion.Keras.Losses;

/// <summary>Moves the axis of the classes to the end, where the crossentropy operations work.</summary>
internal static class ClassesLast
{
    public static SymbolicTensor Move(SymbolicTensor x, int axis)
    {
        int at = x.Shape.Axis(axis);
        if (at == x.Shape.Rank - 1) return x;
        return Ops.Transpose(x, [.. Enumerable.Range(0, x.Shape.Rank).Where(i => i != at), at]);
    }
}
