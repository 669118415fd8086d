namespace Fashion.Keras.Reference;

/// <summary>
/// z[b, i, j] = sum over p of x[b, i, p] * y[b, p, j], either side stored transposed; with one matrix y for all b when
/// <c>shareRight</c> is set.
/// </summary>
internal static class MatMul
{
    public static double[] Forward(double[] x, double[] y, int batch, int rows, int inner, int columns, bool transposeLeft,
        bool transposeRight, bool shareRight)
    {
        var z = new double[batch * rows * columns];
        for (int b = 0; b < batch; b++)
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++)
                {
                    double sum = 0;
                    for (int p = 0; p < inner; p++)
                    {
                        int left = transposeLeft ? p * rows + i : i * inner + p;
                        int right = transposeRight ? j * inner + p : p * columns + j;
                        sum += x[b * rows * inner + left] * y[(shareRight ? 0 : b * inner * columns) + right];
                    }
                    z[(b * rows + i) * columns + j] = sum;
                }
        return z;
    }
}
