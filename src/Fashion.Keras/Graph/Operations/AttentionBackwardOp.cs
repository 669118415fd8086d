using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Gradients of <see cref="AttentionOp"/>. Inputs: those of the attention, what it saved, and the gradient of its result. Outputs:
/// gradients of query, key and value, of their shapes.
/// </summary>
/// <param name="Attention">The attention.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record AttentionBackwardOp(AttentionOp Attention) : Op
{
    /// <inheritdoc/>
    public override string Name => "attention_backward";

    /// <summary>Place of what was saved among the inputs; the gradient follows it.</summary>
    public int SavedInput => Attention.InputCount;

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        [new(inputs[0].Shape), new(inputs[1].Shape), new(inputs[2].Shape)];

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        SecondGradients.Of(graph, node, outputGradients, inputs => AttentionFormula.Write(graph, Attention, inputs));
}
