namespace Fashion.Keras.Reference;

/// <summary>A table whose rows at truncated row numbers are changed by other rows, one after the other.</summary>
internal static class Scatter
{
    public static double[] Forward(double[] table, double[] numbers, double[] rows, int width, Func<double, double, double> change)
    {
        double[] y = [.. table];
        for (int i = 0; i < numbers.Length; i++)
            for (int j = 0; j < width; j++) y[(int)numbers[i] * width + j] = change(y[(int)numbers[i] * width + j], rows[i * width + j]);
        return y;
    }
}
