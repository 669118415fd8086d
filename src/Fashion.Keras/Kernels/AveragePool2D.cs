using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Mean over the cells of every window that lie inside the NHWC image, per channel, and its gradient. Vectors lie along the
/// channels; the sum stays in a register while the window is walked. Tail channels: one by one.
/// </summary>
internal static unsafe class AveragePool2D
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* image, float* values, in Pool2DSizes s)
    {
        for (int i = 0; i < s.OutHeight; i++)
            for (int j = 0; j < s.OutWidth; j++, values += s.Channels)
            {
                (int p0, int p1) = s.Rows(i);
                (int q0, int q1) = s.Columns(j);
                float scale = 1f / ((p1 - p0) * (q1 - q0));
                float* window = image + ((nint)(i * s.StrideHeight - s.PadTop) * s.Width + j * s.StrideWidth - s.PadLeft) * s.Channels;
                int c = 0;
                for (; c <= s.Channels - Vector<float>.Count; c += Vector<float>.Count)
                {
                    Vector<float> sum = default;
                    for (int p = p0; p < p1; p++)
                        for (int q = q0; q < q1; q++) sum += Vector.Load(window + ((nint)p * s.Width + q) * s.Channels + c);
                    (sum * scale).Store(values + c);
                }
                for (; c < s.Channels; c++)
                {
                    float sum = 0;
                    for (int p = p0; p < p1; p++)
                        for (int q = q0; q < q1; q++) sum += window[((nint)p * s.Width + q) * s.Channels + c];
                    values[c] = sum * scale;
                }
            }
    }

    /// <summary>Spreads each gradient evenly over the cells of its window; the image starts from zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* gradients, float* image, in Pool2DSizes s)
    {
        new Span<float>(image, s.ImageLength).Clear();
        for (int i = 0; i < s.OutHeight; i++)
            for (int j = 0; j < s.OutWidth; j++, gradients += s.Channels)
            {
                (int p0, int p1) = s.Rows(i);
                (int q0, int q1) = s.Columns(j);
                float scale = 1f / ((p1 - p0) * (q1 - q0));
                float* window = image + ((nint)(i * s.StrideHeight - s.PadTop) * s.Width + j * s.StrideWidth - s.PadLeft) * s.Channels;
                for (int p = p0; p < p1; p++)
                    for (int q = q0; q < q1; q++)
                    {
                        float* x = window + ((nint)p * s.Width + q) * s.Channels;
                        int c = 0;
                        for (; c <= s.Channels - Vector<float>.Count; c += Vector<float>.Count)
                            Vector.MultiplyAddEstimate(Vector.Load(gradients + c), Vector.Create(scale), Vector.Load(x + c)).Store(x + c);
                        for (; c < s.Channels; c++) x[c] += gradients[c] * scale;
                    }
            }
    }
}
