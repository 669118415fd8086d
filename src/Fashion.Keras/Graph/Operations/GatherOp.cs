using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Rows of a table. Inputs: the table (rows, width...) and row numbers (floats, truncated) of any shape. Output: the shape of the numbers
/// followed by the width. A number out of range ends the run with an error, see <c>Execution.RowNumberRange</c>.
/// </summary>
[Experimental(ExperimentalApi.Engines)]
public sealed record GatherOp : Op
{
    /// <inheritdoc/>
    public override string Name => "gather";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new((int[])[.. inputs[1].Shape, .. inputs[0].Shape[1..]])];

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(new ScatterAddOp(node.Inputs[0].Shape), node.Inputs[1], outputGradients[0]!), null];
}

/// <summary>
/// Adds rows into a table of zeros; gradient of <see cref="GatherOp"/>. Inputs: row numbers (floats, truncated) and rows, of the shape of
/// the numbers followed by the width. Output: the table. A number out of range ends the run with an error.
/// </summary>
/// <param name="Table">Shape of the table: (rows, width...).</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record ScatterAddOp(Shape Table) : Op
{
    /// <inheritdoc/>
    public override string Name => "scatter_add";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Table)];

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [null, graph.Add(new GatherOp(), outputGradients[0]!, node.Inputs[0])];
}
