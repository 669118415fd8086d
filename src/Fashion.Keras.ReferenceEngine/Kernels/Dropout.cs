using Fashion.Keras.Kernels;

namespace Fashion.Keras.Reference;

/// <summary>
/// Zeroes elements by <see cref="RandomBits"/> over the row-major places of the noise, and scales the others by 1 / (1 - rate).
/// </summary>
internal static class Dropout
{
    public static double[] Forward(double[] x, ReadOnlySpan<int> xSizes, ReadOnlySpan<int> noiseSizes, float rate, ulong key)
    {
        int[] strides = Layout.Repeated(noiseSizes, xSizes);
        ulong threshold = RandomBits.DropThreshold(rate);
        var y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
            if (RandomBits.Bits(key, (uint)Layout.At(i, xSizes, strides)) >= threshold) y[i] = x[i] / (1 - (double)rate);
        return y;
    }
}
