namespace Fashion.Keras.Reference;

/// <summary>Many numbers to one over some axes, folded in row-major order.</summary>
internal static class Reduce
{
    public static double[] Forward(double[] x, ReadOnlySpan<int> xSizes, ReadOnlySpan<int> axes, double start,
        Func<double, double, double> fold)
    {
        int[] kept = xSizes.ToArray();
        foreach (int axis in axes) kept[axis] = 1;
        int[] strides = Layout.Repeated(kept, xSizes);
        var y = new double[Layout.Count(kept)];
        Array.Fill(y, start);
        for (int i = 0; i < x.Length; i++)
        {
            int at = Layout.At(i, xSizes, strides);
            y[at] = fold(y[at], x[i]);
        }
        return y;
    }

    public static double[] Mean(double[] x, ReadOnlySpan<int> xSizes, ReadOnlySpan<int> axes)
    {
        double[] y = Forward(x, xSizes, axes, 0, (a, b) => a + b);
        double count = 1;
        foreach (int axis in axes) count *= xSizes[axis];
        for (int i = 0; i < y.Length; i++) y[i] /= count;
        return y;
    }
}
