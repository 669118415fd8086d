using Fashion.Keras.Kernels;

namespace Fashion.Keras.Reference;

/// <summary>Fresh random numbers, element by element from <see cref="RandomBits"/>.</summary>
internal static class RandomNumbers
{
    public static double[] Uniform(int count, ulong key)
    {
        var y = new double[count];
        for (int i = 0; i < count; i++) y[i] = RandomBits.Uniform(RandomBits.Bits(key, (uint)i));
        return y;
    }

    public static double[] Normal(int count, ulong key)
    {
        var y = new double[count];
        for (int i = 0; i < count; i++) y[i] = RandomBits.Normal(RandomBits.Bits(key, 2 * (uint)i), RandomBits.Bits(key, 2 * (uint)i + 1));
        return y;
    }
}
