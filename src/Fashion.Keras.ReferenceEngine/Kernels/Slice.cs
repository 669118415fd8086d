namespace Fashion.Keras.Reference;

/// <summary>A block: from start, as many elements per axis as sizes says.</summary>
internal static class Slice
{
    public static double[] Forward(double[] x, ReadOnlySpan<int> xSizes, ReadOnlySpan<int> start, ReadOnlySpan<int> sizes)
    {
        int[] strides = Layout.Strides(xSizes);
        int first = 0;
        for (int i = 0; i < start.Length; i++) first += start[i] * strides[i];
        var y = new double[Layout.Count(sizes)];
        for (int i = 0; i < y.Length; i++) y[i] = x[first + Layout.At(i, sizes, strides)];
        return y;
    }
}
