namespace Fashion.Keras.Reference;

/// <summary>Repeats axes of size 1, and missing leading axes, up to the target sizes.</summary>
internal static class Broadcast
{
    public static double[] Forward(double[] x, ReadOnlySpan<int> xSizes, ReadOnlySpan<int> sizes)
    {
        int[] strides = Layout.Repeated(xSizes, sizes);
        var y = new double[Layout.Count(sizes)];
        for (int i = 0; i < y.Length; i++) y[i] = x[Layout.At(i, sizes, strides)];
        return y;
    }
}
