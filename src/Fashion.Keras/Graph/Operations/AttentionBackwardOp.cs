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

    /// <summary>
    /// By the formula, written with other operations: its gradients are gradients of the inputs and gradients once more. What was saved
    /// follows from the inputs, so it counts as constant.
    /// </summary>
    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        Value[] inputs = [.. node.Inputs[..Attention.InputCount].Select(graph.Copy)];
        Value given = graph.Copy(node.Inputs[^1]);
        Value seed = graph.SumTo(graph.Times(AttentionFormula.Write(graph, Attention, inputs), given), Shape.Scalar);
        Value?[] once = Gradients.Of(graph, seed, inputs[..3]);
        Value? sum = null;
        for (int i = 0; i < once.Length; i++)
        {
            if (once[i] is not { } gradient || outputGradients[i] is not { } weight) continue;
            Value one = graph.SumTo(graph.Times(gradient, weight), Shape.Scalar);
            sum = sum is null ? one : graph.Plus(sum, one);
        }
        var gradients = new Value?[node.Inputs.Length];
        if (sum is null) return gradients;
        Value?[] twice = Gradients.Of(graph, sum, [.. inputs, given]);
        for (int i = 0; i < inputs.Length; i++) gradients[i] = twice[i];
        gradients[^1] = twice[^1];
        return gradients;
    }
}
