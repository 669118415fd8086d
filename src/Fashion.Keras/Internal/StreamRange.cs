namespace Fashion.Keras.Internal;

/// <summary>A piece of a stream that can seek, as a stream. It does not close the whole.</summary>
/// <param name="whole">The stream.</param>
/// <param name="start">Where the piece begins.</param>
/// <param name="length">Its bytes.</param>
internal sealed class StreamRange(Stream whole, long start, long length) : Stream
{
    private readonly long _start = NotNegative(start, nameof(start)), _length = NotNegative(length, nameof(length));
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => _position = NotNegative(value, nameof(value));
    }

    public override int Read(Span<byte> buffer)
    {
        long left = _length - _position;
        if (left <= 0) return 0;
        whole.Position = _start + _position;
        int read = whole.Read(buffer[..(int)Math.Min(left, buffer.Length)]);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="IOException">The position would be before the beginning.</exception>
    public override long Seek(long offset, SeekOrigin origin)
    {
        long position = offset + origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => _position, _ => _length };
        return position >= 0 ? _position = position : throw new IOException("A position before the beginning of a stream was asked for.");
    }

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static long NotNegative(long value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        return value;
    }
}
