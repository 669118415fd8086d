namespace Fashion.Keras.Reference;

/// <summary>Rows of a table at truncated row numbers, which must lie in the table; and the way back, adding rows into a table.</summary>
internal static class Gather
{
    /// <summary>The place of the first number that is no row of the table, or -1.</summary>
    public static int FirstOutOfRange(double[] numbers, int rows) =>
        Array.FindIndex(numbers, n => !(Math.Truncate(n) >= 0 && Math.Truncate(n) < rows));

    public static double[] Forward(double[] table, double[] numbers, int width)
    {
        var y = new double[numbers.Length * width];
        for (int i = 0; i < numbers.Length; i++) Array.Copy(table, (int)numbers[i] * width, y, i * width, width);
        return y;
    }

    public static double[] ScatterAdd(double[] numbers, double[] values, int rows, int width)
    {
        var table = new double[rows * width];
        for (int i = 0; i < numbers.Length; i++)
            for (int j = 0; j < width; j++) table[(int)numbers[i] * width + j] += values[i * width + j];
        return table;
    }
}
