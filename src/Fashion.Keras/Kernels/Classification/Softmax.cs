using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// exp(x - max) / sum of each row, or the logarithm of that. The row maximum is taken off first, so nothing overflows; a NaN
/// makes its whole row NaN. Rows are summed from left to right.
/// </summary>
internal static unsafe class Softmax
{
    /// <summary>The code of <see cref="Forward"/>.</summary>
    public static readonly KernelCode ForwardCode = KernelCode.OfRunning(x => Forward(x, x, 1, 8));

    /// <summary>y = softmax(x); y may be x.</summary>
    public static void Forward(float* x, float* y, int rows, int width)
    {
        KernelGuard.Count(rows);
        KernelGuard.AtLeast(width, 1);
        KernelGuard.AtMost((long)rows * width, int.MaxValue);
        KernelGuard.Memory(x, (long)rows * width);
        KernelGuard.Memory(y, (long)rows * width);
        KernelGuard.SameOrApart(y, x, (long)rows * width);
        for (int r = 0; r < rows; r++)
        {
            float* source = x + (nint)r * width, row = y + (nint)r * width;
            float max = Max(source, width);
            for (int i = 0; i < width; i++) row[i] = source[i] - max;
        }
        // One call for all rows: long arrays are where the vector unit pays.
        ElementwiseLoops.Wide<UnaryFunctions.Exp>(y, y, rows * width);
        for (int r = 0; r < rows; r++)
        {
            float* row = y + (nint)r * width;
            float sum = 0;
            for (int i = 0; i < width; i++) sum += row[i];
            float scale = 1 / sum;
            for (int i = 0; i < width; i++) row[i] *= scale;
        }
    }

    /// <summary>y = log(softmax(x)); y may be x.</summary>
    public static void LogForward(float* x, float* y, int rows, int width)
    {
        KernelGuard.Count(rows);
        KernelGuard.AtLeast(width, 1);
        KernelGuard.AtMost((long)rows * width, int.MaxValue);
        KernelGuard.Memory(x, (long)rows * width);
        KernelGuard.Memory(y, (long)rows * width);
        KernelGuard.SameOrApart(y, x, (long)rows * width);
        for (int r = 0; r < rows; r++)
        {
            float* source = x + (nint)r * width, row = y + (nint)r * width;
            float max = Max(source, width), sum = 0;
            for (int i = 0; i < width; i++) sum += MathF.Exp(source[i] - max);
            float shift = max + MathF.Log(sum);
            for (int i = 0; i < width; i++) row[i] = source[i] - shift;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Max(float* row, int width)
    {
        float max = row[0];
        for (int i = 1; i < width; i++) max = MathF.Max(max, row[i]);
        return max;
    }
}
