namespace Fashion.Keras.Kernels;

/// <summary>
/// Crossentropy of class numbers, one value per row: -log q[class] with q as in <see cref="Crossentropy"/>. A class number
/// out of range gives NaN.
/// </summary>
internal static unsafe class SparseCrossentropy
{
    /// <summary>The code of <c>Forward</c>.</summary>
    public static readonly KernelCode ForwardCode = KernelCode.Of(typeof(SparseCrossentropy), nameof(Forward));

    /// <summary>The code of <c>Backward</c>.</summary>
    public static readonly KernelCode BackwardCode = KernelCode.Of(typeof(SparseCrossentropy), nameof(Backward));

    public static void Forward(float* scores, float* classes, float* values, int rows, int width, bool fromLogits)
    {
        KernelGuard.Count(rows);
        KernelGuard.AtLeast(width, 1);
        KernelGuard.Memory(scores, (long)rows * width);
        KernelGuard.Memory(classes, rows);
        KernelGuard.Memory(values, rows);
        KernelGuard.Apart(values, rows, scores, (long)rows * width);
        KernelGuard.Apart(values, rows, classes, rows);
        for (int r = 0; r < rows; r++, scores += width)
        {
            if (!(classes[r] > -1 && classes[r] < width)) values[r] = float.NaN;
            else if (fromLogits) values[r] = Crossentropy.LogSum(scores, width) - scores[(int)classes[r]];
            else values[r] =
                -MathF.Log(Math.Clamp(scores[(int)classes[r]] / Crossentropy.Sum(scores, width), Crossentropy.Least, Crossentropy.Most));
        }
    }

    /// <summary>
    /// Logits: g * (softmax - one hot). Probabilities, s = sum of p: g / s * (1 - one hot / q of the class), 0 where q was limited.
    /// </summary>
    public static void Backward(float* scores, float* classes, float* gradients, float* slopes, int rows, int width, bool fromLogits)
    {
        KernelGuard.Count(rows);
        KernelGuard.AtLeast(width, 1);
        KernelGuard.Memory(scores, (long)rows * width);
        KernelGuard.Memory(classes, rows);
        KernelGuard.Memory(gradients, rows);
        KernelGuard.Memory(slopes, (long)rows * width);
        KernelGuard.Apart(slopes, (long)rows * width, scores, (long)rows * width);
        KernelGuard.Apart(slopes, (long)rows * width, classes, rows);
        KernelGuard.Apart(slopes, (long)rows * width, gradients, rows);
        for (int r = 0; r < rows; r++, scores += width, slopes += width)
        {
            if (!(classes[r] > -1 && classes[r] < width))
            {
                new Span<float>(slopes, width).Fill(float.NaN);
                continue;
            }
            int target = (int)classes[r];
            if (fromLogits)
            {
                float shift = Crossentropy.LogSum(scores, width);
                for (int i = 0; i < width; i++) slopes[i] = gradients[r] * MathF.Exp(scores[i] - shift);
                slopes[target] -= gradients[r];
                continue;
            }
            float sum = Crossentropy.Sum(scores, width), q = scores[target] / sum;
            if (q is < Crossentropy.Least or > Crossentropy.Most)
            {
                new Span<float>(slopes, width).Clear();
                continue;
            }
            float factor = gradients[r] / (q * sum);
            for (int i = 0; i < width; i++) slopes[i] = factor * q;
            slopes[target] = factor * (q - 1);
        }
    }
}
