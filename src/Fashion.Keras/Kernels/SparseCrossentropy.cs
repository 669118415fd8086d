namespace Fashion.Keras.Kernels;

/// <summary>
/// Crossentropy of class numbers, one value per row: logits give log(sum of e^(x - max)) - (x - max)[class]; probabilities
/// give -log(clip(p / sum p, 1e-7, 1 - 1e-7))[class]. A class number out of range gives NaN. Row-major; rows are short, so
/// only the exponentials are vectors.
/// </summary>
internal static unsafe class SparseCrossentropy
{
    private const float Low = 1e-7f, High = 1 - 1e-7f;

    public static void Forward(float* scores, float* classes, float* y, int rows, int width, bool fromLogits)
    {
        for (int row = 0; row < rows; row++, scores += width)
        {
            if (!InRange(classes[row], width)) y[row] = float.NaN;
            else if (fromLogits)
            {
                float max = Softmax.Max(scores, width);
                y[row] = MathF.Log(Softmax.SumOfExp(scores, width, max, null)) - (scores[(int)classes[row]] - max);
            }
            else y[row] = -MathF.Log(Math.Clamp(scores[(int)classes[row]] / Sum(scores, width), Low, High));
        }
    }

    /// <summary>
    /// Logits: g * (softmax - one hot). Probabilities, with q = p / s and s = sum of p: g * (q - one hot) / (q s), q that of
    /// the class; 0 where it was limited.
    /// </summary>
    public static void Backward(float* scores, float* classes, float* gradients, float* slopes, int rows, int width, bool fromLogits)
    {
        for (int row = 0; row < rows; row++, scores += width, slopes += width)
        {
            var slope = new Span<float>(slopes, width);
            if (!InRange(classes[row], width))
            {
                slope.Fill(float.NaN);
                continue;
            }
            int target = (int)classes[row];
            if (fromLogits)
            {
                float scale = gradients[row] / Softmax.SumOfExp(scores, width, Softmax.Max(scores, width), slopes);
                for (int i = 0; i < width; i++) slopes[i] *= scale;
                slopes[target] -= gradients[row];
                continue;
            }
            float sum = Sum(scores, width), q = scores[target] / sum;
            if (q is < Low or > High) slope.Clear();
            else
            {
                float scale = gradients[row] / (q * sum);
                slope.Fill(q * scale);
                slopes[target] = (q - 1) * scale;
            }
        }
    }

    private static bool InRange(float index, int width) => index > -1 && index < width;

    private static float Sum(float* x, int width)
    {
        float sum = 0;
        for (int i = 0; i < width; i++) sum += x[i];
        return sum;
    }
}
