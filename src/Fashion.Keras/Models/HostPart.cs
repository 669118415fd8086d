using Fashion.Keras.Data;
using Fashion.Keras.Layers;
using Fashion.Keras.Training;

namespace Fashion.Keras;

/// <summary>
/// The uses of layers that are computed before a step: they follow from the inputs alone. What the other layers need of their
/// outputs, or of the inputs, is fed in the order of <see cref="_fed"/>; a model inside that has both kinds takes several.
/// </summary>
internal sealed class HostPart : IHostPart
{
    private readonly LayerGraph _graph;
    private readonly List<LayerNode> _nodes = [];
    private readonly HashSet<LayerOutput> _known;
    private readonly List<LayerOutput> _fed = [];
    private readonly List<(LayerNode Node, HostPart Part)> _mixed = [];

    private HostPart(LayerGraph graph)
    {
        _graph = graph;
        _known = [.. graph.Inputs];
        foreach (LayerNode node in graph.Nodes.Where(n => n.Inputs.Count > 0)) Place(node);
        foreach (LayerOutput output in graph.Outputs) Feed(output, "The output of a model");
        Rest = new RestOfModel(this);
    }

    public Layer Rest { get; }

    /// <summary>Whether nothing is left for a step to compute.</summary>
    private bool IsAll => _mixed.Count == 0 && _graph.Outputs.All(_known.Contains);

    /// <summary>The part of a graph; null when it has none.</summary>
    public static HostPart? Of(LayerGraph graph) => graph.Layers.Any(Holds) ? new HostPart(graph) : null;

    public IReadOnlyList<ArraySource> Compute(IReadOnlyList<ArraySource> inputs)
    {
        Dictionary<LayerOutput, ArraySource> values = Values(inputs);
        var fed = new List<ArraySource>();
        foreach (LayerOutput output in _fed) fed.Add(Checked(output, values[output], inputs[0].Rows));
        foreach ((LayerNode node, HostPart part) in _mixed) fed.AddRange(part.Compute([.. node.Inputs.Select(i => values[i])]));
        return fed;
    }

    private static bool Holds(Layer layer) => layer is HostLayer || (layer is Model { Topology.HostPart: not null });

    private void Place(LayerNode node)
    {
        HostPart? inner = (node.Layer as Model)?.Topology?.HostPart;
        if (node.Layer is HostLayer || inner is not null)
        {
            if (node.Inputs.FirstOrDefault(i => !_known.Contains(i)) is { } computed)
                throw (node.Layer as HostLayer ?? FirstOf(inner!)).AfterComputed(computed.Node.Layer.Name);
            if (inner is { IsAll: false }) { _mixed.Add((node, inner)); return; }
            _nodes.Add(node);
            _known.UnionWith(node.Outputs);
            return;
        }
        foreach (LayerOutput source in node.Sources) Feed(source, $"Layer '{node.Layer.Name}' ({node.Layer.ClassName})");
    }

    private void Feed(LayerOutput output, string taker)
    {
        if (!_known.Contains(output) || _fed.Contains(output)) return;
        if (output.Node.Layer is HostLayer { GivesTexts: true } or Input { DType: DeclaredType.Text })
            throw new ArgumentException($"{taker} is numbers or takes numbers, but '{output.Node.Layer.Name}' gives texts. Put a layer " +
                "between them that takes texts: TextVectorization, StringLookup or Hashing.");
        _fed.Add(output);
    }

    private static HostLayer FirstOf(HostPart part) => part._nodes.Select(n => n.Layer).OfType<HostLayer>().FirstOrDefault()
        ?? FirstOf(part._nodes.Concat(part._mixed.Select(m => m.Node)).Select(n => ((Model)n.Layer).Topology!.HostPart!).First());

    private Dictionary<LayerOutput, ArraySource> Values(IReadOnlyList<ArraySource> inputs)
    {
        var values = new Dictionary<LayerOutput, ArraySource>();
        foreach ((LayerOutput input, ArraySource data) in _graph.Inputs.Zip(inputs)) values[input] = data;
        foreach (LayerNode node in _nodes)
        {
            ArraySource[] given = [.. node.Inputs.Select(i => values[i])];
            if (node.Layer is HostLayer layer)
            {
                values[node.Outputs[0]] = layer.Compute(given);
                continue;
            }
            LayerGraph inner = ((Model)node.Layer).Topology!;
            Dictionary<LayerOutput, ArraySource> results = inner.HostPart!.Values(given);
            foreach ((LayerOutput outer, LayerOutput result) in node.Outputs.Zip(inner.Outputs)) values[outer] = results[result];
        }
        return values;
    }

    private static ArraySource Checked(LayerOutput output, ArraySource value,
        int rows) => value.Shape.Rank > 0 && value.Rows == rows ? value
        : throw new ShapeMismatchException($"Layer '{output.Node.Layer.Name}' ({output.Node.Layer.ClassName}): its output for {rows} " +
            $"samples has the shape {value.Shape}, but its first axis must be the samples.")
        { LayerName = output.Node.Layer.Name, Received = value.Shape };

    private int FedCount => _fed.Count + _mixed.Sum(m => m.Part.FedCount);

    // Takes something (shapes, tensors) from what is fed through the layers that are left to the outputs.
    private T[] Propagate<T>(IReadOnlyList<T> fed, Func<LayerNode, IReadOnlyDictionary<LayerOutput, T>, IReadOnlyList<T>> apply,
        Func<LayerNode, HostPart, T[], IReadOnlyList<T>> applyMixed)
    {
        var known = new Dictionary<LayerOutput, T>();
        var slices = new Dictionary<LayerNode, (HostPart Part, T[] Fed)>();
        int next = 0;
        foreach (LayerOutput output in _fed) known[output] = fed[next++];
        foreach ((LayerNode node, HostPart part) in _mixed)
        {
            slices[node] = (part, [.. fed.Skip(next).Take(part.FedCount)]);
            next += part.FedCount;
        }
        foreach (LayerNode node in _graph.Nodes.Where(n => n.Inputs.Count > 0 && !_known.Contains(n.Outputs[0])))
        {
            IReadOnlyList<T> results = slices.TryGetValue(node, out var slice)
                ? applyMixed(node, slice.Part, slice.Fed)
                : apply(node, known);
            for (int i = 0; i < results.Count; i++) known[node.Outputs[i]] = results[i];
        }
        return [.. _graph.Outputs.Select(o => known[o])];
    }

    /// <summary>The layers that are left, as one layer: it takes what is fed.</summary>
    private sealed class RestOfModel(HostPart part) : Layer("rest")
    {
        public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes) => part.Propagate(inputShapes,
            static (node, known) => node.Layer.ComputeOutputShapes([.. node.Inputs.Select(i => known[i])], node.Arguments),
            static (_, inner, fed) => inner.Rest.ComputeOutputShapes(fed));

        protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context) =>
            // The masks of the last layers are the model's.
            [.. part.Propagate(inputs, (node, known) => Model.ApplyNode(node, known, context),
                (node, inner, fed) => inner.Rest.Apply(fed, context.With(node.Training))).Select(o => o.WithMask(o.Mask))];
    }
}
