namespace Fashion.Keras.Kernels;

/// <summary>
/// Crossentropy of one-hot or soft targets, one value per row: -sum(y * log q). q is, for probabilities, p / sum p limited to
/// [1e-7, 1 - 1e-7] (gradient 0 where limited), for logits their softmax.
/// </summary>
internal static unsafe class Crossentropy
{
    /// <summary>Keras's bounds of a probability, in single precision as Keras has them.</summary>
    internal const float Least = 1e-7f, Most = 1 - 1e-7f;

    public static void Forward(float* scores, float* targets, float* values, int rows, int width, bool fromLogits)
    {
        KernelGuard.Count(rows);
        KernelGuard.AtLeast(width, 1);
        KernelGuard.Memory(scores, (long)rows * width);
        KernelGuard.Memory(targets, (long)rows * width);
        KernelGuard.Memory(values, rows);
        KernelGuard.Apart(values, rows, scores, (long)rows * width);
        KernelGuard.Apart(values, rows, targets, (long)rows * width);
        for (int r = 0; r < rows; r++, scores += width, targets += width)
        {
            float value = 0, shift = fromLogits ? LogSum(scores, width) : 0, scale = fromLogits ? 0 : 1 / Sum(scores, width);
            for (int i = 0; i < width; i++)
                value -= targets[i] * (fromLogits ? scores[i] - shift : MathF.Log(Math.Clamp(scores[i] * scale, Least, Most)));
            values[r] = value;
        }
    }

    /// <summary>
    /// Logits: g * (softmax * sum of y - y). Probabilities, with q = p / s, s = sum of p and a = -y / q (0 where q was
    /// limited): g * (a - sum of a * q) / s.
    /// </summary>
    public static void Backward(float* scores, float* targets, float* gradients, float* slopes, int rows, int width, bool fromLogits)
    {
        KernelGuard.Count(rows);
        KernelGuard.AtLeast(width, 1);
        KernelGuard.Memory(scores, (long)rows * width);
        KernelGuard.Memory(targets, (long)rows * width);
        KernelGuard.Memory(gradients, rows);
        KernelGuard.Memory(slopes, (long)rows * width);
        KernelGuard.Apart(slopes, (long)rows * width, scores, (long)rows * width);
        KernelGuard.Apart(slopes, (long)rows * width, targets, (long)rows * width);
        KernelGuard.Apart(slopes, (long)rows * width, gradients, rows);
        for (int r = 0; r < rows; r++, scores += width, targets += width, slopes += width)
        {
            float shift = fromLogits ? LogSum(scores, width) : 0, total = Sum(targets, width),
                scale = fromLogits ? 0 : 1 / Sum(scores, width), mean = 0;
            for (int i = 0; i < width; i++)
            {
                if (fromLogits)
                {
                    slopes[i] = gradients[r] * (MathF.Exp(scores[i] - shift) * total - targets[i]);
                    continue;
                }
                float q = scores[i] * scale;
                slopes[i] = q is < Least or > Most ? 0 : -targets[i] / q;
                mean += slopes[i] * q;
            }
            if (fromLogits) continue;
            for (int i = 0; i < width; i++) slopes[i] = gradients[r] * (slopes[i] - mean) * scale;
        }
    }

    /// <summary>log(sum(exp(x))) without overflow.</summary>
    internal static float LogSum(float* row, int width)
    {
        float max = row[0], sum = 0;
        for (int i = 1; i < width; i++) max = MathF.Max(max, row[i]);
        for (int i = 0; i < width; i++) sum += MathF.Exp(row[i] - max);
        return max + MathF.Log(sum);
    }

    internal static float Sum(float* row, int width)
    {
        float sum = 0;
        for (int i = 0; i < width; i++) sum += row[i];
        return sum;
    }
}
