using System.Text.Json.Nodes;

namespace Fashion.Keras;

// Attention.
public static partial class Ops
{
    // What masked scores are lowered by: finite, so that a row without any place left has equal weights and not NaN.
    private const double Excluded = -0.7 * float.MaxValue;

    /// <summary>softmax(query * key^T * scale + bias) * value for each head (Vaswani et al. 2017).</summary>
    /// <param name="query">(batch, targets, heads, size).</param>
    /// <param name="key">(batch, sources, heads, size), or with fewer heads, each of which serves an equal number of the query's.</param>
    /// <param name="value">(batch, sources, heads of the key, size of the output).</param>
    /// <param name="bias">Added to the scores: (batch, heads, targets, sources) or what broadcasts to it; null for none.</param>
    /// <param name="mask">1 where a target sees a source, else 0: (batch, heads, targets, sources) or what broadcasts to it; null for
    /// all.</param>
    /// <param name="scale">Factor of the scores; null for 1 / sqrt(size).</param>
    /// <param name="isCausal">Whether a target sees only sources up to its own place.</param>
    /// <returns>(batch, targets, heads, size of the output).</returns>
    /// <exception cref="ArgumentException">Both a bias and a mask.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static SymbolicTensor DotProductAttention(SymbolicTensor query, SymbolicTensor key, SymbolicTensor value,
        SymbolicTensor? bias = null, SymbolicTensor? mask = null, double? scale = null, bool isCausal = false)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (bias is not null && mask is not null)
            throw new ArgumentException("DotProductAttention takes a bias or a mask, not both; add what the mask lowers to the bias.",
                nameof(mask));
        (SymbolicTensor[] inputs, string[] roles) = Given(("query", query), ("key", key), ("value", value), ("bias", bias), ("mask", mask));
        return Compose(nameof(DotProductAttention), inputs, given =>
        {
            Shape q = given[0].Shape, k = given[1].Shape, v = given[2].Shape;
            if (q.Rank != 4 || k.Rank != 4 || v.Rank != 4 || q[0] != k[0] || q[3] != k[3] || v[0] != k[0] || v[1] != k[1] || v[2] != k[2]
                || q[2] % Math.Max(k[2], 1) != 0)
                throw new ShapeMismatchException("Attention needs a query (batch, targets, heads, size), a key (batch, sources, heads, " +
                    $"size) and a value (batch, sources, heads, output), not {q}, {k} and {v}.")
                { Received = q };
            SymbolicTensor scores =
                MatMul(HeadsFirst(given[0]), Repeated(HeadsFirst(given[1]), q[2]), transposeY: true) * (scale ?? 1 / Math.Sqrt(q[3]));
            if (Of("bias", given, roles) is { } summand) scores += summand;
            SymbolicTensor? seen = Of("mask", given, roles);
            if (isCausal) seen = seen is null ? NotAfter(q[1], k[1]) : Where(seen, NotAfter(q[1], k[1]), 0);
            if (seen is not null) scores += Where(seen, 0, Excluded);
            return Transpose(MatMul(Softmax(scores), Repeated(HeadsFirst(given[2]), q[2])), 0, 2, 1, 3);
        }, () => new JsonObject { ["scale"] = scale, ["is_causal"] = isCausal }, roles);
    }

    private static SymbolicTensor HeadsFirst(SymbolicTensor x) => Transpose(x, 0, 2, 1, 3);

    // Every head as often as there are query heads for it.
    private static SymbolicTensor Repeated(SymbolicTensor x, int heads)
    {
        Shape shape = x.Shape;
        if (shape[1] == heads) return x;
        return Reshape(BroadcastTo(ExpandDims(x, 2), [shape[0], shape[1], heads / shape[1], shape[2], shape[3]]), shape.With(1, heads));
    }

    // (targets, sources): 1 where the source does not stand after the target.
    private static SymbolicTensor NotAfter(int targets, int sources)
    {
        SymbolicTensor target = Fixed([targets, 1], i => i), source = Fixed([1, sources], i => i);
        return GreaterOrEqual(target, source);
    }
}
