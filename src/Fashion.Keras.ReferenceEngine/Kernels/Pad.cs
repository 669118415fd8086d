namespace Fashion.Keras.Reference;

/// <summary>Surrounds a tensor with a constant.</summary>
internal static class Pad
{
    public static double[] Forward(double[] x, ReadOnlySpan<int> xSizes, ReadOnlySpan<int> before, ReadOnlySpan<int> sizes, double fill)
    {
        int[] strides = Layout.Strides(sizes);
        int first = 0;
        for (int i = 0; i < before.Length; i++) first += before[i] * strides[i];
        var y = new double[Layout.Count(sizes)];
        Array.Fill(y, fill);
        for (int i = 0; i < x.Length; i++) y[first + Layout.At(i, xSizes, strides)] = x[i];
        return y;
    }
}
