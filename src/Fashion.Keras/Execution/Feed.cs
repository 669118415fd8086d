using Fashion.Keras.Data;

namespace Fashion.Keras.Execution;

/// <summary>
/// Which samples of which array make up one batch of one input: either the rows listed from <see cref="Rows"/> on, or,
/// without a list, consecutive rows from <see cref="First"/> on. The input's shape says how many.
/// </summary>
internal readonly unsafe struct Feed(PinnedSource source, int first, int* rows = null)
{
    public PinnedSource Source { get; } = source;

    public int First { get; } = first;

    public int* Rows { get; } = rows;

    /// <summary>The sample at a place of the batch.</summary>
    public int RowOf(int place) => Rows is null ? First + place : Rows[place];

    /// <summary>Where the sample at a place of the batch lies.</summary>
    /// <param name="place">The place.</param>
    /// <param name="rowBytes">Bytes of a sample.</param>
    public byte* At(int place, nint rowBytes) =>
        Source.Samples is null ? Source.Pointer + RowOf(place) * rowBytes : Source.Samples[RowOf(place)];
}
