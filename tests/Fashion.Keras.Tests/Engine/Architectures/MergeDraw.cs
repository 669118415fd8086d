using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Engine.Architectures;

/// <summary>A random merge of a tensor with others that were made from it.</summary>
internal static class MergeDraw
{
    public static SymbolicTensor Next(Draw draw, SymbolicTensor x)
    {
        Shape shape = x.Shape[1..];
        int axis = draw.Int(1, shape.Rank);
        return draw.Int(0, 8) switch
        {
            0 => Merge.Add(x, Other(draw, x), Other(draw, x)),
            1 => Merge.Subtract(Other(draw, x), x),
            2 => Merge.Multiply(x, Other(draw, x)),
            3 => Merge.Average(x, Other(draw, x), x),
            4 => Merge.Maximum(x, Other(draw, x)),
            5 => Merge.Minimum(Other(draw, x), x),
            6 when shape.Rank <= 2 => Merge.Dot(x, Other(draw, x), axis, draw.Chance(0.5)),
            8 when shape.Rank == 2 => Attended(draw, x),
            _ => Merge.Concatenate(x, Other(draw, x), axis),
        };
    }

    // A sequence that attends to itself or to another one.
    private static SymbolicTensor Attended(Draw draw, SymbolicTensor x)
    {
        SymbolicTensor value = draw.Chance(0.5) ? x : Other(draw, x);
        int heads = draw.Int(1, 3), length = draw.Int(1, 6), seed = draw.Int(1, 99);
        bool causal = draw.Chance(0.4);
        double dropout = draw.One(0, 0, 0.2);
        return draw.Int(0, 3) switch
        {
            0 => new Attention(draw.Chance(0.5), draw.One(ScoreMode.Dot, ScoreMode.Concat), dropout, seed).Apply(x, value,
                useCausalMask: causal),
            1 => new AdditiveAttention(draw.Chance(0.5), dropout, seed).Apply(x, value, useCausalMask: causal),
            2 => new GroupQueryAttention(length, heads * 2, draw.One(1, heads, 2), dropout, slidingWindow: draw.One<int?>(null, 2),
                useGate: draw.Chance(0.3), seed: seed).Apply(x, value, useCausalMask: causal),
            _ => new MultiHeadAttention(heads, length, draw.One<int?>(null, 3), dropout, draw.Chance(0.8),
                slidingWindow: draw.One<int?>(null, 2), useGate: draw.Chance(0.3), seed: seed).Apply(x, value, useCausalMask: causal),
        };
    }

    // Of the same shape.
    private static SymbolicTensor Other(Draw draw, SymbolicTensor x) => draw.Chance(0.6)
        ? new Dense(x.Shape[^1], draw.Activation()).Apply(x)
        : new Activation(draw.One("tanh", "sigmoid", "softplus")).Apply(x);
}
