using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Batch normalization over rows of channels: y = gamma * (x - mean) / sqrt(variance + epsilon) + beta with the batch's mean
/// and biased variance (Ioffe and Szegedy, 2015). Rows are summed in fixed blocks whose results are combined in order, so the
/// numbers do not depend on who sums which block. Channels are the vector lanes; the last few are done one by one.
/// </summary>
internal static unsafe class BatchNormalization
{
    /// <summary>The code of <c>Moments</c>.</summary>
    public static readonly KernelCode MomentsCode = KernelCode.Of(typeof(BatchNormalization), nameof(Moments), nameof(Accumulate));

    /// <summary>The code of <c>Combine</c> and <c>Normalize</c>.</summary>
    public static readonly KernelCode NormalizeCode = KernelCode.Of(typeof(BatchNormalization), nameof(Combine), nameof(Normalize));

    /// <summary>The code of <c>GradientSums</c>.</summary>
    public static readonly KernelCode GradientSumsCode = KernelCode.Of(typeof(BatchNormalization), nameof(GradientSums));

    /// <summary>The code of <c>CombineGradients</c> and <c>Backward</c>.</summary>
    public static readonly KernelCode BackwardCode = KernelCode.Of(typeof(BatchNormalization), nameof(CombineGradients), nameof(Backward));

    /// <summary>
    /// Mean and sum of squared distances of one block of rows, two passes: block[0..channels), block[channels..2 channels).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Moments(float* x, int rows, int channels, float* block)
    {
        KernelGuard.Count(rows);
        KernelGuard.Count(channels);
        KernelGuard.Memory(x, (long)rows * channels);
        KernelGuard.Memory(block, 2L * channels);
        KernelGuard.Apart(block, 2L * channels, x, (long)rows * channels);
        float* mean = block, squares = block + channels;
        new Span<float>(block, 2 * channels).Clear();
        for (int r = 0; r < rows; r++) Accumulate(x + (nint)r * channels, mean, channels);
        float share = 1f / rows;
        for (int c = 0; c < channels; c++) mean[c] *= share;
        for (int r = 0; r < rows; r++)
        {
            float* row = x + (nint)r * channels;
            int c = 0;
            for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
            {
                Vector<float> distance = Vector.Load(row + c) - Vector.Load(mean + c);
                Vector.FusedMultiplyAdd(distance, distance, Vector.Load(squares + c)).Store(squares + c);
            }
            for (; c < channels; c++) squares[c] += (row[c] - mean[c]) * (row[c] - mean[c]);
        }
    }

    /// <summary>Mean and variance of all rows from those of the blocks (Chan, Golub and LeVeque, 1979).</summary>
    /// <param name="blocks">Results of <see cref="Moments"/>, one after the other.</param>
    /// <param name="s">How the rows fall into blocks.</param>
    /// <param name="mean">Result.</param>
    /// <param name="variance">Result, biased.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(float* blocks, in RowBlocks s, float* mean, float* variance)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Memory(blocks, 2L * s.Count * s.Channels);
        KernelGuard.Memory(mean, s.Channels);
        KernelGuard.Memory(variance, s.Channels);
        KernelGuard.Apart(mean, s.Channels, blocks, 2L * s.Count * s.Channels);
        KernelGuard.Apart(variance, s.Channels, blocks, 2L * s.Count * s.Channels);
        int channels = s.Channels, count = s.Count;
        for (int c = 0; c < channels; c++)
        {
            double sum = 0, seen = 0, squares = 0;
            for (int b = 0; b < count; b++)
            {
                double n = s.RowsOf(b), blockMean = blocks[2 * b * channels + c];
                double distance = seen == 0 ? 0 : blockMean - sum / seen;
                squares += blocks[(2 * b + 1) * channels + c] + distance * distance * seen * n / (seen + n);
                sum += blockMean * n;
                seen += n;
            }
            mean[c] = (float)(sum / s.Rows);
            variance[c] = (float)(squares / s.Rows);
        }
    }

    /// <summary>y = (x - mean) * scale + beta with scale = gamma / sqrt(variance + epsilon).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(float* x, float* mean, float* scale, float* beta, float* y, int rows, int channels)
    {
        KernelGuard.Count(rows);
        KernelGuard.Count(channels);
        KernelGuard.Memory(x, (long)rows * channels);
        KernelGuard.Memory(mean, channels);
        KernelGuard.Memory(scale, channels);
        KernelGuard.Memory(beta, channels);
        KernelGuard.Memory(y, (long)rows * channels);
        KernelGuard.SameOrApart(y, x, (long)rows * channels);
        for (int r = 0; r < rows; r++, x += channels, y += channels)
        {
            int c = 0;
            for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
                Vector.FusedMultiplyAdd(Vector.Load(x + c) - Vector.Load(mean + c), Vector.Load(scale + c), Vector.Load(beta + c))
                    .Store(y + c);
            for (; c < channels; c++) y[c] = (x[c] - mean[c]) * scale[c] + beta[c];
        }
    }

    /// <summary>gamma / sqrt(variance + epsilon).</summary>
    public static void Scale(float* gamma, float* variance, float epsilon, float* scale, int channels)
    {
        KernelGuard.Count(channels);
        KernelGuard.Memory(gamma, channels);
        KernelGuard.Memory(variance, channels);
        KernelGuard.Memory(scale, channels);
        for (int c = 0; c < channels; c++) scale[c] = gamma[c] / MathF.Sqrt(variance[c] + epsilon);
    }

    /// <summary>Sums of one block of rows: of dy, and of dy * (x - mean).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GradientSums(float* x, float* dy, float* mean, int rows, int channels, float* block)
    {
        KernelGuard.Count(rows);
        KernelGuard.Count(channels);
        KernelGuard.Memory(x, (long)rows * channels);
        KernelGuard.Memory(dy, (long)rows * channels);
        KernelGuard.Memory(mean, channels);
        KernelGuard.Memory(block, 2L * channels);
        KernelGuard.Apart(block, 2L * channels, x, (long)rows * channels);
        KernelGuard.Apart(block, 2L * channels, dy, (long)rows * channels);
        float* sum = block, products = block + channels;
        new Span<float>(block, 2 * channels).Clear();
        for (int r = 0; r < rows; r++, x += channels, dy += channels)
        {
            int c = 0;
            for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
            {
                Vector<float> gradient = Vector.Load(dy + c);
                (Vector.Load(sum + c) + gradient).Store(sum + c);
                Vector.FusedMultiplyAdd(gradient, Vector.Load(x + c) - Vector.Load(mean + c), Vector.Load(products + c))
                    .Store(products + c);
            }
            for (; c < channels; c++)
            {
                sum[c] += dy[c];
                products[c] += dy[c] * (x[c] - mean[c]);
            }
        }
    }

    /// <summary>Totals of the blocks: dbeta, and dgamma = (sum of dy * (x - mean)) / sqrt(variance + epsilon).</summary>
    public static void CombineGradients(float* blocks, in RowBlocks s, float* variance, float epsilon, float* dgamma, float* dbeta)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Memory(blocks, 2L * s.Count * s.Channels);
        KernelGuard.Memory(variance, s.Channels);
        KernelGuard.Memory(dgamma, s.Channels);
        KernelGuard.Memory(dbeta, s.Channels);
        int channels = s.Channels, count = s.Count;
        for (int c = 0; c < channels; c++)
        {
            double sum = 0, products = 0;
            for (int b = 0; b < count; b++)
            {
                sum += blocks[2 * b * channels + c];
                products += blocks[(2 * b + 1) * channels + c];
            }
            dbeta[c] = (float)sum;
            dgamma[c] = (float)(products / Math.Sqrt((double)variance[c] + epsilon));
        }
    }

    /// <summary>
    /// dx = scale * (dy - dbeta / rows - (x - mean) * slope), slope = dgamma / rows / sqrt(variance + epsilon): the factors per
    /// channel that <see cref="Backward"/> takes.
    /// </summary>
    public static void BackwardFactors(float* variance, float epsilon, float* dgamma, float* dbeta, int rows, int channels, float* share,
        float* slope)
    {
        KernelGuard.Count(rows);
        KernelGuard.Count(channels);
        KernelGuard.Memory(variance, channels);
        KernelGuard.Memory(dgamma, channels);
        KernelGuard.Memory(dbeta, channels);
        KernelGuard.Memory(share, channels);
        KernelGuard.Memory(slope, channels);
        for (int c = 0; c < channels; c++)
        {
            share[c] = dbeta[c] / rows;
            slope[c] = dgamma[c] / rows / MathF.Sqrt(variance[c] + epsilon);
        }
    }

    /// <summary>dx = scale * (dy - share - (x - mean) * slope).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* x, float* dy, float* mean, float* scale, float* share, float* slope, float* dx, int rows,
        int channels)
    {
        KernelGuard.Count(rows);
        KernelGuard.Count(channels);
        KernelGuard.Memory(x, (long)rows * channels);
        KernelGuard.Memory(dy, (long)rows * channels);
        KernelGuard.Memory(mean, channels);
        KernelGuard.Memory(scale, channels);
        KernelGuard.Memory(share, channels);
        KernelGuard.Memory(slope, channels);
        KernelGuard.Memory(dx, (long)rows * channels);
        KernelGuard.SameOrApart(dx, x, (long)rows * channels);
        KernelGuard.SameOrApart(dx, dy, (long)rows * channels);
        for (int r = 0; r < rows; r++, x += channels, dy += channels, dx += channels)
        {
            int c = 0;
            for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
            {
                Vector<float> distance = Vector.Load(x + c) - Vector.Load(mean + c);
                Vector<float> gradient = Vector.Load(dy + c) - Vector.Load(share + c);
                (Vector.FusedMultiplyAdd(-distance, Vector.Load(slope + c), gradient) * Vector.Load(scale + c)).Store(dx + c);
            }
            for (; c < channels; c++) dx[c] = scale[c] * (dy[c] - share[c] - (x[c] - mean[c]) * slope[c]);
        }
    }

    private static void Accumulate(float* row, float* sum, int channels)
    {
        int c = 0;
        for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count) (Vector.Load(sum + c) + Vector.Load(row + c)).Store(sum + c);
        for (; c < channels; c++) sum[c] += row[c];
    }
}
