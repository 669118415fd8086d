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
