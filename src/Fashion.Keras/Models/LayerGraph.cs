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
    private readonly HashSet<LayerOutput> _sources;
    private readonly Lazy<HostPart?> _hostPart;
    private readonly Dictionary<string, Layer> _byName = new(StringComparer.Ordinal);

    /// <param name="inputs">Where data enters.</param>
    /// <param name="outputs">What is computed.</param>
    /// <param name="outputNames">The names of outputs that were given by name; null for others. Keras walks back from such in the order of
    /// their names, and the names of weights in its files follow that.</param>
    /// <exception cref="ArgumentException">An output depends on something that is no input, or two layers share a name.</exception>
    public LayerGraph(IReadOnlyList<LayerOutput> inputs, IReadOnlyList<LayerOutput> outputs, IReadOnlyList<string>? outputNames = null)
    {
        Inputs = inputs;
        Outputs = outputs;
        OutputNames = outputNames;
        _hostPart = new(() => HostPart.Of(this));
        _sources = [.. inputs];
        IEnumerable<LayerOutput> order = outputNames is null ? outputs
            : outputs.Zip(outputNames).OrderBy(output => output.Second, CodePointOrder.Instance).Select(output => output.First);
        foreach (LayerOutput output in order) Visit(output);
        (Nodes, Layers) = Order();
        foreach (Layer layer in Layers)
            if (!_byName.TryAdd(layer.Name, layer))
                throw new ArgumentException($"The name '{layer.Name}' is used by {Layers.Count(l => l.Name == layer.Name)} layers of the " +
                    "model; names of layers must be unique within it.");
    }

    /// <summary>The part that is computed before a step; null when there is none.</summary>
    /// <exception cref="ArgumentException">A layer that belongs to it depends on something that the step computes.</exception>
    public HostPart? HostPart => _hostPart.Value;

    public IReadOnlyList<LayerOutput> Inputs { get; }

    public IReadOnlyList<LayerOutput> Outputs { get; }

    /// <summary>The names of outputs that were given by name; null for others.</summary>
    public IReadOnlyList<string>? OutputNames { get; }

    /// <summary>Uses of layers in an order in which they can be computed; inputs come first.</summary>
    public IReadOnlyList<LayerNode> Nodes { get; }

    /// <summary>Each layer once, inputs included.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The layer of a name, inputs included; null when there is none.</summary>
    public Layer? FindLayer(string name) => _byName.GetValueOrDefault(name);

    // Walks back to the inputs, leaves first, in Keras's order of discovery. The way back is kept in a list, not on the
    // thread's stack, which a chain of many layers would exhaust.
    private void Visit(LayerOutput output)
    {
        var way = new Stack<Step>();
        Enter(output);
        while (way.TryPeek(out Step? step))
        {
            if (step.Next < step.Inputs.Count)
            {
                Enter(step.Inputs[step.Next++]);
                continue;
            }
            way.Pop();
            _finished.Add(step.Node);
            _found.Add(step.Node);
        }

        void Enter(LayerOutput tensor)
        {
            LayerNode node = tensor.Node;
            if (_finished.Contains(node)) return;
            bool isInput = _sources.Contains(tensor);
            if (!isInput && node.Inputs.Count == 0)
                throw new ArgumentException($"The outputs of the model depend on input '{node.Layer.Name}', which is not among its " +
                    $"inputs: {string.Join(", ", Inputs.Select(i => i.Node.Layer.Name))}.");
            _firstSeen.TryAdd(node.Layer, _firstSeen.Count);
            way.Push(new Step(node, isInput ? [] : node.Sources));
        }
    }

    private (LayerNode[] Nodes, Layer[] Layers) Order()
    {
        var nodeDepths = new Dictionary<LayerNode, int>();
        var layerDepths = new Dictionary<Layer, int>();
        foreach (LayerNode node in Enumerable.Reverse(_found))
        {
            int depth = Math.Max(Depth(nodeDepths, node), Depth(layerDepths, node.Layer));
            nodeDepths[node] = layerDepths[node.Layer] = depth;
            foreach (LayerOutput input in node.Sources)
                if (_finished.Contains(input.Node)) nodeDepths[input.Node] = Math.Max(depth + 1, Depth(nodeDepths, input.Node));
        }
        int before = -Inputs.Count;
        foreach (LayerOutput unused in Inputs.Where(i => !layerDepths.ContainsKey(i.Node.Layer)))
        {
            nodeDepths[unused.Node] = layerDepths[unused.Node.Layer] = 0;
            _firstSeen[unused.Node.Layer] = before++;
        }
        Layer[] layers = [.. layerDepths.Keys];
        Array.Sort(layers, (a, b) => _firstSeen[a].CompareTo(_firstSeen[b]));
        return (DeepestFirst(nodeDepths, nodeDepths.Keys), DeepestFirst(layerDepths, layers));
    }

    private static int Depth<T>(Dictionary<T, int> depths, T key) where T : class => depths.TryGetValue(key, out int depth) ? depth : 0;

    // By depth alone: equal ones stay in order. Without LINQ, whose sort is compiled again whenever a program starts.
    private static T[] DeepestFirst<T>(Dictionary<T, int> depths, IReadOnlyCollection<T> all) where T : class
    {
        int deepest = -1;
        foreach (T item in all) deepest = Math.Max(deepest, depths[item]);
        var byDepth = new List<T>?[deepest + 1];
        foreach (T item in all) (byDepth[depths[item]] ??= []).Add(item);
        var sorted = new List<T>(all.Count);
        for (int depth = deepest; depth >= 0; depth--) sorted.AddRange(byDepth[depth] ?? []);
        return [.. sorted];
    }

    // A class: stacks of objects are in the images that programs start with.
    private sealed class Step(LayerNode node, IReadOnlyList<LayerOutput> inputs)
    {
        public LayerNode Node => node;

        public IReadOnlyList<LayerOutput> Inputs => inputs;

        public int Next { get; set; }
    }
}
