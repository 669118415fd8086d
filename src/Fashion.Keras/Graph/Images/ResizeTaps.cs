using System.Runtime.InteropServices;
using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// Which pixels of a row make up each pixel of the resized row, and their weights. Pixel centres lie at half positions:
/// output o looks at (o + 0.5) * size / outputs - 0.5.
/// </summary>
internal sealed class ResizeTaps
{
    private readonly List<(int Pixel, float Weight)>[] _taps;
    private readonly int _size;

    private ResizeTaps(int size, List<(int, float)>[] taps) => (_size, _taps) = (size, taps);

    /// <summary>Most pixels that one output is made of.</summary>
    public int Most => _taps.Max(t => t.Count);

    /// <summary>The pixels of one output, in order.</summary>
    public ReadOnlySpan<(int Pixel, float Weight)> this[int output] => CollectionsMarshal.AsSpan(_taps[output]);

    /// <summary>Taps of a row.</summary>
    /// <param name="size">Pixels there are, 1 or more.</param>
    /// <param name="outputs">Pixels wanted, 1 or more.</param>
    /// <param name="interpolation">Whose weights.</param>
    /// <param name="antialias">Whether the window grows with the reduction, so that every pixel counts.</param>
    public static ResizeTaps Of(int size, int outputs, Interpolation interpolation, bool antialias) =>
        Of(size, 0, size, outputs, interpolation, antialias);

    /// <summary>Taps of a part of a row. Blends at its ends reach into the pixels around it.</summary>
    /// <param name="size">Pixels of the row, 1 or more.</param>
    /// <param name="first">First pixel of the part.</param>
    /// <param name="count">Pixels of the part, 1 or more.</param>
    /// <param name="outputs">Pixels wanted, 1 or more.</param>
    /// <param name="interpolation">Whose weights.</param>
    /// <param name="antialias">Whether the window grows with the reduction, so that every pixel counts.</param>
    public static ResizeTaps Of(int size, int first, int count, int outputs, Interpolation interpolation, bool antialias)
    {
        var taps = new List<(int, float)>[outputs];
        // As engines do: nearest pixels are found in single precision.
        float step = (float)count / outputs;
        double scale = (double)count / outputs, stretch = antialias ? Math.Max(scale, 1) : 1;
        bool smooth = antialias || interpolation is Interpolation.Lanczos3 or Interpolation.Lanczos5;
        for (int o = 0; o < outputs; o++)
            taps[o] = interpolation == Interpolation.Nearest
                ? [(first + Math.Min((int)((o + 0.5f) * step), count - 1), 1)]
                : Window(first + (o + 0.5) * scale - 0.5, stretch, size, interpolation, smooth);
        return new(size, taps);
    }

    /// <summary>The n-th pixel of each output; the weight of one that an output does not have is 0.</summary>
    public (float[] Pixels, float[] Weights) At(int n) =>
        ([.. _taps.Select(t => (float)t[n < t.Count ? n : 0].Pixel)], [.. _taps.Select(t => n < t.Count ? t[n].Weight : 0)]);

    /// <summary>All weights: (pixels there are, pixels wanted).</summary>
    public float[] Matrix()
    {
        var weights = new float[Sizes.Count([_size, _taps.Length], "A sampling matrix")];
        for (int o = 0; o < _taps.Length; o++)
            foreach ((int pixel, float weight) in _taps[o]) weights[pixel * _taps.Length + o] = weight;
        return weights;
    }

    // Beyond the border the border pixel is repeated, or (smooth) what lies inside shares the whole weight.
    private static List<(int, float)> Window(double centre, double stretch, int size, Interpolation interpolation, bool smooth)
    {
        double reach = stretch * ResizeKernel.Radius(interpolation), sum = 0;
        var weights = new List<(int Pixel, double Weight)>();
        for (long i = (long)Math.Ceiling(centre - reach); i <= (long)Math.Floor(centre + reach); i++)
        {
            double weight = ResizeKernel.Weight(interpolation, Math.Abs(i - centre) / stretch, smooth);
            if (weight == 0 || (smooth && (i < 0 || i >= size))) continue;
            int pixel = (int)Math.Clamp(i, 0, size - 1);
            if (weights.Count > 0 && weights[^1].Pixel == pixel) weights[^1] = (pixel, weights[^1].Weight + weight);
            else weights.Add((pixel, weight));
            sum += weight;
        }
        return [.. weights.Select(w => (w.Pixel, (float)(w.Weight / sum)))];
    }
}
