using Fashion.Keras.Data;

namespace Fashion.Keras.Pipelines;

/// <summary>
/// How many samples a batch has room for: the memory grows with the samples that come, and a batch like the one before is given all
/// of its memory at once.
/// </summary>
/// <param name="space">Where the samples go.</param>
internal sealed class BatchRoom(BatchSpace space)
{
    private const int Few = 64, WorthKeeping = 1024;

    private int _last;

    /// <summary>An array for so many elements; what lies in it is not set.</summary>
    public Array Allocate(ElementType type, int count) =>
        type != ElementType.Text && space.Memory is { } memory ? memory.Rent(type, count) : ArraySource.Allocate(type, count);

    /// <summary>
    /// Whether arrays of so many bytes stay where they are; small ones are copied in less time than it takes to pin them.
    /// </summary>
    public bool Keeps(int bytes) => space.KeepsArrays && bytes >= WorthKeeping;

    /// <summary>Samples to make room for when a batch begins.</summary>
    public int First => Math.Min(space.Samples, Math.Max(Few, _last));

    /// <summary>Samples to make room for when a batch that can become larger is full.</summary>
    public int After(int full) => (int)Math.Min(space.Samples, 2L * full);

    /// <summary>A batch of this many samples was taken.</summary>
    public void Used(int samples) => _last = samples;
}
