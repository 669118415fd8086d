namespace Fashion.Keras;

/// <summary>
/// What is taken of one axis of a tensor, as in Python's <c>x[...]</c>: a number for one element, which removes the axis (negative ones and
/// <c>^1</c> count from the end), a range for some of them, every n-th, a new axis, or the axes between.
/// </summary>
public readonly record struct AxisIndex
{
    private AxisIndex(int? start, int? stop, int step, AxisIndexKind kind) => (Start, Stop, Step, Kind) = (start, stop, step, kind);

    /// <summary>An axis of size 1 at this place, as Python's <c>None</c>.</summary>
    public static AxisIndex NewAxis => new(null, null, 1, AxisIndexKind.NewAxis);

    /// <summary>All axes that are not named, as Python's <c>...</c>.</summary>
    public static AxisIndex Ellipsis => new(null, null, 1, AxisIndexKind.Ellipsis);

    internal int? Start { get; }

    internal int? Stop { get; }

    internal int Step { get; }

    internal AxisIndexKind Kind { get; }

    /// <summary>Every n-th element, as Python's <c>start:stop:step</c>.</summary>
    /// <param name="start">The first; null for the first (or, backwards, last) one; negative ones count from the end.</param>
    /// <param name="stop">The limit, which is not among them; null for none; negative ones count from the end.</param>
    /// <param name="step">The distance, not 0; negative for backwards.</param>
    public static AxisIndex Slice(int? start, int? stop, int step = 1) =>
        step != 0 ? new(start, stop, step, AxisIndexKind.Slice)
            : throw new ArgumentOutOfRangeException(nameof(step), step, "Elements are taken at a distance other than 0.");

    /// <summary>One element.</summary>
    public static implicit operator AxisIndex(int place) => new(place, null, 1, AxisIndexKind.Place);

    /// <summary>One element.</summary>
    public static implicit operator AxisIndex(Index place) =>
        new(place.IsFromEnd ? -place.Value : place.Value, null, 1, AxisIndexKind.Place);

    /// <summary>Some elements.</summary>
    public static implicit operator AxisIndex(Range range) =>
        new(range.Start.Equals(Index.Start) ? null : Limit(range.Start, int.MaxValue), Limit(range.End, null), 1, AxisIndexKind.Slice);

    // ^0 is the place after the last element.
    private static int? Limit(Index index, int? end) => !index.IsFromEnd ? index.Value : index.Value == 0 ? end : -index.Value;
}

/// <summary>What an <see cref="AxisIndex"/> is.</summary>
internal enum AxisIndexKind { Place, Slice, NewAxis, Ellipsis }
