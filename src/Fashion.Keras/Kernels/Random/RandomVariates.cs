namespace Fashion.Keras.Kernels;

/// <summary>
/// Random numbers of distributions that take any number of draws, for elements [first, end), each by its own <see cref="RandomVariate"/>.
/// </summary>
internal static unsafe class RandomVariates
{
    /// <summary>Standard normal within -2 and 2.</summary>
    public static void TruncatedNormal(float* y, ulong key, int first, int end)
    {
        KernelGuard.Range(first, end, int.MaxValue);
        KernelGuard.Memory(y, end);
        for (int i = first; i < end; i++) y[i] = (float)new RandomVariate(key, (uint)i).TruncatedNormal();
    }

    /// <summary>Gamma distributed, of scale 1.</summary>
    public static void Gamma(float* alpha, float* y, ulong key, int first, int end)
    {
        KernelGuard.Range(first, end, int.MaxValue);
        KernelGuard.Memory(alpha, end);
        KernelGuard.Memory(y, end);
        for (int i = first; i < end; i++) y[i] = (float)new RandomVariate(key, (uint)i).Gamma(alpha[i]);
    }

    /// <summary>Beta distributed.</summary>
    public static void Beta(float* alpha, float* beta, float* y, ulong key, int first, int end)
    {
        KernelGuard.Range(first, end, int.MaxValue);
        KernelGuard.Memory(alpha, end);
        KernelGuard.Memory(beta, end);
        KernelGuard.Memory(y, end);
        for (int i = first; i < end; i++) y[i] = (float)new RandomVariate(key, (uint)i).Beta(alpha[i], beta[i]);
    }

    /// <summary>Successes of so many trials.</summary>
    public static void Binomial(float* counts, float* probabilities, float* y, ulong key, int first, int end)
    {
        KernelGuard.Range(first, end, int.MaxValue);
        KernelGuard.Memory(counts, end);
        KernelGuard.Memory(probabilities, end);
        KernelGuard.Memory(y, end);
        for (int i = first; i < end; i++) y[i] = (float)new RandomVariate(key, (uint)i).Binomial(counts[i], probabilities[i]);
    }

    /// <summary>The numbers 0 to count - 1 in another order (Fisher and Yates).</summary>
    public static void Permutation(float* y, ulong key, int count)
    {
        KernelGuard.Memory(y, count);
        var draws = new RandomVariate(key, 0);
        for (int i = 0; i < count; i++)
        {
            int place = draws.Below(i + 1);
            y[i] = y[place];
            y[place] = i;
        }
    }
}
