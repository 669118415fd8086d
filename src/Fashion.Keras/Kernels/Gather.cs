namespace Fashion.Keras.Kernels;

/// <summary>Rows of a row-major table at truncated row numbers, limited to the table (NaN: row 0); and adding rows into a table.</summary>
internal static unsafe class Gather
{
    public static void Forward(float* table, float* indices, float* y, int count, int rows, int width)
    {
        for (int i = 0; i < count; i++, y += width)
            new ReadOnlySpan<float>(table + (nint)Row(indices[i], rows) * width, width).CopyTo(new Span<float>(y, width));
    }

    /// <summary>Adds the values that belong to table rows <paramref name="first"/> to <paramref name="end"/>, in their order, to zeros.</summary>
    public static void ScatterAdd(float* indices, float* values, float* table, int count, int rows, int width, int first, int end)
    {
        new Span<float>(table + (nint)first * width, (end - first) * width).Clear();
        for (int i = 0; i < count; i++, values += width)
        {
            int row = Row(indices[i], rows);
            if (row < first || row >= end) continue;
            ElementwiseLoops.Binary<BinaryFunctions.Add>(table + (nint)row * width, values, table + (nint)row * width, width);
        }
    }

    private static int Row(float index, int rows) => float.IsNaN(index) ? 0 : (int)Math.Clamp(index, 0, rows - 1);
}
