using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// Gradients of an operation that computes gradients, for one whose forward operation can be written with other operations: the gradients
/// of the formula are written, and their own gradients taken.
/// </summary>
internal static class SecondGradients
{
    /// <summary>Gradients of the inputs of the node.</summary>
    /// <param name="graph">Where to write.</param>
    /// <param name="node">
    /// Inputs: those of the forward operation, one value that it saved, the gradient of its result. Outputs: gradients of its first inputs.
    /// What was saved follows from the inputs, so it counts as constant.
    /// </param>
    /// <param name="outputGradients">Gradients of the outputs, null where there is none.</param>
    /// <param name="formula">Writes the result of the forward operation from its inputs.</param>
    public static Value?[] Of(GraphBuilder graph, Node node, Value?[] outputGradients, Func<Value[], Value> formula)
    {
        // Copies: gradients must not pass from one input to another that it is computed of.
        Value[] inputs = [.. node.Inputs[..^2].Select(graph.Copy)];
        Value given = graph.Copy(node.Inputs[^1]);
        Value?[] once = Gradients.Of(graph, graph.SumTo(graph.Times(formula(inputs), given), Shape.Scalar), inputs[..node.Outputs.Length]);
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
