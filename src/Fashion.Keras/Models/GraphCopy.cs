using Fashion.Keras.Data;
using Fashion.Keras.Layers;

namespace Fashion.Keras;

/// <summary>Uses of layers once more, from other tensors.</summary>
internal static class GraphCopy
{
    /// <summary>Puts new inputs in the places of tensors in the middle of a model, and uses the layers after them once more.</summary>
    /// <param name="inputs">Where the data of the new model enters; inputs of models stay what they are.</param>
    /// <param name="outputs">What it computes.</param>
    /// <exception cref="ArgumentException">An output depends on something else.</exception>
    public static (LayerOutput[] Inputs, LayerOutput[] Outputs) FromMiddle(LayerOutput[] inputs, LayerOutput[] outputs)
    {
        LayerOutput[] sources =
            [.. inputs.Select(input => input.Node.Inputs.Count == 0 ? input : new Input(input.Shape[1..], null, TypeOf(input)).Source)];
        return (sources, Rebuild(inputs, outputs, sources, layer => layer));
    }

    /// <summary>Applies layers, or others in their places, as they are applied between the inputs and the outputs.</summary>
    /// <param name="inputs">Where the layers that are used begin.</param>
    /// <param name="outputs">Where they end.</param>
    /// <param name="sources">The tensors in the places of the inputs.</param>
    /// <param name="layer">The layer in the place of a layer.</param>
    /// <returns>The tensors in the places of the outputs.</returns>
    /// <exception cref="ArgumentException">An output depends on an input that is not given.</exception>
    public static LayerOutput[] Rebuild(IReadOnlyList<LayerOutput> inputs, IReadOnlyList<LayerOutput> outputs,
        IReadOnlyList<LayerOutput> sources, Func<Layer, Layer> layer)
    {
        var known = new Dictionary<LayerOutput, LayerOutput>();
        foreach ((LayerOutput input, LayerOutput source) in inputs.Zip(sources)) known[input] = source;
        foreach (LayerNode node in Between(known.Keys, outputs))
        {
            LayerOutput?[]? masks = node.Masks is null ? null : [.. node.Masks.Select(mask => mask is null ? null : known[mask])];
            IReadOnlyList<SymbolicTensor> results =
                layer(node.Layer).Connect([.. node.Inputs.Select(i => known[i])], node.Arguments, masks);
            if (results.Count != node.Outputs.Count)
                throw new ArgumentException(
                    $"The layer in the place of '{node.Layer.Name}' has {results.Count} outputs, but {node.Outputs.Count} are needed.");
            // A tensor that is an input may be one of several outputs of a layer that is used all the same.
            foreach ((LayerOutput output, SymbolicTensor result) in node.Outputs.Zip(results)) known.TryAdd(output, (LayerOutput)result);
        }
        return [.. outputs.Select(o => known[o])];
    }

    // What must be computed, in order. A list keeps the way back, since a chain of many layers would exhaust the thread's stack.
    private static List<LayerNode> Between(IEnumerable<LayerOutput> inputs, IEnumerable<LayerOutput> outputs)
    {
        HashSet<LayerOutput> given = [.. inputs];
        var nodes = new List<LayerNode>();
        HashSet<LayerNode> entered = [];
        var way = new Stack<(LayerNode Node, int Next)>();
        foreach (LayerOutput output in outputs)
        {
            Enter(output);
            while (way.TryPop(out var step))
            {
                if (step.Next == step.Node.Sources.Count) { nodes.Add(step.Node); continue; }
                way.Push(step with { Next = step.Next + 1 });
                Enter(step.Node.Sources[step.Next]);
            }
        }
        return nodes;

        void Enter(LayerOutput tensor)
        {
            if (given.Contains(tensor) || !entered.Add(tensor.Node)) return;
            if (tensor.Node.Inputs.Count == 0)
                throw new ArgumentException($"The outputs of the model depend on input '{tensor.Node.Layer.Name}', which is not among " +
                    $"its inputs: {string.Join(", ", given.Select(i => i.Node.Layer.Name))}.");
            way.Push((tensor.Node, 0));
        }
    }

    private static string? TypeOf(LayerOutput tensor) => tensor.Node.Layer is HostLayer host ? host.OutputType : null;
}
