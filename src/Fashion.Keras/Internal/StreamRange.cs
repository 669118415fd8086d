namespace Fashion.Keras.Internal;

/// <summary>A piece of a stream that can seek, as a stream. It does not close the whole.</summary>
/// <param name="whole">The stream.</param>
/// <param name="start">Where the piece begins.</param>
/// <param name="length">Its bytes.</param>
internal sealed class StreamRange(Stream whole, long start, long length) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        long left = length - Position;
        if (left <= 0) return 0;
        whole.Position = start + Position;
        int read = whole.Read(buffer[..(int)Math.Min(left, buffer.Length)]);
        Position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = offset + origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => length };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
