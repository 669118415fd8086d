namespace Fashion.Keras.Plotting.Architecture;

/// <summary>Boxes and arrows: a model, or one inside of another.</summary>
internal sealed class Diagram
{
    public List<DiagramNode> Nodes { get; } = [];

    public List<DiagramEdge> Edges { get; } = [];

    /// <summary>Where arrows from outside come in, one for each input; none for the outermost diagram.</summary>
    public List<DiagramNode> InputPorts { get; } = [];

    /// <summary>Where arrows to the outside leave, one for each output; none for the outermost diagram.</summary>
    public List<DiagramNode> OutputPorts { get; } = [];

    public float Width { get; set; }

    public float Height { get; set; }
}

/// <summary>A box with text, a frame with a diagram inside, or a point where an arrow crosses a frame.</summary>
/// <param name="title">First line; empty for a point.</param>
internal sealed class DiagramNode(string title)
{
    public string Title => title;

    public List<DiagramLine> Lines { get; } = [];

    public Diagram? Inner { get; init; }

    /// <summary>Whether data enters here.</summary>
    public bool IsInput { get; init; }

    public bool IsPort { get; init; }

    /// <summary>Number among the inputs or outputs of the model, by which they stand in their rank where arrows do not ask for another
    /// order.</summary>
    public int Place { get; set; }

    public float Width { get; set; }

    public float Height { get; set; }

    /// <summary>Centre, from the left edge of the diagram.</summary>
    public float X { get; set; }

    /// <summary>Centre, from the upper edge of the diagram.</summary>
    public float Y { get; set; }
}

/// <summary>A line of text below the title.</summary>
internal sealed record DiagramLine(string Text, bool? Trained = null);

/// <summary>An arrow. Its ends at frames are the ports of these numbers.</summary>
internal sealed class DiagramEdge(DiagramNode from, int fromPort, DiagramNode to, int toPort)
{
    public DiagramNode From => from;

    public DiagramNode To => to;

    /// <summary>Point at the frame where the arrow leaves; null for boxes.</summary>
    public DiagramNode? FromPort => from.Inner?.OutputPorts[fromPort];

    /// <summary>Point at the frame where the arrow ends; null for boxes.</summary>
    public DiagramNode? ToPort => to.Inner?.InputPorts[toPort];

    /// <summary>The way, from the source: straight to each odd point, curved to each even one.</summary>
    public List<(float X, float Y)> Way { get; } = [];
}
