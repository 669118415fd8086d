using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// The means of values over the ranks of a job, all in one message. Every rank runs it at the same place of the same graph. Inputs: any
/// number of tensors. Outputs: as many, of the same shapes.
/// </summary>
/// <param name="Ranks">The ranks.</param>
/// <param name="Weight">How much the loss of this rank counts in the mean loss, for gradients, which are written already: 1 where all
/// ranks have as many
/// samples. An engine does not need it.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record AverageRanksOp(ICollective Ranks, double Weight = 1) : Op
{
    /// <inheritdoc/>
    public override string Name => "average_ranks";

    /// <inheritdoc/>
    public override bool IsJoint => true;

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => inputs.ToArray();

    // The mean reaches the losses of all ranks, each of which knows its own slope: they are joined by their weights. Later the gradients
    // of the weights are multiplied by that of this rank, so it is divided out. A rank without samples takes part, but has no use for the
    // answer.
    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        Value[] own =
            [.. outputGradients.Select((g, i) => g is null || Weight == 0
                ? graph.Constant(0, node.Outputs[i].Shape)
                : Scaled(graph, g, Weight))];
        ImmutableArray<Value> joined = graph.AddNode(this, own).Outputs;
        return Weight == 0 ? [.. own] : [.. joined.Select(g => Scaled(graph, g, 1 / Weight))];
    }

    private static Value Scaled(GraphBuilder graph, Value value, double factor) =>
        factor == 1 ? value : (new GraphTensor(value) * factor).Resolve(graph);
}
