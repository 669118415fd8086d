using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// The same elements, row-major, under another shape. Input: a tensor. Output: of the target shape, which has as many elements.
/// </summary>
/// <param name="Target">Shape of the output.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record ReshapeOp(Shape Target) : Op
{
    /// <inheritdoc/>
    public override string Name => "reshape";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].Shape.ElementCount != Target.ElementCount)
            throw new ShapeMismatchException($"A tensor of shape {inputs[0].Shape} ({inputs[0].Shape.ElementCount} elements) cannot be " +
                $"reshaped to {Target} ({Target.ElementCount} elements).")
            { Received = inputs[0].Shape };
        return [inputs[0] with { Shape = Target }];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Reshape(outputGradients[0]!, node.Inputs[0].Shape)];
}
