using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>Repeats axes of size 1, and missing leading axes. Input: a tensor. Output: of the target shape.</summary>
/// <param name="Target">Shape of the output.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record BroadcastOp(Shape Target) : Op
{
    /// <inheritdoc/>
    public override string Name => "broadcast";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (BinaryOp.Broadcast(inputs[0].Shape, Target) != Target)
            throw new ShapeMismatchException($"A tensor of shape {inputs[0].Shape} cannot be broadcast to {Target}.");
        return [new(Target)];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.SumTo(outputGradients[0]!, node.Inputs[0].Shape)];
}
