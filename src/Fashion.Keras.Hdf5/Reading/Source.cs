using Microsoft.Win32.SafeHandles;

namespace Fashion.Keras.Hdf5;

/// <summary>Where the bytes of a file come from. Callers have checked that a range lies within the length.</summary>
internal abstract class Source : IDisposable
{
    public abstract long Length { get; }

    /// <summary>Fills a span.</summary>
    /// <exception cref="EndOfStreamException">The file has become shorter since it was opened.</exception>
    public abstract void Read(long at, Span<byte> into);

    /// <summary>A range of bytes; without a copy where they lie in memory already.</summary>
    public ReadOnlyMemory<byte> Range(long at, int count)
    {
        byte[] room = [];
        return Range(at, count, ref room);
    }

    /// <summary>A range of bytes, in the given room where they do not lie in memory already; what was there is lost.</summary>
    /// <param name="at">Where they begin.</param>
    /// <param name="count">How many.</param>
    /// <param name="room">Is replaced where it is too small.</param>
    public virtual ReadOnlyMemory<byte> Range(long at, int count, ref byte[] room)
    {
        if (room.Length < count) room = GC.AllocateUninitializedArray<byte>(count);
        Read(at, room.AsSpan(0, count));
        return room.AsMemory(0, count);
    }

    public virtual void Dispose() { }
}

/// <summary>A file that lies in memory.</summary>
internal sealed class MemorySource(ReadOnlyMemory<byte> data) : Source
{
    public override long Length => data.Length;

    public override void Read(long at, Span<byte> into) => data.Span.Slice((int)at, into.Length).CopyTo(into);

    public override ReadOnlyMemory<byte> Range(long at, int count, ref byte[] room) => data.Slice((int)at, count);
}

/// <summary>A file on disk.</summary>
internal sealed class DiskSource(SafeFileHandle handle) : Source
{
    public override long Length { get; } = RandomAccess.GetLength(handle);

    public override void Read(long at, Span<byte> into)
    {
        while (into.Length > 0)
        {
            int read = RandomAccess.Read(handle, into, at);
            if (read == 0) throw new EndOfStreamException();
            into = into[read..];
            at += read;
        }
    }

    public override void Dispose()
    {
        handle.Dispose();
        base.Dispose();
    }
}

/// <summary>A stream that can seek; one read at a time.</summary>
internal sealed class StreamSource(Stream stream, bool leaveOpen) : Source
{
    private readonly Lock _lock = new();

    public override long Length { get; } = stream.Length;

    public override void Read(long at, Span<byte> into)
    {
        lock (_lock)
        {
            stream.Position = at;
            stream.ReadExactly(into);
        }
    }

    public override void Dispose()
    {
        if (!leaveOpen) stream.Dispose();
        base.Dispose();
    }
}
