using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// Rows of a table: input 0 is (rows, width...), input 1 holds row numbers (floats, truncated); the output has the shape of
/// input 1 followed by the width. A number out of range ends the run with an error. Gradient: <see cref="ScatterAddOp"/>.
/// </summary>
internal sealed record GatherOp : Op
{
    public override string Name => "gather";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new((int[])[.. inputs[1].Shape, .. inputs[0].Shape[1..]])];

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(new ScatterAddOp(node.Inputs[0].Shape), node.Inputs[1], outputGradients[0]!), null];
}

/// <summary>Adds rows (input 1) into a zeroed table of the given shape at the row numbers of input 0, in their order.</summary>
internal sealed record ScatterAddOp(Shape Table) : Op
{
    public override string Name => "scatter_add";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Table)];

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [null, graph.Add(new GatherOp(), outputGradients[0]!, node.Inputs[0])];
}
