using System.Buffers;
using Fashion.Keras.Data;

namespace Fashion.Keras.Images;

/// <summary>A decoded image in borrowed memory: 4 bytes a pixel (red, green, blue, opacity), not multiplied by the opacity.</summary>
internal sealed class PixelBuffer : IDisposable
{
    public const int BytesPerPixel = 4;

    private byte[] _bytes;

    public PixelBuffer(Size2D size)
    {
        Size = size;
        _bytes = ArrayPool<byte>.Shared.Rent(Sizes.Buffer((long)size.Height * size.Width * BytesPerPixel, "An image"));
    }

    /// <summary>Height and width.</summary>
    public Size2D Size { get; }

    /// <summary>All pixels, row after row.</summary>
    public Span<byte> Bytes => _bytes.AsSpan(0, Size.Height * Size.Width * BytesPerPixel);

    /// <summary>Pixels of a row.</summary>
    public ReadOnlySpan<byte> Row(int row, int left, int count) =>
        _bytes.AsSpan((row * Size.Width + left) * BytesPerPixel, count * BytesPerPixel);

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }
}
