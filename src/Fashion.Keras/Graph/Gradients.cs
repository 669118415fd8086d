namespace Fashion.Keras.Graph;

/// <summary>Reverse-mode differentiation: writes the gradient of a scalar after the graph that computes it.</summary>
internal static class Gradients
{
    /// <summary>
    /// Gradients of <paramref name="loss"/> with respect to <paramref name="targets"/>; null where it does not depend on one.
    /// </summary>
    /// <param name="graph">The graph that holds all of them; it grows.</param>
    /// <param name="loss">A scalar, or any value when <paramref name="seed"/> is given.</param>
    /// <param name="targets">Values to differentiate with respect to.</param>
    /// <param name="seed">Gradient of <paramref name="loss"/>; null stands for ones.</param>
    public static Value?[] Of(GraphBuilder graph, Value loss, IReadOnlyList<Value> targets, Value? seed = null)
    {
        // Only nodes between a target and the loss take part; the input images, for one, never get a gradient.
        var nodes = graph.Nodes.Take(loss.Producer.Id + 1).ToArray();
        var wanted = new HashSet<Value>(targets);
        var needed = new HashSet<Value>(targets);
        foreach (Node node in nodes)
            if (node.Inputs.Any(needed.Contains) && !graph.Stops(node)) needed.UnionWith(node.Outputs);

        var gradients = new Dictionary<Value, Value> { [loss] = seed ?? graph.Constant(1, loss.Shape) };
        for (int i = nodes.Length - 1; i >= 0; i--)
        {
            Node node = nodes[i];
            if (!node.Outputs.Any(gradients.ContainsKey) || !node.Inputs.Any(needed.Contains) || graph.Stops(node)) continue;
            var outputGradients = new Value?[node.Outputs.Length];
            for (int o = 0; o < outputGradients.Length; o++) gradients.TryGetValue(node.Outputs[o], out outputGradients[o]);
            using (graph.In(node.Scope ?? node.Op.Name))
            {
                Value?[] inputGradients = node.Op.Gradient(graph, node, outputGradients, needed);
                for (int k = 0; k < node.Inputs.Length; k++)
                {
                    Value input = node.Inputs[k];
                    if (inputGradients[k] is not { } gradient || !needed.Contains(input)) continue;
                    gradients[input] = gradients.TryGetValue(input, out Value? sum)
                        ? graph.Add(new BinaryOp(BinaryKind.Add), sum, gradient)
                        : gradient;
                }
            }
        }
        return targets.Select(t => gradients.GetValueOrDefault(t)).ToArray();
    }
}
