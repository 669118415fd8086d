using Fashion.Keras.Data;
using SkiaSharp;

namespace Fashion.Keras.Plotting.Charts;

/// <summary>Arrays of pixels as bitmaps.</summary>
internal static class ImageBits
{
    /// <summary>
    /// The images of (n, height, width), or (n, height, width, 1, 3 or 4 channels): of bytes 0 to 255, of other numbers 0 to 1 where all
    /// lie there and else 0 to 255.
    /// </summary>
    public static SKBitmap[] From(ArraySource images, int count, bool invert)
    {
        Shape shape = images.Shape;
        int channels = shape.Rank == 4 ? shape[3] : 1;
        if (shape.Rank is not (3 or 4) || channels is not (1 or 3 or 4) || images.IsText)
            throw new ShapeMismatchException(
                $"Plots.Images: images must be (samples, height, width) or (samples, height, width, 1, 3 or 4 channels), not {shape}.")
            { Received = shape };
        float[] values = images.Slice(0, count).ToFloats();
        if (Array.FindIndex(values, v => !float.IsFinite(v)) >= 0)
            throw new ArgumentException("Plots.Images: a pixel is not a finite number.");
        float scale = images.Type != ElementType.Byte && values.All(v => v is >= 0 and <= 1) ? 255 : 1;
        int size = shape[1] * shape[2] * channels;
        return [.. Enumerable.Range(0, count).Select(i => Paint(shape[1], shape[2], (row, column) =>
        {
            ReadOnlySpan<float> pixel = values.AsSpan(i * size + (row * shape[2] + column) * channels, channels);
            byte Level(float v) => (byte)Math.Clamp(MathF.Round(v * scale), 0, 255);
            if (channels > 1)
                return new SKColor(Level(pixel[0]), Level(pixel[1]), Level(pixel[2]), channels == 4 ? Level(pixel[3]) : (byte)255);
            byte gray = invert ? (byte)(255 - Level(pixel[0])) : Level(pixel[0]);
            return new SKColor(gray, gray, gray);
        }))];
    }

    /// <summary>
    /// A kernel (height, width, inputs, filters): three inputs as colours, others one picture per filter of the mean over the inputs; blue
    /// is negative, red positive.
    /// </summary>
    public static SKBitmap[] Filters(float[] kernel, int height, int width, int inputs, int filters)
    {
        float At(int row, int column, int input, int filter) => kernel[((row * width + column) * inputs + input) * filters + filter];
        float Mean(int row, int column, int filter) => Enumerable.Range(0, inputs).Average(i => At(row, column, i, filter));
        return [.. Enumerable.Range(0, filters).Select(f =>
        {
            float most = Math.Max(1e-12f, Enumerable.Range(0, height * width).Max(p => inputs == 3
                ? Enumerable.Range(0, 3).Max(i => Math.Abs(At(p / width, p % width, i, f))) : Math.Abs(Mean(p / width, p % width, f))));
            byte Level(float v) => (byte)Math.Clamp(MathF.Round(127.5f + 127.5f * v / most), 0, 255);
            return Paint(height, width, (row, column) => inputs == 3
                ? new SKColor(Level(At(row, column, 0, f)), Level(At(row, column, 1, f)), Level(At(row, column, 2, f)))
                : Signed(Mean(row, column, f) / most));
        })];
    }

    private static SKColor Signed(float v)
    {
        byte rest = (byte)Math.Clamp(MathF.Round(255 * (1 - Math.Abs(v))), 0, 255);
        return v < 0 ? new SKColor(rest, (byte)(rest + (255 - rest) / 3), 255) : new SKColor(255, (byte)(rest + (255 - rest) / 5), rest);
    }

    private static SKBitmap Paint(int height, int width, Func<int, int, SKColor> color)
    {
        var bitmap = new SKBitmap(width, height);
        for (int row = 0; row < height; row++)
            for (int column = 0; column < width; column++) bitmap.SetPixel(column, row, color(row, column));
        return bitmap;
    }
}
