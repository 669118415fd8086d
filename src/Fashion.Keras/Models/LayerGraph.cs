using Fashion.Keras.Layers;

namespace Fashion.Keras;

/// <summary>
/// The uses of layers between the inputs and the outputs of a model, in Keras's order: by distance from the outputs, the
/// farthest first, then as found walking back from the outputs. Files and summaries follow the same order.
/// </summary>
internal sealed class LayerGraph
{
    private readonly HashSet<LayerNode> _finished = [];
    private readonly List<LayerNode> _found = [];
    private readonly Dictionary<Layer, int> _firstSeen = [];

    /// <exception cref="ArgumentException">An output depends on something that is no input, or two layers share a name.</exception>
    public LayerGraph(IReadOnlyList<LayerOutput> inputs, IReadOnlyList<LayerOutput> outputs)
    {
        Inputs = inputs;
        Outputs = outputs;
        foreach (LayerOutput output in outputs) Visit(output);
        (Nodes, Layers) = Order();
        if (Layers.GroupBy(l => l.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"The name '{twice.Key}' is used by {twice.Count()} layers of the model; names of layers must be unique within it.");
    }

    public IReadOnlyList<LayerOutput> Inputs { get; }

    public IReadOnlyList<LayerOutput> Outputs { get; }

    /// <summary>Uses of layers in an order in which they can be computed; inputs come first.</summary>
    public IReadOnlyList<LayerNode> Nodes { get; }

    /// <summary>Each layer once, inputs included.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    // Walks back to the inputs, leaves first; a plain stack would lose Keras's order of discovery.
    private void Visit(LayerOutput tensor)
    {
        LayerNode node = tensor.Node;
        if (_finished.Contains(node)) return;
        bool isInput = Inputs.Contains(tensor);
        if (!isInput && node.Inputs.Count == 0)
            throw new ArgumentException($"The outputs of the model depend on input '{node.Layer.Name}', which is not among its inputs: {string.Join(", ", Inputs.Select(i => i.Node.Layer.Name))}.");
        _firstSeen.TryAdd(node.Layer, _firstSeen.Count);
        if (!isInput)
            foreach (LayerOutput input in node.Inputs) Visit(input);
        _finished.Add(node);
        _found.Add(node);
    }

    private (LayerNode[] Nodes, Layer[] Layers) Order()
    {
        var nodeDepths = new Dictionary<LayerNode, int>();
        var layerDepths = new Dictionary<Layer, int>();
        foreach (LayerNode node in Enumerable.Reverse(_found))
        {
            int depth = Math.Max(Depth(nodeDepths, node), Depth(layerDepths, node.Layer));
            nodeDepths[node] = layerDepths[node.Layer] = depth;
            foreach (LayerOutput input in node.Inputs)
                if (_finished.Contains(input.Node)) nodeDepths[input.Node] = Math.Max(depth + 1, Depth(nodeDepths, input.Node));
        }
        foreach (LayerOutput unused in Inputs.Where(i => !layerDepths.ContainsKey(i.Node.Layer)))
        {
            nodeDepths[unused.Node] = layerDepths[unused.Node.Layer] = 0;
            _firstSeen[unused.Node.Layer] = -1;
        }
        Layer[] layers = [.. layerDepths.Keys];
        Array.Sort(layers, (a, b) => _firstSeen[a].CompareTo(_firstSeen[b]));
        return (DeepestFirst(nodeDepths, nodeDepths.Keys), DeepestFirst(layerDepths, layers));
    }

    private static int Depth<T>(Dictionary<T, int> depths, T key) where T : class => depths.TryGetValue(key, out int depth) ? depth : 0;

    // By depth alone: equal ones stay in order.
    private static T[] DeepestFirst<T>(Dictionary<T, int> depths, IEnumerable<T> all) where T : class
    {
        int deepest = 0;
        foreach (T item in all) deepest = Math.Max(deepest, depths[item]);
        var ordered = new List<T>();
        for (int depth = deepest; depth >= 0; depth--) ordered.AddRange(all.Where(item => depths[item] == depth));
        return [.. ordered];
    }
}
