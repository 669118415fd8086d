namespace Fashion.Keras.Plotting.Architecture;

/// <summary>A box in a layout, or a point where a long arrow crosses a rank. "Across" is along a rank, "along" from rank to rank.</summary>
/// <param name="node">The box; null for a point of an arrow.</param>
/// <param name="rank">Number of the rank, from 0.</param>
/// <param name="across">Size.</param>
/// <param name="along">Size.</param>
internal sealed class Vertex(DiagramNode? node, int rank, float across, float along)
{
    public DiagramNode? Node => node;

    public int Rank => rank;

    public float Across { get; } = across;

    public float Along => along;

    /// <summary>To the rank before.</summary>
    public List<Link> Up { get; } = [];

    /// <summary>To the rank after.</summary>
    public List<Link> Down { get; } = [];

    /// <summary>Place within the rank, from 0.</summary>
    public int Order { get; set; }

    /// <summary>Centre within the rank.</summary>
    public float Position { get; set; }

    private float Gap => node is null || node.IsPort ? 9 : 15;

    /// <summary>Room that is kept free: that of the widest box in a chain, so that the chain is straight.</summary>
    public float Room { get; set; } = across;

    /// <summary>Least distance of the centres of neighbours.</summary>
    public float Distance(Vertex next) => (Room + next.Room) / 2 + Gap + next.Gap;

    /// <summary>Whether the only arrow to here is the only one that leaves its source.</summary>
    public bool ContinuesChain => Up is [{ Other.Down.Count: 1 }];

    /// <summary>Joins this vertex and one of the rank after.</summary>
    public void Join(Vertex below, float offset, float offsetBelow)
    {
        float weight = node is null && below.Node is null ? 8 : node is null || below.Node is null ? 2 : 1;
        Down.Add(new Link(below, offset, offsetBelow, weight));
        below.Up.Add(new Link(this, offsetBelow, offset, weight));
    }
}

/// <summary>A piece of an arrow between neighbouring ranks.</summary>
/// <param name="Other">Its other end.</param>
/// <param name="Offset">Where it leaves, from the centre.</param>
/// <param name="OtherOffset">Where it enters, from the centre of the other end.</param>
/// <param name="Weight">How much it should be straight.</param>
internal readonly record struct Link(Vertex Other, float Offset, float OtherOffset, float Weight);
