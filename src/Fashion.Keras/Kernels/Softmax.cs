using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// y = exp(x - max) / sum of that, per row of a row-major matrix, or x - max - log(sum). The sum runs along the row, one
/// number after the other, in single precision; its terms are at most 1. y may be x. A NaN makes its whole row NaN.
/// </summary>
internal static unsafe class Softmax
{
    public static void Forward(float* x, float* y, int rows, int width, bool log)
    {
        for (int row = 0; row < rows; row++, x += width, y += width)
        {
            float max = Max(x, width);
            if (log)
            {
                float shift = max + MathF.Log(SumOfExp(x, width, max, null));
                for (int i = 0; i < width; i++) y[i] = x[i] - shift;
            }
            else
            {
                float scale = 1 / SumOfExp(x, width, max, y);
                for (int i = 0; i < width; i++) y[i] *= scale;
            }
        }
    }

    /// <summary>The largest number of a row; NaN if one is.</summary>
    public static float Max(float* x, int width)
    {
        float max = x[0];
        for (int i = 1; i < width; i++)
            if (x[i] > max || float.IsNaN(x[i])) max = x[i];
        return max;
    }

    /// <summary>Sum of e^(x - max); the terms are kept where <paramref name="terms"/> points to, if anywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SumOfExp(float* x, int width, float max, float* terms)
    {
        float* part = stackalloc float[Vector<float>.Count];
        float sum = 0;
        for (int i = 0; i < width; i += Vector<float>.Count)
        {
            int count = Math.Min(Vector<float>.Count, width - i);
            for (int j = 0; j < count; j++) part[j] = x[i + j];
            Vector.Exp(Vector.Load(part) - Vector.Create(max)).Store(part);
            for (int j = 0; j < count; j++) sum += part[j];
            if (terms is null) continue;
            for (int j = 0; j < count; j++) terms[i + j] = part[j];
        }
        return sum;
    }
}
