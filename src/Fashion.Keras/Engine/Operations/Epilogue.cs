using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// What follows a product with a weight and nothing else looks at: the addition of a bias, an activation, both or neither.
/// </summary>
/// <param name="Bias">One number for each of the last axis; null for none.</param>
/// <param name="Activation">Null for none.</param>
/// <param name="Last">The node whose result is the whole's.</param>
internal sealed record Epilogue(Value? Bias, UnaryKind? Activation, Node Last)
{
    /// <summary>What follows a node whose weight may still be read there.</summary>
    public static Epilogue After(Node product, Value weight, GraphEditor graph)
    {
        Node last = product;
        Value? bias = null;
        // A shorter bias would be spread over the last axis, which the kernels do not do.
        if (graph.OnlyUser(last.Output) is { Op: BinaryOp { Kind: BinaryKind.Add } } sum && sum.Inputs[0] == last.Output
            && sum.Inputs[1] is { Producer.Op: VariableOp, Shape.Rank: 1 } row && row.Shape[0] == last.Output.Shape[^1]
            && graph.MayReadAt(weight, sum))
        {
            bias = row;
            last = sum;
        }
        UnaryKind? activation = null;
        if (graph.OnlyUser(last.Output) is { Op: UnaryOp op } function && graph.MayReadAt(weight, function)
            && (bias is null || graph.MayReadAt(bias, function)))
        {
            activation = op.Kind;
            last = function;
        }
        return new Epilogue(bias, activation, last);
    }
}
