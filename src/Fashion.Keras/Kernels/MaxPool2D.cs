using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Largest number of every window and channel of NHWC images and where in its window it was (row * window width + column,
/// the first of equals; a NaN wins; padding never does). Vectors lie along the channels; maximum and position stay in
/// registers while the window is walked. Tail channels: one by one.
/// </summary>
internal static unsafe class MaxPool2D
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* image, float* values, int* positions, in Pool2DSizes s)
    {
        for (int i = 0; i < s.OutHeight; i++)
            for (int j = 0; j < s.OutWidth; j++, values += s.Channels, positions += s.Channels)
            {
                (int p0, int p1) = s.Rows(i);
                (int q0, int q1) = s.Columns(j);
                float* window = image + ((nint)(i * s.StrideHeight - s.PadTop) * s.Width + j * s.StrideWidth - s.PadLeft) * s.Channels;
                int c = 0;
                for (; c <= s.Channels - Vector<float>.Count; c += Vector<float>.Count)
                {
                    var best = Vector.Create(float.NegativeInfinity);
                    var place = Vector.Create(-1);
                    for (int p = p0; p < p1; p++)
                        for (int q = q0; q < q1; q++)
                        {
                            Vector<float> x = Vector.Load(window + ((nint)p * s.Width + q) * s.Channels + c);
                            // Not "x <= best" is true for a larger number and for a NaN; a NaN that is already there stays.
                            Vector<int> wins = Vector.AndNot(Vector.Equals(best, best), Vector.LessThanOrEqual(x, best)) | Vector.LessThan(place, Vector<int>.Zero);
                            best = Vector.ConditionalSelect(wins, x, best);
                            place = Vector.ConditionalSelect(wins, Vector.Create(p * s.WindowWidth + q), place);
                        }
                    best.Store(values + c);
                    place.Store(positions + c);
                }
                for (; c < s.Channels; c++)
                {
                    float best = float.NegativeInfinity;
                    int place = -1;
                    for (int p = p0; p < p1; p++)
                        for (int q = q0; q < q1; q++)
                        {
                            float x = window[((nint)p * s.Width + q) * s.Channels + c];
                            if (place >= 0 && (x <= best || float.IsNaN(best))) continue;
                            (best, place) = (x, p * s.WindowWidth + q);
                        }
                    values[c] = best;
                    positions[c] = place;
                }
            }
    }

    /// <summary>Adds each gradient to the place that won its window; the image starts from zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(int* positions, float* gradients, float* image, in Pool2DSizes s)
    {
        new Span<float>(image, s.ImageLength).Clear();
        for (int i = 0; i < s.OutHeight; i++)
            for (int j = 0; j < s.OutWidth; j++, gradients += s.Channels, positions += s.Channels)
            {
                (int p0, int p1) = s.Rows(i);
                (int q0, int q1) = s.Columns(j);
                float* window = image + ((nint)(i * s.StrideHeight - s.PadTop) * s.Width + j * s.StrideWidth - s.PadLeft) * s.Channels;
                int c = 0;
                for (; c <= s.Channels - Vector<float>.Count; c += Vector<float>.Count)
                {
                    Vector<float> g = Vector.Load(gradients + c);
                    Vector<int> place = Vector.Load(positions + c);
                    for (int p = p0; p < p1; p++)
                        for (int q = q0; q < q1; q++)
                        {
                            float* x = window + ((nint)p * s.Width + q) * s.Channels + c;
                            Vector<int> here = Vector.Equals(place, Vector.Create(p * s.WindowWidth + q));
                            (Vector.Load(x) + Vector.ConditionalSelect(here, g, Vector<float>.Zero)).Store(x);
                        }
                }
                for (; c < s.Channels; c++)
                    if (positions[c] >= 0) window[((nint)(positions[c] / s.WindowWidth) * s.Width + positions[c] % s.WindowWidth) * s.Channels + c] += gradients[c];
            }
    }
}
