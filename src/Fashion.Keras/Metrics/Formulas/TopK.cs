using Fashion.Keras.Graph;

namespace Fashion.Keras.Metrics;

/// <summary>Questions about the k largest scores of every row.</summary>
internal static class TopK
{
    /// <summary>1 where the class number is among the k largest scores, ties included; of the shape of the class numbers.</summary>
    public static SymbolicTensor Hits(SymbolicTensor classes, SymbolicTensor scores, int k)
    {
        int width = scores.Shape[^1];
        // The question is trivial when there are no more than k classes; asked with k = width it has the same answer.
        SymbolicTensor rows = Ops.Reshape(scores, [-1, width]), flat = Ops.Reshape(classes, [-1]);
        SymbolicTensor hits = Ops.Write(nameof(TopK), [rows, flat], (g, v) => g.Add(new InTopKOp(Math.Min(k, width)), v[0], v[1]));
        return Ops.Reshape(hits, classes.Shape);
    }

    /// <summary>1 where the class number is among the first k of its row of class numbers; of the shape of the class numbers.</summary>
    public static SymbolicTensor Listed(SymbolicTensor classes, SymbolicTensor sorted, int k)
    {
        int width = sorted.Shape[^1], first = Math.Min(k, width);
        SymbolicTensor rows = Ops.Reshape(sorted, [-1, width]), flat = Ops.Reshape(classes, [-1, 1]);
        return Ops.Reshape(Ops.Max(Ops.Equal(Ops.Slice(rows, [0, 0], [rows.Shape[0], first]), flat), axis: -1), classes.Shape);
    }

    /// <summary>1 for exactly the k largest scores of each row (the first of equals), else 0.</summary>
    public static SymbolicTensor Largest(SymbolicTensor scores, int k)
    {
        int width = scores.Shape[^1];
        SymbolicTensor rest = scores;
        SymbolicTensor chosen = Ops.OneHot(Ops.ArgMax(rest), width);
        for (int i = 1; i < Math.Min(k, width); i++)
        {
            rest = Ops.Where(chosen, float.NegativeInfinity, scores);
            chosen += Ops.OneHot(Ops.ArgMax(rest), width);
        }
        return chosen;
    }
}
