namespace Fashion.Keras.Reference;

/// <summary>Position of the largest number of each row, the first of equals; the first NaN if there is one.</summary>
internal static class ArgMax
{
    public static double[] Forward(double[] x, int width)
    {
        var y = new double[x.Length / width];
        for (int row = 0; row < y.Length; row++)
        {
            int best = 0;
            for (int i = 1; i < width; i++)
            {
                double candidate = x[row * width + i], champion = x[row * width + best];
                if (candidate > champion || (double.IsNaN(candidate) && !double.IsNaN(champion))) best = i;
            }
            y[row] = best;
        }
        return y;
    }
}
