namespace Fashion.Keras.Reference;

/// <summary>
/// y = gamma * (x - mean) * deviation + beta of each row, with deviation = 1 / sqrt(variance + epsilon) and the row's own mean and biased
/// variance (Ba et al. 2016).
/// </summary>
internal static class LayerNormalization
{
    public static (double[] Y, double[] Saved) Forward(double[] x, double[] gamma, double[] beta, double epsilon)
    {
        int width = gamma.Length, rows = x.Length / width;
        double[] y = new double[x.Length], saved = new double[2 * rows];
        for (int r = 0; r < rows; r++)
        {
            double mean = 0, variance = 0;
            for (int i = 0; i < width; i++) mean += x[r * width + i] / width;
            for (int i = 0; i < width; i++) variance += (x[r * width + i] - mean) * (x[r * width + i] - mean) / width;
            double deviation = 1 / Math.Sqrt(variance + epsilon);
            for (int i = 0; i < width; i++) y[r * width + i] = gamma[i] * (x[r * width + i] - mean) * deviation + beta[i];
            (saved[2 * r], saved[2 * r + 1]) = (mean, deviation);
        }
        return (y, saved);
    }

    /// <summary>
    /// With n = (x - mean) * deviation and g = gamma * dy: dbeta = sum of dy, dgamma = sum of dy n, dx = deviation * (g - mean of g - n *
    /// mean of g n).
    /// </summary>
    public static (double[] X, double[] Gamma, double[] Beta) Backward(double[] x, double[] gamma, double[] saved, double[] gradients)
    {
        int width = gamma.Length, rows = x.Length / width;
        double[] dx = new double[x.Length], dgamma = new double[width], dbeta = new double[width];
        for (int r = 0; r < rows; r++)
        {
            double mean = saved[2 * r], deviation = saved[2 * r + 1], sum = 0, products = 0;
            double Normalized(int i) => (x[r * width + i] - mean) * deviation;
            double Scaled(int i) => gradients[r * width + i] * gamma[i];
            for (int i = 0; i < width; i++)
            {
                sum += Scaled(i) / width;
                products += Scaled(i) * Normalized(i) / width;
                dgamma[i] += gradients[r * width + i] * Normalized(i);
                dbeta[i] += gradients[r * width + i];
            }
            for (int i = 0; i < width; i++) dx[r * width + i] = deviation * (Scaled(i) - sum - Normalized(i) * products);
        }
        return (dx, dgamma, dbeta);
    }
}
