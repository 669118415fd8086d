namespace Fashion.Keras.Kernels;

/// <summary>
/// Elements of rows at positions in them, and adding elements into rows. Precondition: <see cref="RowNumbers"/> has checked the positions.
/// </summary>
internal static unsafe class TakeAlong
{
    /// <summary>The elements of each row at its positions.</summary>
    public static void Forward(float* x, int* positions, float* y, int rows, int width, int taken)
    {
        Check(rows, width, taken, positions);
        KernelGuard.Memory(x, (long)rows * width);
        KernelGuard.Memory(y, (long)rows * taken);
        KernelGuard.Apart(y, (long)rows * taken, x, (long)rows * width);
        KernelGuard.Apart(y, (long)rows * taken, positions, (long)rows * taken);
        for (int r = 0; r < rows; r++, x += width, positions += taken, y += taken)
            for (int i = 0; i < taken; i++) y[i] = x[positions[i]];
    }

    /// <summary>Adds the elements of each row at its positions to zeros.</summary>
    public static void Add(int* positions, float* values, float* y, int rows, int width, int taken)
    {
        Check(rows, width, taken, positions);
        KernelGuard.Memory(values, (long)rows * taken);
        KernelGuard.Memory(y, (long)rows * width);
        KernelGuard.Apart(y, (long)rows * width, values, (long)rows * taken);
        KernelGuard.Apart(y, (long)rows * width, positions, (long)rows * taken);
        for (int r = 0; r < rows; r++, values += taken, positions += taken, y += width)
        {
            new Span<float>(y, width).Clear();
            for (int i = 0; i < taken; i++) y[positions[i]] += values[i];
        }
    }

    [System.Diagnostics.Conditional(KernelGuard.Symbol)]
    private static void Check(int rows, int width, int taken, int* positions)
    {
        KernelGuard.Count(rows);
        KernelGuard.Count(width);
        KernelGuard.Count(taken);
        KernelGuard.Memory(positions, (long)rows * taken);
        KernelGuard.Holds(RowNumbers.AreBelow(positions, rows * taken, width), (rows, width, taken));
    }
}
