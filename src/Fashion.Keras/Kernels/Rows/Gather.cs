namespace Fashion.Keras.Kernels;

/// <summary>
/// Rows of a row-major table at row numbers, and adding rows into a table. Precondition: <see cref="RowNumbers"/> has checked the numbers.
/// </summary>
internal static unsafe class Gather
{
    /// <summary>The row of the table for each number.</summary>
    public static void Forward(float* table, int* numbers, float* y, in GatherSizes s)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Memory(table, (long)s.Rows * s.Width);
        KernelGuard.Memory(numbers, s.Count);
        KernelGuard.Memory(y, (long)s.Count * s.Width);
        KernelGuard.Apart(y, (long)s.Count * s.Width, table, (long)s.Rows * s.Width);
        KernelGuard.Apart(y, (long)s.Count * s.Width, numbers, s.Count);
        KernelGuard.Holds(RowNumbers.AreBelow(numbers, s.Count, s.Rows), s);
        int width = s.Width;
        for (int i = 0; i < s.Count; i++, y += width)
            new ReadOnlySpan<float>(table + (nint)numbers[i] * width, width).CopyTo(new Span<float>(y, width));
    }

    /// <summary>
    /// Adds the values that belong to table rows <paramref name="first"/> to <paramref name="end"/>, in their order, to zeros.
    /// </summary>
    public static void ScatterAdd(int* numbers, float* values, float* table, in GatherSizes s, int first, int end)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(first, end, s.Rows);
        KernelGuard.Memory(numbers, s.Count);
        KernelGuard.Memory(values, (long)s.Count * s.Width);
        KernelGuard.Memory(table, (long)s.Rows * s.Width);
        KernelGuard.Apart(table, (long)s.Rows * s.Width, values, (long)s.Count * s.Width);
        KernelGuard.Apart(table, (long)s.Rows * s.Width, numbers, s.Count);
        KernelGuard.Holds(RowNumbers.AreBelow(numbers, s.Count, s.Rows), s);
        int width = s.Width;
        new Span<float>(table + (nint)first * width, (end - first) * width).Clear();
        for (int i = 0; i < s.Count; i++, values += width)
        {
            int row = numbers[i];
            if (row < first || row >= end) continue;
            ElementwiseLoops.Binary<BinaryFunctions.Add>(table + (nint)row * width, values, table + (nint)row * width, width);
        }
    }
}
