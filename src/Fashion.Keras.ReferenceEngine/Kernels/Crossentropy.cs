namespace Fashion.Keras.Reference;

/// <summary>
/// Crossentropy of one-hot or soft targets: -sum(y * log q), q being probabilities (normalized to sum 1 and limited to
/// [1e-7, 1 - 1e-7]) or the softmax of logits.
/// </summary>
internal static class Crossentropy
{
    private const double Epsilon = 1e-7;

    public static double[] Forward(double[] scores, double[] targets, int width, bool fromLogits)
    {
        double[] logarithms = fromLogits ? Softmax.Forward(scores, width, log: true) : new double[scores.Length];
        var y = new double[scores.Length / width];
        for (int row = 0; row < y.Length; row++)
        {
            double sum = Sum(scores, row, width);
            for (int i = row * width; i < (row + 1) * width; i++)
                y[row] -= targets[i] * (fromLogits ? logarithms[i] : Math.Log(Math.Clamp(scores[i] / sum, Epsilon, 1 - Epsilon)));
        }
        return y;
    }

    /// <summary>
    /// Logits: g * (softmax * sum of y - y). Probabilities, with q = p / s, s = sum of p and a = -y / q (0 where q was
    /// limited): g * (a - sum of a * q) / s.
    /// </summary>
    public static double[] Backward(double[] scores, double[] targets, double[] gradients, int width, bool fromLogits)
    {
        double[] softmax = fromLogits ? Softmax.Forward(scores, width, log: false) : [];
        var slopes = new double[scores.Length];
        for (int row = 0; row < gradients.Length; row++)
        {
            double sum = Sum(scores, row, width), total = Sum(targets, row, width), mean = 0;
            for (int i = row * width; i < (row + 1) * width; i++)
            {
                double q = scores[i] / sum;
                slopes[i] = fromLogits ? softmax[i] * total - targets[i] : q is < Epsilon or > 1 - Epsilon ? 0 : -targets[i] / q;
                mean += slopes[i] * q;
            }
            for (int i = row * width; i < (row + 1) * width; i++)
                slopes[i] = gradients[row] * (fromLogits ? slopes[i] : (slopes[i] - mean) / sum);
        }
        return slopes;
    }

    private static double Sum(double[] x, int row, int width)
    {
        double sum = 0;
        for (int i = row * width; i < (row + 1) * width; i++) sum += x[i];
        return sum;
    }
}
