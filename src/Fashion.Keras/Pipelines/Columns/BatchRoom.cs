namespace Fashion.Keras.Pipelines;

/// <summary>
/// How many samples a batch has room for: the memory grows with the samples that come, and a batch like the one before is given all
/// of its memory at once.
/// </summary>
/// <param name="most">Most samples of a batch.</param>
internal sealed class BatchRoom(int most)
{
    private const int Few = 64;

    private int _last;

    /// <summary>Samples to make room for when a batch begins.</summary>
    public int First => Math.Min(most, Math.Max(Few, _last));

    /// <summary>Samples to make room for when a batch that can become larger is full.</summary>
    public int After(int full) => (int)Math.Min(most, 2L * full);

    /// <summary>A batch of this many samples was taken.</summary>
    public void Used(int samples) => _last = samples;
}
