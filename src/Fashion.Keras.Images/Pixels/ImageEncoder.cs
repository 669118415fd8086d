using System.Numerics.Tensors;
using Fashion.Keras.Data;
using SkiaSharp;

namespace Fashion.Keras.Images;

/// <summary>Values to files.</summary>
internal static class ImageEncoder
{
    /// <summary>The content of a file.</summary>
    /// <param name="pixels">One, three or four bytes a pixel.</param>
    /// <param name="size">Height and width.</param>
    /// <param name="channels">1, 3 or 4.</param>
    /// <param name="format">Which file.</param>
    /// <param name="quality">Of JPEG and WebP, 1 to 100.</param>
    public static unsafe byte[] Encode(ReadOnlySpan<byte> pixels, Size2D size, int channels, SKEncodedImageFormat format, int quality)
    {
        bool gray = channels == 1, transparent = channels == 4 && format != SKEncodedImageFormat.Jpeg;
        ReadOnlySpan<byte> stored = channels == 3 ? Widened(pixels) : pixels;
        var form =
            new SKImageInfo(size.Width, size.Height, gray ? SKColorType.Gray8 : transparent ? SKColorType.Rgba8888 : SKColorType.Rgb888x,
                transparent ? SKAlphaType.Unpremul : SKAlphaType.Opaque);
        fixed (byte* first = stored)
        {
            using var image = new SKPixmap(form, (nint)first, form.RowBytes);
            using SKData? data = image.Encode(format, quality);
            return data?.ToArray() ?? throw new ArgumentException($"An image of {size} pixels cannot be stored as {format}.");
        }
    }

    /// <summary>
    /// Values as bytes: as they are, cut to 0..255, or stretched so that the least is 0 and the greatest 255. Fractions are cut off.
    /// </summary>
    /// <exception cref="ArgumentException">One is not a number, or infinite.</exception>
    public static byte[] ToBytes(ReadOnlySpan<float> values, bool scale)
    {
        var bytes = new byte[values.Length];
        if (!TensorPrimitives.IsFiniteAll(values))
            throw new ArgumentException("SaveImage: the image has values that are no finite numbers.", nameof(values));
        float least = 0, factor = 1;
        if (scale)
        {
            least = TensorPrimitives.Min(values);
            factor = TensorPrimitives.Max(values) - least;
        }
        for (int i = 0; i < bytes.Length; i++)
        {
            float value = values[i] - least;
            // Divided first and multiplied afterwards, as Keras does: the same bytes come out.
            if (scale) value = (factor == 0 ? value : value / factor) * 255;
            bytes[i] = (byte)Math.Clamp(value, 0, 255);
        }
        return bytes;
    }

    private static byte[] Widened(ReadOnlySpan<byte> pixels)
    {
        var wide = new byte[Sizes.Buffer((long)pixels.Length / 3 * 4, "An image")];
        for (int i = 0, o = 0; i < pixels.Length; i += 3, o += 4)
        {
            pixels.Slice(i, 3).CopyTo(wide.AsSpan(o));
            wide[o + 3] = 255;
        }
        return wide;
    }
}
