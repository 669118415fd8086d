namespace Fashion.Keras.Engine;

/// <summary>From how much memory on slots are local, and how much of it a worker uses at once.</summary>
/// <param name="Least">Floats of a phase's slots that are needed at the same time; with fewer it does not matter where they lie.</param>
/// <param name="Most">Floats of a turn.</param>
internal readonly record struct TurnSizes(long Least, long Most)
{
    /// <summary>
    /// A turn leaves room in a second-level cache for weights and scratch memory. With smaller ones weights would be read more often.
    /// </summary>
    public static TurnSizes Default { get; } = new(16 * 1024, 96 * 1024);
}
