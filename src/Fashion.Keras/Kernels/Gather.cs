namespace Fashion.Keras.Kernels;

/// <summary>Rows of a row-major table at truncated row numbers, limited to the table (NaN: row 0); and adding rows into a table.</summary>
internal static unsafe class Gather
{
    /// <summary>The row of the table for each index.</summary>
    public static void Forward(float* table, float* indices, float* y, in GatherSizes s)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Memory(table, (long)s.Rows * s.Width);
        KernelGuard.Memory(indices, s.Count);
        KernelGuard.Memory(y, (long)s.Count * s.Width);
        KernelGuard.Apart(y, (long)s.Count * s.Width, table, (long)s.Rows * s.Width);
        KernelGuard.Apart(y, (long)s.Count * s.Width, indices, s.Count);
        int rows = s.Rows, width = s.Width;
        for (int i = 0; i < s.Count; i++, y += width)
            new ReadOnlySpan<float>(table + (nint)Row(indices[i], rows) * width, width).CopyTo(new Span<float>(y, width));
    }

    /// <summary>Adds the values that belong to table rows <paramref name="first"/> to <paramref name="end"/>, in their order, to zeros.</summary>
    public static void ScatterAdd(float* indices, float* values, float* table, in GatherSizes s, int first, int end)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(first, end, s.Rows);
        KernelGuard.Memory(indices, s.Count);
        KernelGuard.Memory(values, (long)s.Count * s.Width);
        KernelGuard.Memory(table, (long)s.Rows * s.Width);
        KernelGuard.Apart(table, (long)s.Rows * s.Width, values, (long)s.Count * s.Width);
        KernelGuard.Apart(table, (long)s.Rows * s.Width, indices, s.Count);
        int rows = s.Rows, width = s.Width;
        new Span<float>(table + (nint)first * width, (end - first) * width).Clear();
        for (int i = 0; i < s.Count; i++, values += width)
        {
            int row = Row(indices[i], rows);
            if (row < first || row >= end) continue;
            ElementwiseLoops.Binary<BinaryFunctions.Add>(table + (nint)row * width, values, table + (nint)row * width, width);
        }
    }

    private static int Row(float index, int rows) => float.IsNaN(index) ? 0 : (int)Math.Clamp(index, 0, rows - 1);
}
