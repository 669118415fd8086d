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
            _ => Merge.Concatenate(x, Other(draw, x), axis),
        };
    }

    // Of the same shape.
    private static SymbolicTensor Other(Draw draw, SymbolicTensor x) => draw.Chance(0.6)
        ? new Dense(x.Shape[^1], draw.Activation()).Apply(x)
        : new Activation(draw.One("tanh", "sigmoid", "softplus")).Apply(x);
}
