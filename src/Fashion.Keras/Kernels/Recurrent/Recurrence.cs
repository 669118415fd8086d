namespace Fashion.Keras.Kernels;

/// <summary>y[t] = a[t] * y[t - 1] + b[t] along rows, from either end; every result is carried on in double precision.</summary>
internal static unsafe class Recurrence
{
    /// <param name="terms">b.</param>
    /// <param name="factors">a, or null for ones.</param>
    /// <param name="y">The results.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Their length.</param>
    /// <param name="reverse">Whether they run from the end.</param>
    public static void Run(float* terms, float* factors, float* y, int rows, int width, bool reverse)
    {
        KernelGuard.Count(rows);
        KernelGuard.Count(width);
        KernelGuard.Memory(terms, (long)rows * width);
        KernelGuard.Memory(factors, factors is null ? 0 : (long)rows * width);
        KernelGuard.Memory(y, (long)rows * width);
        KernelGuard.Apart(y, (long)rows * width, terms, (long)rows * width);
        if (factors is not null) KernelGuard.Apart(y, (long)rows * width, factors, (long)rows * width);
        if (width == 0) return;
        nint step = reverse ? -1 : 1, offset = reverse ? width - 1 : 0;
        for (int r = 0; r < rows; r++, offset += width)
        {
            double last = terms[offset];
            y[offset] = (float)last;
            nint at = offset + step;
            if (factors is null)
                for (int t = 1; t < width; t++, at += step) y[at] = (float)(last += terms[at]);
            else
                for (int t = 1; t < width; t++, at += step) y[at] = (float)(last = factors[at] * last + terms[at]);
        }
    }
}
