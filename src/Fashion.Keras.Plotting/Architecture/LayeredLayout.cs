namespace Fashion.Keras.Plotting.Architecture;

/// <summary>
/// Places boxes in ranks and draws arrows from rank to rank, after K. Sugiyama, S. Tagawa and M. Toda, Methods for Visual Understanding of
/// Hierarchical System Structures (1981): ranks, order in the ranks, positions. Frames are laid out first and are boxes of the diagram
/// around them.
/// </summary>
internal sealed class LayeredLayout
{
    /// <summary>Room between a frame and what is in it, and for its title.</summary>
    public const float FramePadding = 14, FrameTitle = 28;

    private const float RankGap = 34, PortGap = 12;
    private readonly Diagram _diagram;
    private readonly bool _leftToRight;
    private readonly Dictionary<DiagramNode, Vertex> _vertices = [];
    private readonly List<Vertex>[] _ranks;
    private readonly List<(DiagramEdge Edge, List<Vertex> Chain, bool Reversed)> _chains = [];

    private LayeredLayout(Diagram diagram, bool leftToRight)
    {
        _diagram = diagram;
        _leftToRight = leftToRight;
        Dictionary<DiagramNode, int> numbers = Ranks.Of(diagram);
        _ranks = [.. Enumerable.Range(0, numbers.Values.DefaultIfEmpty(-1).Max() + 1).Select(_ => new List<Vertex>())];
        foreach (DiagramNode node in diagram.Nodes.OrderBy(n => n.Place))
        {
            (float across, float along) = Turn(node.Width, node.Height);
            _vertices[node] = Add(new Vertex(node, numbers[node], across, along));
        }
        foreach (DiagramEdge edge in diagram.Edges.Where(e => e.From != e.To)) AddChain(edge);
    }

    /// <summary>Sets the places of boxes, the ways of arrows and the size of the diagram.</summary>
    public static void Arrange(Diagram diagram, RankDirection direction)
    {
        bool leftToRight = direction == RankDirection.LeftToRight;
        foreach (DiagramNode frame in diagram.Nodes)
        {
            if (frame.Inner is not { } inner) continue;
            Arrange(inner, direction);
            float title = Drawing.Lettering.Width(frame.Title, BoxSizes.TitleSize);
            frame.Width = Math.Max(inner.Width, Math.Min(title, BoxSizes.Widest)) + 2 * FramePadding;
            frame.Height = inner.Height + FrameTitle + 2 * FramePadding;
        }
        new LayeredLayout(diagram, leftToRight).Run();
    }

    /// <summary>Where the diagram of a frame begins, from the frame's upper left corner.</summary>
    public static (float X, float Y) InnerOrigin(DiagramNode frame) => ((frame.Width - frame.Inner!.Width) / 2, FrameTitle + FramePadding);

    private (float Across, float Along) Turn(float x, float y) => _leftToRight ? (y, x) : (x, y);

    private Vertex Add(Vertex vertex)
    {
        _ranks[vertex.Rank].Add(vertex);
        return vertex;
    }

    // Long arrows get a point in every rank that they cross, so that nothing else stands there.
    private void AddChain(DiagramEdge edge)
    {
        Vertex from = _vertices[edge.From], to = _vertices[edge.To];
        bool turned = from.Rank > to.Rank;
        (Vertex upper, Vertex lower) = turned ? (to, from) : (from, to);
        (float above, float below) = turned
            ? (Offset(edge.To, edge.ToPort), Offset(edge.From, edge.FromPort))
            : (Offset(edge.From, edge.FromPort), Offset(edge.To, edge.ToPort));
        List<Vertex> chain = [upper];
        for (int rank = upper.Rank + 1; rank < lower.Rank; rank++)
        {
            Vertex point = Add(new Vertex(null, rank, 0, 0));
            chain[^1].Join(point, chain.Count == 1 ? above : 0, 0);
            chain.Add(point);
        }
        chain[^1].Join(lower, chain.Count == 1 ? above : 0, below);
        chain.Add(lower);
        _chains.Add((edge, chain, turned));
    }

    // Of a point at a frame, from the frame's centre.
    private float Offset(DiagramNode node, DiagramNode? port)
    {
        if (port is null) return 0;
        (float x, float y) = InnerOrigin(node);
        return _leftToRight ? y + port.Y - node.Height / 2 : x + port.X - node.Width / 2;
    }

    private void Run()
    {
        RankOrder.Arrange(_ranks);
        Positions.Assign(_ranks);
        float[] starts = new float[_ranks.Length], sizes = [.. _ranks.Select(rank => rank.Select(v => v.Along).DefaultIfEmpty().Max())];
        for (int rank = 1; rank < _ranks.Length; rank++)
            starts[rank] = starts[rank - 1] + sizes[rank - 1] + (sizes[rank - 1] == 0 || sizes[rank] == 0 ? PortGap : RankGap);
        float across = _ranks.SelectMany(rank => rank).Select(v => v.Position + v.Across / 2).DefaultIfEmpty().Max();
        (_diagram.Width, _diagram.Height) = Turn(across, _ranks.Length == 0 ? 0 : starts[^1] + sizes[^1]);
        foreach (Vertex vertex in _vertices.Values)
            (vertex.Node!.X, vertex.Node.Y) = Turn(vertex.Position, Middle(vertex));
        foreach (var (edge, chain, turned) in _chains) SetWay(edge, chain, turned);

        // First and last rank have their points at the edges; others stand in the middle of their rank.
        float Middle(Vertex vertex) => starts[vertex.Rank] + sizes[vertex.Rank] / 2 is var middle && vertex.Node is { IsPort: true }
            ? _diagram.InputPorts.Contains(vertex.Node) ? starts[vertex.Rank] : starts[vertex.Rank] + sizes[vertex.Rank]
            : middle;

        void SetWay(DiagramEdge edge, List<Vertex> chain, bool turned)
        {
            for (int i = 0; i + 1 < chain.Count; i++)
            {
                Vertex upper = chain[i], lower = chain[i + 1];
                Link link = upper.Down.First(l => l.Other == lower && Belongs(l, edge, upper, lower, turned));
                float leave = upper.Position + link.Offset, enter = lower.Position + link.OtherOffset;
                if (i == 0) Add(leave, End(turned, upper, isUpper: true));
                Add(leave, starts[upper.Rank] + sizes[upper.Rank]);
                Add(enter, starts[lower.Rank]);
                if (i + 2 == chain.Count) Add(enter, End(!turned, lower, isUpper: false));
            }
            if (turned) edge.Way.Reverse();

            void Add(float position, float along) => edge.Way.Add(Turn(position, along));

            // Along: the edge of a box, or the point itself inside of a frame.
            float End(bool isTarget, Vertex vertex, bool isUpper)
            {
                (DiagramNode node, DiagramNode? port) = isTarget ? (edge.To, edge.ToPort) : (edge.From, edge.FromPort);
                float middle = Middle(vertex), half = vertex.Along / 2;
                if (port is null) return isUpper ? middle + half : middle - half;
                (float x, float y) = InnerOrigin(node);
                return middle - half + (_leftToRight ? x + port.X : y + port.Y);
            }
        }
    }

    // Two arrows between the same frames leave and enter at different points.
    private bool Belongs(Link link, DiagramEdge edge, Vertex upper, Vertex lower, bool turned)
    {
        (DiagramNode top, DiagramNode? topPort, DiagramNode bottom, DiagramNode? bottomPort) = turned
            ? (edge.To, edge.ToPort, edge.From, edge.FromPort) : (edge.From, edge.FromPort, edge.To, edge.ToPort);
        return (upper.Node != top || link.Offset == Offset(top, topPort))
            && (lower.Node != bottom || link.OtherOffset == Offset(bottom, bottomPort));
    }
}
