namespace Fashion.Keras.Reference;

/// <summary>Row-major index arithmetic that the scalar twins share.</summary>
internal static class Layout
{
    public static int Count(ReadOnlySpan<int> sizes)
    {
        int count = 1;
        foreach (int size in sizes) count *= size;
        return count;
    }

    /// <summary>Distance between neighbours along each axis.</summary>
    public static int[] Strides(ReadOnlySpan<int> sizes)
    {
        var strides = new int[sizes.Length];
        for (int i = sizes.Length - 1, step = 1; i >= 0; step *= sizes[i--]) strides[i] = step;
        return strides;
    }

    /// <summary>
    /// Strides for walking <paramref name="sizes"/> as if repeated up to <paramref name="target"/>: 0 along repeated and missing axes.
    /// </summary>
    public static int[] Repeated(ReadOnlySpan<int> sizes, ReadOnlySpan<int> target)
    {
        int[] own = Strides(sizes);
        var strides = new int[target.Length];
        for (int i = 1; i <= sizes.Length; i++) strides[^i] = sizes[^i] == 1 ? 0 : own[^i];
        return strides;
    }

    /// <summary>Where the element at a row-major place of a tensor of these sizes lies under other strides.</summary>
    public static int At(int place, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides)
    {
        int at = 0;
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            at += place % sizes[i] * strides[i];
            place /= sizes[i];
        }
        return at;
    }
}
