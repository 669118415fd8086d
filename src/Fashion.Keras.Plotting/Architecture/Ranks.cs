namespace Fashion.Keras.Plotting.Architecture;

/// <summary>Which rank a box belongs to: below everything that it comes from. Arrows against the order of the layers are turned for the
/// time of the layout.</summary>
internal static class Ranks
{
    /// <summary>Ranks by box. Boxes are in an order in which they can be computed; a layer that is used again may break it.</summary>
    public static Dictionary<DiagramNode, int> Of(Diagram diagram)
    {
        DiagramNode[] order = [.. diagram.InputPorts, .. diagram.Nodes.Where(n => !n.IsPort), .. diagram.OutputPorts];
        Dictionary<DiagramNode, int> place = order.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        (DiagramNode Upper, DiagramNode Lower)[] edges =
            [.. diagram.Edges.Where(e => e.From != e.To).Select(e => place[e.From] < place[e.To] ? (e.From, e.To) : (e.To, e.From))];
        ILookup<DiagramNode, DiagramNode> sources = edges.ToLookup(e => e.Lower, e => e.Upper),
            targets = edges.ToLookup(e => e.Upper, e => e.Lower);
        var ranks = new Dictionary<DiagramNode, int>();
        foreach (DiagramNode node in order) ranks[node] = sources[node].Select(s => ranks[s] + 1).DefaultIfEmpty(0).Max();

        // Inputs that are used late stand near to their use.
        foreach (DiagramNode node in order.Where(n => !n.IsPort && !sources[n].Any() && targets[n].Any()))
            ranks[node] = targets[node].Min(t => ranks[t]) - 1;
        int last = ranks.Values.DefaultIfEmpty(0).Max();
        foreach (DiagramNode port in diagram.OutputPorts) ranks[port] = last;
        return ranks;
    }
}
