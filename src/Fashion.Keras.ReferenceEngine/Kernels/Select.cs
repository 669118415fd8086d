namespace Fashion.Keras.Reference;

/// <summary>x where the condition is not 0, else y; with broadcasting. A NaN condition is not 0.</summary>
internal static class Select
{
    public static double[] Forward(double[] condition, ReadOnlySpan<int> conditionSizes, double[] x, ReadOnlySpan<int> xSizes, double[] y,
        ReadOnlySpan<int> ySizes, ReadOnlySpan<int> sizes)
    {
        int[] conditionStrides = Layout.Repeated(conditionSizes, sizes), xStrides = Layout.Repeated(xSizes, sizes),
            yStrides = Layout.Repeated(ySizes, sizes);
        var z = new double[Layout.Count(sizes)];
        for (int i = 0; i < z.Length; i++)
            z[i] = condition[Layout.At(i, sizes, conditionStrides)] != 0
                ? x[Layout.At(i, sizes, xStrides)]
                : y[Layout.At(i, sizes, yStrides)];
        return z;
    }
}
