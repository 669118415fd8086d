namespace Fashion.Keras.Reference;

/// <summary>
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta over all axes but the last, with the batch's mean and biased
/// variance (Ioffe and Szegedy, 2015).
/// </summary>
internal static class BatchNormalization
{
    public static (double[] Y, double[] Mean, double[] Variance) Forward(double[] x, double[] gamma, double[] beta, double epsilon)
    {
        int channels = gamma.Length, rows = x.Length / channels;
        double[] y = new double[x.Length], mean = new double[channels], variance = new double[channels];
        for (int i = 0; i < x.Length; i++) mean[i % channels] += x[i] / rows;
        for (int i = 0; i < x.Length; i++) variance[i % channels] += (x[i] - mean[i % channels]) * (x[i] - mean[i % channels]) / rows;
        for (int i = 0; i < x.Length; i++)
        {
            int c = i % channels;
            y[i] = gamma[c] * (x[i] - mean[c]) / Math.Sqrt(variance[c] + epsilon) + beta[c];
        }
        return (y, mean, variance);
    }

    /// <summary>
    /// With n = (x - mean) / s: dbeta = sum of g, dgamma = sum of g n, dx = gamma / s * (g - mean of g - n * mean of g n).
    /// </summary>
    public static (double[] X, double[] Gamma, double[] Beta) Backward(double[] x, double[] gamma, double[] mean, double[] variance,
        double[] gradients, double epsilon)
    {
        int channels = gamma.Length, rows = x.Length / channels;
        double[] dx = new double[x.Length], dgamma = new double[channels], dbeta = new double[channels];
        double Normalized(int i) => (x[i] - mean[i % channels]) / Math.Sqrt(variance[i % channels] + epsilon);
        for (int i = 0; i < x.Length; i++)
        {
            dbeta[i % channels] += gradients[i];
            dgamma[i % channels] += gradients[i] * Normalized(i);
        }
        for (int i = 0; i < x.Length; i++)
        {
            int c = i % channels;
            dx[i] = gamma[c] / Math.Sqrt(variance[c] + epsilon) * (gradients[i] - dbeta[c] / rows - Normalized(i) * dgamma[c] / rows);
        }
        return (dx, dgamma, dbeta);
    }
}
