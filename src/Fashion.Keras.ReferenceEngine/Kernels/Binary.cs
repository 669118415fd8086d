namespace Fashion.Keras.Reference;

/// <summary>Functions of two numbers, element by element, with broadcasting.</summary>
internal static class Binary
{
    public static double[] Forward(double[] x, ReadOnlySpan<int> xSizes, double[] y, ReadOnlySpan<int> ySizes, ReadOnlySpan<int> sizes,
        Func<double, double, double> function)
    {
        int[] xStrides = Layout.Repeated(xSizes, sizes), yStrides = Layout.Repeated(ySizes, sizes);
        var z = new double[Layout.Count(sizes)];
        for (int i = 0; i < z.Length; i++) z[i] = function(x[Layout.At(i, sizes, xStrides)], y[Layout.At(i, sizes, yStrides)]);
        return z;
    }
}
