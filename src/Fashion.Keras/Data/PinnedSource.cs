using System.Buffers;

namespace Fashion.Keras.Data;

/// <summary>An <see cref="ArraySource"/> whose memory cannot move; made once per fit, evaluate or predict.</summary>
internal sealed unsafe class PinnedSource : IDisposable
{
    private readonly PinnedSamples? _samples;
    private MemoryHandle _handle;

    internal PinnedSource(ArraySource source, MemoryHandle handle, nint byteOffset)
    {
        Source = source;
        RowLength = source.RowLength;
        _handle = handle;
        Pointer = (byte*)handle.Pointer + byteOffset;
    }

    internal PinnedSource(ArraySource source, PinnedSamples samples)
    {
        Source = source;
        RowLength = source.RowLength;
        _samples = samples;
        Samples = samples.Addresses;
    }

    public ArraySource Source { get; }

    public ElementType Type => Source.Type;

    public int RowLength { get; }

    /// <summary>Where the first sample lies and the others after it; null where <see cref="Samples"/> says where each lies.</summary>
    public byte* Pointer { get; internal set; }

    /// <summary>Addresses of samples that lie apart from each other; null where they do not.</summary>
    public byte** Samples { get; }

    public void Dispose()
    {
        _handle.Dispose();
        _samples?.Dispose();
    }
}
