using Fashion.Keras.Engine;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>Elements of a slot: stretches in ascending order that do not touch each other.</summary>
internal sealed class Part
{
    private readonly (int First, int End)[] _stretches;

    private Part(IEnumerable<(int First, int End)> stretches) => _stretches = Join(stretches);

    public static Part Nothing { get; } = new([]);

    public IReadOnlyList<(int First, int End)> Stretches => _stretches;

    /// <summary>What a worker may touch of a slot under a partition.</summary>
    public static Part Of(Slot slot, Partition partition, int worker, int workers)
    {
        if (partition == Partition.Any) return new([(0, slot.Count)]);
        (int first, int end) = partition.Range(worker, workers);
        if (slot.Layout is PanelLayout layout && partition == layout.Rows)
        {
            // Logical rows: a piece of every panel.
            int panels = Dense.Panels(layout.Units), width = Dense.PanelWidth;
            return new(Enumerable.Range(0, panels)
                .Select(panel => ((panel * layout.Inputs + first) * width, (panel * layout.Inputs + end) * width)));
        }
        if (slot.Count % partition.Rows != 0)
            throw new PlanViolationException($"{Names.Of(slot)} does not fall into {partition.Rows} equal pieces");
        int unit = slot.Count / partition.Rows;
        return new([(first * unit, end * unit)]);
    }

    public Part With(Part other) => new(_stretches.Concat(other._stretches));

    /// <summary>All other elements of a slot of so many.</summary>
    public Part Rest(int count)
    {
        var rest = new List<(int, int)>();
        int at = 0;
        foreach ((int first, int end) in _stretches)
        {
            rest.Add((at, first));
            at = end;
        }
        rest.Add((at, count));
        return new(rest);
    }

    public override string ToString() =>
        _stretches.Length == 0 ? "nothing"
            : string.Join(", ", _stretches.Take(3).Select(s => $"{s.First} .. {s.End - 1}")) + (_stretches.Length > 3 ? " ..." : "");

    private static (int, int)[] Join(IEnumerable<(int First, int End)> stretches)
    {
        var joined = new List<(int First, int End)>();
        foreach ((int first, int end) in stretches.Where(s => s.First < s.End).OrderBy(s => s.First))
        {
            if (joined.Count > 0 && joined[^1].End >= first) joined[^1] = (joined[^1].First, Math.Max(end, joined[^1].End));
            else joined.Add((first, end));
        }
        return [.. joined];
    }
}
