using System.Buffers;

namespace Fashion.Keras.Data;

/// <summary>An <see cref="ArraySource"/> whose memory cannot move; made once per fit, evaluate or predict.</summary>
internal sealed unsafe class PinnedSource : IDisposable
{
    private MemoryHandle _handle;

    internal PinnedSource(ArraySource source, MemoryHandle handle, nint byteOffset)
    {
        Source = source;
        RowLength = source.RowLength;
        _handle = handle;
        Pointer = (byte*)handle.Pointer + byteOffset;
    }

    public ArraySource Source { get; }

    public ElementType Type => Source.Type;

    public int RowLength { get; }

    public byte* Pointer { get; }

    public void Dispose() => _handle.Dispose();
}
