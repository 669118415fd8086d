namespace Fashion.Keras.Graph;

/// <summary>
/// Where the numbers of one variable lie and in which order: immutable, made once, and never exchanged while a compiled plan may
/// hold it. A variable starts with a <see cref="HostPlacement"/>; the first engine that compiles it puts a placement of its own
/// in that place. Reading and writing from outside speaks Keras's row-major order.
/// </summary>
internal abstract class Placement
{
    /// <summary>Copies all values, row-major.</summary>
    public abstract void Read(Span<float> destination);

    /// <summary>Replaces all values, given row-major.</summary>
    public abstract void Write(ReadOnlySpan<float> source);
}
