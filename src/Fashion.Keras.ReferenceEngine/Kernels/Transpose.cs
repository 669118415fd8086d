namespace Fashion.Keras.Reference;

/// <summary>Axes in another order: output axis i is input axis axes[i].</summary>
internal static class Transpose
{
    public static double[] Forward(double[] x, ReadOnlySpan<int> xSizes, ReadOnlySpan<int> axes)
    {
        int[] own = Layout.Strides(xSizes);
        var sizes = new int[axes.Length];
        var strides = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++) (sizes[i], strides[i]) = (xSizes[axes[i]], own[axes[i]]);
        var y = new double[x.Length];
        for (int i = 0; i < y.Length; i++) y[i] = x[Layout.At(i, sizes, strides)];
        return y;
    }
}
