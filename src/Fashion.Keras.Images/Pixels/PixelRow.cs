using Fashion.Keras.Kernels;

namespace Fashion.Keras.Images;

/// <summary>Rows of pixels as floats 0 to 255: one a pixel in grayscale, else four, of which RGB has one too many.</summary>
internal static class PixelRow
{
    /// <summary>Floats of a pixel.</summary>
    public static int Stride(ColorMode mode) => mode == ColorMode.Grayscale ? 1 : PixelBuffer.BytesPerPixel;

    /// <summary>Channels of an image.</summary>
    public static int Channels(ColorMode mode) => mode switch { ColorMode.Grayscale => 1, ColorMode.Rgb => 3, _ => 4 };

    /// <summary>Converts pixels.</summary>
    /// <param name="pixels">Four bytes each.</param>
    /// <param name="mode">To what.</param>
    /// <param name="values">As many as <see cref="Stride"/> says for each pixel.</param>
    public static unsafe void Read(ReadOnlySpan<byte> pixels, ColorMode mode, Span<float> values)
    {
        if (mode == ColorMode.Grayscale)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = Brightness(pixels.Slice(i * PixelBuffer.BytesPerPixel, PixelBuffer.BytesPerPixel));
            return;
        }
        // Both spans have as many elements: the slice checks it.
        pixels = pixels[..values.Length];
        fixed (byte* from = pixels)
        fixed (float* to = values) ToFloat.FromBytes(from, to, values.Length);
    }

    // The weights of ITU-R 601 in units of 1/65536; they add up to 1, so grey stays as it is.
    private static int Brightness(ReadOnlySpan<byte> pixel) => (19595 * pixel[0] + 38470 * pixel[1] + 7471 * pixel[2] + 0x8000) >> 16;
}
