namespace Fashion.Keras.Kernels;

/// <summary>Fresh random numbers for elements [first, end), each from <see cref="RandomBits"/> at its own place.</summary>
internal static unsafe class RandomNumbers
{
    /// <summary>Uniform in [0, 1).</summary>
    public static void Uniform(float* y, ulong key, int first, int end)
    {
        KernelGuard.Range(first, end, int.MaxValue);
        KernelGuard.Memory(y, end);
        for (int i = first; i < end; i++) y[i] = RandomBits.Uniform(RandomBits.Bits(key, (uint)i));
    }

    /// <summary>Standard normal.</summary>
    public static void Normal(float* y, ulong key, int first, int end)
    {
        KernelGuard.Range(first, end, int.MaxValue);
        KernelGuard.Memory(y, end);
        for (int i = first; i < end; i++)
            y[i] = RandomBits.Normal(RandomBits.Bits(key, 2 * (uint)i), RandomBits.Bits(key, 2 * (uint)i + 1));
    }
}
