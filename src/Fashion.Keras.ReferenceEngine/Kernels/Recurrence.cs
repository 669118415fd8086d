namespace Fashion.Keras.Reference;

/// <summary>y[t] = a[t] * y[t - 1] + b[t] along each row, from either end; without factors a sum.</summary>
internal static class Recurrence
{
    public static double[] Forward(double[] terms, double[]? factors, int width, bool reverse)
    {
        var y = new double[terms.Length];
        for (int row = 0; row < y.Length; row += width)
            for (int t = 0; t < width; t++)
            {
                int at = row + (reverse ? width - 1 - t : t), before = reverse ? at + 1 : at - 1;
                y[at] = t == 0 ? terms[at] : (factors is null ? 1 : factors[at]) * y[before] + terms[at];
            }
        return y;
    }
}
