namespace Fashion.Keras.Reference;

/// <summary>
/// Crossentropy of class numbers: -log of the probability of the class, from probabilities (normalized to sum 1 and limited
/// to [1e-7, 1 - 1e-7]) or from logits. A class number out of range gives NaN.
/// </summary>
internal static class SparseCrossentropy
{
    private const double Epsilon = 1e-7;

    public static double[] Forward(double[] scores, double[] classes, int width, bool fromLogits)
    {
        double[] probabilities = fromLogits ? Softmax.Forward(scores, width, log: true) : Normalized(scores, width);
        var y = new double[classes.Length];
        for (int row = 0; row < y.Length; row++)
        {
            if (!InRange(classes[row], width)) y[row] = double.NaN;
            else if (fromLogits) y[row] = -probabilities[row * width + (int)classes[row]];
            else y[row] = -Math.Log(Math.Clamp(probabilities[row * width + (int)classes[row]], Epsilon, 1 - Epsilon));
        }
        return y;
    }

    /// <summary>
    /// Logits: g * (softmax - one hot). Probabilities, with q = p / s and s = sum of p: -g/q_class * (one hot - q_class) / s,
    /// and 0 where q_class was limited.
    /// </summary>
    public static double[] Backward(double[] scores, double[] classes, double[] gradients, int width, bool fromLogits)
    {
        double[] probabilities = fromLogits ? Softmax.Forward(scores, width, log: false) : Normalized(scores, width);
        var y = new double[scores.Length];
        for (int row = 0; row < classes.Length; row++)
        {
            Span<double> slope = y.AsSpan(row * width, width);
            if (!InRange(classes[row], width))
            {
                slope.Fill(double.NaN);
                continue;
            }
            int target = (int)classes[row];
            double q = probabilities[row * width + target], sum = 0;
            for (int i = 0; i < width; i++) sum += scores[row * width + i];
            for (int i = 0; i < width; i++)
            {
                double hot = i == target ? 1 : 0;
                if (fromLogits) slope[i] = gradients[row] * (probabilities[row * width + i] - hot);
                else if (!(q < Epsilon || q > 1 - Epsilon)) slope[i] = gradients[row] * (q - hot) / (q * sum);
            }
        }
        return y;
    }

    private static bool InRange(double index, int width) => index > -1 && index < width;

    private static double[] Normalized(double[] x, int width)
    {
        var y = new double[x.Length];
        for (int row = 0; row < x.Length; row += width)
        {
            double sum = 0;
            for (int i = 0; i < width; i++) sum += x[row + i];
            for (int i = 0; i < width; i++) y[row + i] = x[row + i] / sum;
        }
        return y;
    }
}
