namespace Fashion.Keras.Reference;

/// <summary>exp(x - max) / sum of that, per row, or its logarithm.</summary>
internal static class Softmax
{
    public static double[] Forward(double[] x, int width, bool log)
    {
        var y = new double[x.Length];
        for (int row = 0; row < x.Length; row += width)
        {
            double max = double.NegativeInfinity, sum = 0;
            for (int i = 0; i < width; i++) max = Math.Max(max, x[row + i]);
            for (int i = 0; i < width; i++) sum += Math.Exp(x[row + i] - max);
            for (int i = 0; i < width; i++) y[row + i] = log ? x[row + i] - max - Math.Log(sum) : Math.Exp(x[row + i] - max) / sum;
        }
        return y;
    }
}
