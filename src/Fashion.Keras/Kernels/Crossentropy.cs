namespace Fashion.Keras.Kernels;

/// <summary>
/// Crossentropy of one-hot or soft targets, one value per row: logits give -sum(y (x - max - log(sum of e^(x - max))));
/// probabilities give -sum(y log(clip(p / sum p, 1e-7, 1 - 1e-7))). Row-major.
/// </summary>
internal static unsafe class Crossentropy
{
    private const float Low = 1e-7f, High = 1 - 1e-7f;

    public static void Forward(float* scores, float* targets, float* y, int rows, int width, bool fromLogits)
    {
        for (int row = 0; row < rows; row++, scores += width, targets += width)
        {
            float max = fromLogits ? Softmax.Max(scores, width) : 0;
            float scale = fromLogits ? max + MathF.Log(Softmax.SumOfExp(scores, width, max, null)) : Sum(scores, width);
            float loss = 0;
            for (int i = 0; i < width; i++) loss -= targets[i] * (fromLogits ? scores[i] - scale : MathF.Log(Math.Clamp(scores[i] / scale, Low, High)));
            y[row] = loss;
        }
    }

    /// <summary>
    /// Logits: g * (softmax * sum of y - y). Probabilities, with q = p / s, s = sum of p and a = -y / q (0 where q was
    /// limited): g * (a - sum of a q) / s.
    /// </summary>
    public static void Backward(float* scores, float* targets, float* gradients, float* slopes, int rows, int width, bool fromLogits)
    {
        for (int row = 0; row < rows; row++, scores += width, targets += width, slopes += width)
        {
            float g = gradients[row];
            if (fromLogits)
            {
                float scale = Sum(targets, width) / Softmax.SumOfExp(scores, width, Softmax.Max(scores, width), slopes);
                for (int i = 0; i < width; i++) slopes[i] = g * (slopes[i] * scale - targets[i]);
                continue;
            }
            float sum = Sum(scores, width), mean = 0;
            for (int i = 0; i < width; i++)
            {
                float q = scores[i] / sum;
                slopes[i] = q is < Low or > High ? 0 : -targets[i] / q;
                mean += slopes[i] * q;
            }
            for (int i = 0; i < width; i++) slopes[i] = g * (slopes[i] - mean) / sum;
        }
    }

    private static float Sum(float* x, int width)
    {
        float sum = 0;
        for (int i = 0; i < width; i++) sum += x[i];
        return sum;
    }
}
