namespace Fashion.Keras.Engine;

/// <summary>Size of a slot (or of several slots in one place) and the stretch of time in which its contents matter.</summary>
internal sealed class Lifetime(int order, long floats, int first, int last)
{
    /// <summary>Breaks ties, so that the same graph always gets the same places.</summary>
    public int Order { get; } = order;

    public long Floats { get; } = floats;

    /// <summary>First and last point of time, both included.</summary>
    public int First { get; private set; } = first;

    public int Last { get; private set; } = last;

    /// <summary>Whether every worker has a place of its own for it.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Last step that touches it.</summary>
    public int LastStep { get; private set; }

    public long Offset { get; set; }

    public void Touch(int time, int step)
    {
        First = Math.Min(First, time);
        Last = Math.Max(Last, time);
        LastStep = Math.Max(LastStep, step);
    }

    /// <summary>Takes over the life of a slot that shall lie in the same place.</summary>
    public void Extend(Lifetime other)
    {
        First = Math.Min(First, other.First);
        Last = Math.Max(Last, other.Last);
        LastStep = Math.Max(LastStep, other.LastStep);
    }

    public bool Overlaps(Lifetime other) => First <= other.Last && other.First <= Last;
}
