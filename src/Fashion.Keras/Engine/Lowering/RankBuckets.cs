using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Which values lie side by side because they are averaged over ranks in one message, and where. The same on every rank.</summary>
internal sealed class RankBuckets
{
    private const int Line = 16;
    private readonly Dictionary<Node, Bucket> _buckets = [];
    private readonly Dictionary<Value, Slot> _places = [];

    /// <param name="graph">The graph that is lowered.</param>
    /// <param name="add">Makes a slot of a plan; gets a function of its number.</param>
    public RankBuckets(GraphEditor graph, Func<Func<int, Slot>, Slot> add)
    {
        foreach (Node node in graph.Nodes)
            if (node.Op is AverageRanksOp op) _buckets[node] = Place(node, op.Ranks.Size, graph, add);
    }

    /// <summary>The bucket of an <see cref="AverageRanksOp"/>.</summary>
    public Bucket this[Node node] => _buckets[node];

    /// <summary>Where a value shall be written, because it is averaged there; null for anywhere.</summary>
    public Slot? PlaceOf(Value value) => _places.GetValueOrDefault(value);

    private Bucket Place(Node node, int ranks, GraphEditor graph, Func<Func<int, Slot>, Slot> add)
    {
        long[] starts = new long[node.Inputs.Length];
        long length = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = length;
            length += (node.Inputs[i].Shape.ElementCount + Line - 1L) / Line * Line;
        }
        // Each rank sums an equal stretch.
        long unit = Line * ranks, padded = (length + unit - 1) / unit * unit;
        int count = Data.Sizes.Buffer(padded, "The gradients of one message between ranks");
        Slot whole = add(index => new Slot(index, SlotKind.Arena, count));
        var parts = new Slot[starts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            Value value = node.Inputs[i];
            int start = (int)starts[i];
            parts[i] = add(index => new Slot(index, SlotKind.Part, value.Shape.ElementCount) { Whole = whole, Start = start });
            if (Source(value, graph) is { } source) _places.TryAdd(source, parts[i]);
        }
        return new Bucket(whole, parts);
    }

    // What writes a value that the average alone reads, so that it may be replaced in place; null where there is no such.
    private static Value? Source(Value value, GraphEditor graph)
    {
        if (graph.OnlyUser(value) is null) return null;
        while (value.Producer.Op is ReshapeOp)
        {
            value = value.Producer.Inputs[0];
            if (graph.OnlyUser(value) is null) return null;
        }
        return value.Producer.Op is VariableOp or ConstantOp or ScalarOp or InputOp ? null : value;
    }

    /// <summary>The slot of a message and the stretches of it that are the values.</summary>
    internal sealed record Bucket(Slot Whole, Slot[] Parts);
}
