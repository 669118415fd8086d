namespace Fashion.Keras.Losses;

/// <summary>
/// Keras's repair of ranks that differ by one: where the longer shape ends in 1, (N,) becomes (N, 1), and a longer one loses
/// its last axis. So (N,) against (N, 1) never broadcasts to (N, N).
/// </summary>
internal static class RankMatching
{
    /// <summary>Both tensors, the ranks matched where that is possible.</summary>
    public static (SymbolicTensor First, SymbolicTensor Second) Align(SymbolicTensor first, SymbolicTensor second)
    {
        int difference = first.Shape.Rank - second.Shape.Rank;
        if (difference == 1 && first.Shape[^1] == 1)
            return second.Shape.Rank == 1 ? (first, Ops.ExpandDims(second, -1)) : (Ops.Squeeze(first, -1), second);
        if (difference == -1 && second.Shape[^1] == 1)
            return first.Shape.Rank == 1 ? (Ops.ExpandDims(first, -1), second) : (first, Ops.Squeeze(second, -1));
        return (first, second);
    }

    /// <summary>What aligning does to shapes, for checks before anything is written.</summary>
    public static (Shape First, Shape Second) Align(Shape first, Shape second)
    {
        int difference = first.Rank - second.Rank;
        if (difference == 1 && first[^1] == 1) return second.Rank == 1 ? (first, (int[])[.. second, 1]) : (first[..^1], second);
        if (difference == -1 && second[^1] == 1) return first.Rank == 1 ? ((int[])[.. first, 1], second) : (first, second[..^1]);
        return (first, second);
    }
}
