using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>Rows of a table at truncated row numbers, limited to the table; and the way back, adding rows into a table in their order.</summary>
internal static unsafe class Gather
{
    /// <summary>y[i] = table[indices[i]] for <paramref name="count"/> indices.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* table, float* indices, float* y, int count, int rows, int width)
    {
        for (int i = 0; i < count; i++)
            new ReadOnlySpan<float>(table + (nint)Row(indices[i], rows) * width, width).CopyTo(new Span<float>(y + (nint)i * width, width));
    }

    /// <summary>table[indices[i]] += values[i] for the table rows [first, end) only, so that workers can share the table out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScatterAdd(float* indices, float* values, float* table, int count, int rows, int width, int first, int end)
    {
        new Span<float>(table + (nint)first * width, (end - first) * width).Clear();
        for (int i = 0; i < count; i++)
        {
            int row = Row(indices[i], rows);
            if (row < first || row >= end) continue;
            float* sum = table + (nint)row * width, value = values + (nint)i * width;
            for (int j = 0; j < width; j++) sum[j] += value[j];
        }
    }

    private static int Row(float index, int rows) => float.IsNaN(index) ? 0 : (int)Math.Clamp(index, 0, rows - 1);
}
