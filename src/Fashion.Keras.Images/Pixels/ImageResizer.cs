using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Images;

/// <summary>Pixels to floats of another size: rows first, then columns, with the taps of the <see cref="Layers.Resizing"/> layer.</summary>
internal static class ImageResizer
{
    /// <summary>The image in its own size.</summary>
    /// <returns>(height, width, channels), row after row.</returns>
    public static float[] Convert(PixelBuffer image, ColorMode mode)
    {
        (int height, int width) = image.Size;
        var values = new float[Sizes.Count([height, width, PixelRow.Channels(mode)], "An image")];
        if (mode == ColorMode.Rgb)
        {
            ReadOnlySpan<byte> bytes = image.Bytes;
            for (int i = 0, o = 0; o < values.Length; i += PixelBuffer.BytesPerPixel, o += 3)
                (values[o], values[o + 1], values[o + 2]) = (bytes[i], bytes[i + 1], bytes[i + 2]);
        }
        else PixelRow.Read(image.Bytes, mode, values);
        return values;
    }

    /// <summary>The image in the given form. Results are not rounded.</summary>
    /// <returns>(height, width, channels), row after row.</returns>
    public static float[] Resize(PixelBuffer image, ImageForm form)
    {
        (ImageSide rows, ImageSide columns) = form.Sides(image.Size);
        if (rows == new ImageSide(0, form.Size.Height) && columns == new ImageSide(0, form.Size.Width))
            return Convert(image, form.ColorMode);

        ResizeTaps down = Taps(ref rows, image.Size.Height, form.Size.Height, form),
            across = Taps(ref columns, image.Size.Width, form.Size.Width, form);
        int left = Math.Max(0, columns.First), count = Math.Min(image.Size.Width, columns.First + columns.Count) - left;
        int stride = PixelRow.Stride(form.ColorMode), channels = PixelRow.Channels(form.ColorMode), length = count * stride;
        float[] row = ArrayPool<float>.Shared.Rent(length), sum = ArrayPool<float>.Shared.Rent(length);
        var values = new float[form.Size.Height * form.Size.Width * channels];
        for (int y = 0; y < form.Size.Height; y++)
        {
            AddRows(image, down[y], rows.First, left, count, form.ColorMode, row.AsSpan(0, length), sum.AsSpan(0, length));
            Span<float> output = values.AsSpan(y * form.Size.Width * channels, form.Size.Width * channels);
            if (stride == 1) AddColumns(sum.AsSpan(0, length), across, columns.First - left, output);
            else AddPixels(MemoryMarshal.Cast<float, Vector128<float>>(sum.AsSpan(0, length)), across, columns.First - left, channels,
                output);
        }
        ArrayPool<float>.Shared.Return(row);
        ArrayPool<float>.Shared.Return(sum);
        return values;
    }

    // An axis that has its size already is left alone, as the layer does. Pixels of the taps are counted from the side's first one.
    private static ResizeTaps Taps(ref ImageSide side, int size, int outputs, ImageForm form)
    {
        if (side.Count == outputs || !form.SeesAround)
            return TapCache.Of(side.Count, 0, side.Count, outputs, side.Count == outputs ? Interpolation.Nearest : form.Interpolation,
                form.Antialias);
        ImageSide part = side;
        side = new(0, size);
        return TapCache.Of(size, part.First, part.Count, outputs, form.Interpolation, form.Antialias);
    }

    private static void AddRows(PixelBuffer image, ReadOnlySpan<(int Pixel, float Weight)> taps, int first, int left, int count,
        ColorMode mode, Span<float> row, Span<float> sum)
    {
        sum.Clear();
        foreach ((int pixel, float weight) in taps)
        {
            int y = pixel + first;
            if (y < 0 || y >= image.Size.Height) continue;
            PixelRow.Read(image.Row(y, left, count), mode, row);
            TensorPrimitives.MultiplyAdd(row, weight, sum, sum);
        }
    }

    private static void AddColumns(ReadOnlySpan<float> row, ResizeTaps taps, int shift, Span<float> output)
    {
        for (int x = 0; x < output.Length; x++)
        {
            float sum = 0;
            foreach ((int pixel, float weight) in taps[x])
                if ((uint)(pixel + shift) < (uint)row.Length) sum += weight * row[pixel + shift];
            output[x] = sum;
        }
    }

    private static void AddPixels(ReadOnlySpan<Vector128<float>> row, ResizeTaps taps, int shift, int channels, Span<float> output)
    {
        for (int x = 0; x * channels < output.Length; x++)
        {
            Vector128<float> sum = default;
            foreach ((int pixel, float weight) in taps[x])
                if ((uint)(pixel + shift) < (uint)row.Length) sum += row[pixel + shift] * weight;
            for (int c = 0; c < channels; c++) output[x * channels + c] = sum[c];
        }
    }
}
