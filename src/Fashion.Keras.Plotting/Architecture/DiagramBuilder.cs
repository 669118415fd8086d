using Fashion.Keras.Layers;

namespace Fashion.Keras.Plotting.Architecture;

/// <summary>Turns a model into boxes and arrows: one box for each layer, however often it is used, as Keras does.</summary>
internal sealed class DiagramBuilder(ModelPlotOptions options)
{
    /// <exception cref="InvalidOperationException">The model's shapes are not known yet.</exception>
    public Diagram Build(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!model.IsBuilt)
            throw new InvalidOperationException($"There is no picture of model '{model.Name}' before the shape of its input is known. " +
                "Start it with an Input, or call Build.");
        if (model.Topology is { } topology)
        {
            Diagram diagram = Inside(model, topology, isNested: false);
            RemoveLooseArrows(diagram);
            return diagram;
        }
        var one = new Diagram();
        one.Nodes.Add(Box(model, null));
        return one;
    }

    private Diagram Inside(Model model, LayerGraph topology, bool isNested)
    {
        var diagram = new Diagram();
        ILookup<Layer, LayerNode> uses = topology.Nodes.ToLookup(n => n.Layer);
        var boxes = new Dictionary<Layer, DiagramNode>();
        var ends = new Dictionary<LayerNode, DiagramNode>();
        foreach (LayerNode node in topology.Nodes)
        {
            // The input of a chain is no layer of it: what it says, the first layer says, too.
            if (model is Sequential && IsInput(topology, node) && topology.Nodes.Count > 1) continue;
            if (!boxes.TryGetValue(node.Layer, out DiagramNode? box))
            {
                boxes[node.Layer] = box = options.ExpandNested && node.Layer is Model { Topology: { } inner } nested
                    ? new DiagramNode(LayerLabel.Title(node.Layer, options)) { Inner = Inside(nested, inner, isNested: true) }
                    : Box(node.Layer, uses[node.Layer]);
                diagram.Nodes.Add(box);
            }
            ends[node] = box;
        }
        foreach ((int place, LayerOutput tensor) in topology.Inputs.Index().Concat(topology.Outputs.Index()))
            if (ends.TryGetValue(tensor.Node, out DiagramNode? box)) box.Place = place;
        if (isNested) AddInputs(diagram, topology, ends);
        foreach (LayerNode node in topology.Nodes)
            if (ends.TryGetValue(node, out DiagramNode? box) && !box.IsPort) AddSources(diagram, node, ends);
        if (isNested) AddOutputs(diagram, topology, ends);
        return diagram;
    }

    private static bool IsInput(LayerGraph topology, LayerNode node) => topology.Inputs.Any(i => i.Node == node);

    // A chain's arrows come from the frame itself, where its input would be.
    private static void AddInputs(Diagram diagram, LayerGraph topology, Dictionary<LayerNode, DiagramNode> ends)
    {
        foreach (LayerOutput input in topology.Inputs)
        {
            var port = new DiagramNode("") { IsPort = true };
            diagram.Nodes.Add(port);
            diagram.InputPorts.Add(port);
            if (ends.TryGetValue(input.Node, out DiagramNode? box)) Connect(diagram, port, 0, box, 0);
            else ends[input.Node] = port;
        }
    }

    private static void AddSources(Diagram diagram, LayerNode node, Dictionary<LayerNode, DiagramNode> ends)
    {
        for (int i = 0; i < node.Sources.Count; i++)
        {
            LayerOutput source = node.Sources[i];
            // Masks that are given by hand enter a nested model with its input.
            int port = Math.Min(i, node.Inputs.Count - 1);
            if (ends.TryGetValue(source.Node, out DiagramNode? from)) Connect(diagram, from, source.Index, ends[node], port);
        }
    }

    private static void AddOutputs(Diagram diagram, LayerGraph topology, Dictionary<LayerNode, DiagramNode> ends)
    {
        foreach (LayerOutput output in topology.Outputs)
        {
            var port = new DiagramNode("") { IsPort = true };
            diagram.Nodes.Add(port);
            diagram.OutputPorts.Add(port);
            Connect(diagram, ends[output.Node], output.Index, port, 0);
        }
    }

    // The input of an outermost chain is not shown, so nothing comes into a frame at its beginning.
    private static void RemoveLooseArrows(Diagram diagram)
    {
        foreach (DiagramNode frame in diagram.Nodes)
        {
            if (frame.Inner is not { } inner) continue;
            inner.Edges.RemoveAll(e => inner.InputPorts.Contains(e.From) && !diagram.Edges.Any(outer => outer.ToPort == e.From));
            RemoveLooseArrows(inner);
        }
    }

    private static void Connect(Diagram diagram, DiagramNode from, int output, DiagramNode to, int input)
    {
        var edge = new DiagramEdge(from, output, to, input);
        if (!diagram.Edges.Any(e => e.From == from && e.To == to && e.FromPort == edge.FromPort && e.ToPort == edge.ToPort))
            diagram.Edges.Add(edge);
    }

    private DiagramNode Box(Layer layer, IEnumerable<LayerNode>? uses)
    {
        var box = new DiagramNode(LayerLabel.Title(layer, options)) { IsInput = layer is Input };
        box.Lines.AddRange(LayerLabel.Lines(layer, uses, options));
        return box;
    }
}
