namespace Fashion.Keras.Kernels;

/// <summary>Changes rows of a table. Precondition: <see cref="RowNumbers"/> has checked the numbers.</summary>
internal static unsafe class Scatter
{
    /// <summary>
    /// Changes the rows <paramref name="first"/> to <paramref name="end"/> of the table by the rows that belong there, in their order.
    /// </summary>
    public static void Run<TFunction>(float* table, int* numbers, float* rows, float* y, in GatherSizes s, int first, int end)
        where TFunction : IBinaryFunction
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(first, end, s.Rows);
        KernelGuard.Memory(table, (long)s.Rows * s.Width);
        KernelGuard.Memory(numbers, s.Count);
        KernelGuard.Memory(rows, (long)s.Count * s.Width);
        KernelGuard.Memory(y, (long)s.Rows * s.Width);
        KernelGuard.Apart(y, (long)s.Rows * s.Width, table, (long)s.Rows * s.Width);
        KernelGuard.Apart(y, (long)s.Rows * s.Width, rows, (long)s.Count * s.Width);
        KernelGuard.Apart(y, (long)s.Rows * s.Width, numbers, s.Count);
        KernelGuard.Holds(RowNumbers.AreBelow(numbers, s.Count, s.Rows), s);
        int width = s.Width;
        new ReadOnlySpan<float>(table + (nint)first * width, (end - first) * width).CopyTo(
            new Span<float>(y + (nint)first * width, (end - first) * width));
        for (int i = 0; i < s.Count; i++, rows += width)
        {
            int row = numbers[i];
            if (row < first || row >= end) continue;
            ElementwiseLoops.Binary<TFunction>(y + (nint)row * width, rows, y + (nint)row * width, width);
        }
    }
}
