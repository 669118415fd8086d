using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta per channel (the last axis) with the batch's own moments, and its
/// gradient. The rows are cut into pieces (a sample each). Moments: per piece the mean and the sum of squared distances from
/// it, in two passes while the piece is in the cache; pieces are joined in order by the rule of Chan, Golub and LeVeque
/// (1979), which loses no digits to large means. Everything is summed in single precision, per channel, in row order, and
/// does not depend on the number of threads. Tail channels: one by one.
/// </summary>
internal static unsafe class BatchNormalization
{
    /// <summary>Moments of one piece: <paramref name="moments"/> takes the means, behind them the sums of squared distances.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Moments(float* x, float* moments, int rows, int channels)
    {
        float* mean = moments, square = moments + channels;
        float scale = 1f / rows;
        int c = 0;
        for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
        {
            Vector<float> s0 = default, s1 = default;
            int r = 0;
            for (; r < rows - 1; r += 2)
            {
                s0 += Vector.Load(x + c + (nint)r * channels);
                s1 += Vector.Load(x + c + (nint)(r + 1) * channels);
            }
            if (r < rows) s0 += Vector.Load(x + c + (nint)r * channels);
            Vector<float> m = (s0 + s1) * scale;
            s0 = s1 = default;
            for (r = 0; r < rows - 1; r += 2)
            {
                Vector<float> d0 = Vector.Load(x + c + (nint)r * channels) - m, d1 = Vector.Load(x + c + (nint)(r + 1) * channels) - m;
                s0 = Vector.MultiplyAddEstimate(d0, d0, s0);
                s1 = Vector.MultiplyAddEstimate(d1, d1, s1);
            }
            if (r < rows)
            {
                Vector<float> d = Vector.Load(x + c + (nint)r * channels) - m;
                s0 = Vector.MultiplyAddEstimate(d, d, s0);
            }
            m.Store(mean + c);
            (s0 + s1).Store(square + c);
        }
        for (; c < channels; c++)
        {
            float sum = 0, distance = 0;
            for (int r = 0; r < rows; r++) sum += x[c + (nint)r * channels];
            float m = sum * scale;
            for (int r = 0; r < rows; r++) distance += (x[c + (nint)r * channels] - m) * (x[c + (nint)r * channels] - m);
            mean[c] = m;
            square[c] = distance;
        }
    }

    /// <summary>Mean and biased variance of all pieces together.</summary>
    public static void Join(float* moments, int pieces, int rowsPerPiece, int channels, float* mean, float* variance)
    {
        for (int c = 0; c < channels; c++)
        {
            double m = 0, square = 0;
            for (int p = 0; p < pieces; p++)
            {
                double delta = moments[(nint)p * 2 * channels + c] - m;
                m += delta / (p + 1);
                square += moments[(nint)p * 2 * channels + channels + c] + delta * delta * rowsPerPiece * p / (p + 1);
            }
            mean[c] = (float)m;
            variance[c] = (float)(square / ((double)pieces * rowsPerPiece));
        }
    }

    /// <summary>y = x * factor + shift per channel, with factor = gamma / sqrt(variance + epsilon) and shift = beta - mean * factor computed into the scratch memory (2 per channel).</summary>
    public static void Normalize(float* x, float* gamma, float* beta, float* mean, float* variance, float epsilon, float* y, int rows, int channels, float* scratch)
    {
        float* factor = scratch, shift = scratch + channels;
        for (int c = 0; c < channels; c++)
        {
            factor[c] = gamma[c] / MathF.Sqrt(variance[c] + epsilon);
            shift[c] = beta[c];
        }
        Rows(x, mean, factor, shift, y, rows, channels);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows(float* x, float* mean, float* factor, float* shift, float* y, int rows, int channels)
    {
        for (int r = 0; r < rows; r++, x += channels, y += channels)
        {
            int c = 0;
            for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
                Vector.MultiplyAddEstimate(Vector.Load(x + c) - Vector.Load(mean + c), Vector.Load(factor + c), Vector.Load(shift + c)).Store(y + c);
            for (; c < channels; c++) y[c] = (x[c] - mean[c]) * factor[c] + shift[c];
        }
    }

    /// <summary>Sums of one piece for the gradient: of g, behind them of g (x - mean).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GradientSums(float* x, float* mean, float* gradients, float* sums, int rows, int channels)
    {
        int c = 0;
        for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
        {
            Vector<float> m = Vector.Load(mean + c), s = default, d = default;
            for (nint r = 0; r < rows; r++)
            {
                Vector<float> g = Vector.Load(gradients + c + r * channels);
                s += g;
                d = Vector.MultiplyAddEstimate(g, Vector.Load(x + c + r * channels) - m, d);
            }
            s.Store(sums + c);
            d.Store(sums + channels + c);
        }
        for (; c < channels; c++)
        {
            float s = 0, d = 0;
            for (nint r = 0; r < rows; r++)
            {
                s += gradients[c + r * channels];
                d += gradients[c + r * channels] * (x[c + r * channels] - mean[c]);
            }
            sums[c] = s;
            sums[channels + c] = d;
        }
    }

    /// <summary>dbeta = sum of g and dgamma = sum of g (x - mean) / s over all pieces, in order.</summary>
    public static void JoinGradients(float* sums, int pieces, int channels, float* variance, float epsilon, float* gamma, float* beta)
    {
        for (int c = 0; c < channels; c++)
        {
            double s = 0, d = 0;
            for (int p = 0; p < pieces; p++)
            {
                s += sums[(nint)p * 2 * channels + c];
                d += sums[(nint)p * 2 * channels + channels + c];
            }
            beta[c] = (float)s;
            gamma[c] = (float)(d / Math.Sqrt(variance[c] + (double)epsilon));
        }
    }

    /// <summary>dx = f (g - dbeta / n) - f n' (x - mean) with f = gamma / s and n' = dgamma / (n s); scratch: 3 per channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* x, float* gamma, float* mean, float* variance, float epsilon, float* gradients, float* dgamma, float* dbeta, int totalRows, float* dx, int rows, int channels, float* scratch)
    {
        float* factor = scratch, shift = scratch + channels, slope = scratch + 2 * channels;
        for (int i = 0; i < channels; i++)
        {
            float inverse = 1 / MathF.Sqrt(variance[i] + epsilon);
            factor[i] = gamma[i] * inverse;
            shift[i] = factor[i] * dbeta[i] / totalRows;
            slope[i] = factor[i] * dgamma[i] * inverse / totalRows;
        }
        for (int r = 0; r < rows; r++, x += channels, gradients += channels, dx += channels)
        {
            int c = 0;
            for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
                (Vector.Load(gradients + c) * Vector.Load(factor + c) - Vector.Load(shift + c) - (Vector.Load(x + c) - Vector.Load(mean + c)) * Vector.Load(slope + c)).Store(dx + c);
            for (; c < channels; c++) dx[c] = gradients[c] * factor[c] - shift[c] - (x[c] - mean[c]) * slope[c];
        }
    }
}
