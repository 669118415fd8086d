namespace Fashion.Keras.Kernels.Reference;

/// <summary>Rows of a table at truncated row numbers, limited to the table; and the way back, adding rows into a table.</summary>
internal static class Gather
{
    public static double[] Forward(double[] table, double[] indices, int rows, int width)
    {
        var y = new double[indices.Length * width];
        for (int i = 0; i < indices.Length; i++) Array.Copy(table, Row(indices[i], rows) * width, y, i * width, width);
        return y;
    }

    public static double[] ScatterAdd(double[] indices, double[] values, int rows, int width)
    {
        var table = new double[rows * width];
        for (int i = 0; i < indices.Length; i++)
            for (int j = 0; j < width; j++) table[Row(indices[i], rows) * width + j] += values[i * width + j];
        return table;
    }

    private static int Row(double index, int rows) => double.IsNaN(index) ? 0 : (int)Math.Clamp(Math.Truncate(index), 0, rows - 1);
}
