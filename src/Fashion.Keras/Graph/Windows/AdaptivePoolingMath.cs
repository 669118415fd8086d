namespace Fashion.Keras.Graph;

/// <summary>
/// Poolings to a given size: of n cells along an axis, output i of m pools the cells from floor(i * n / m) up to ceil((i + 1) * n / m),
/// that one left out.
/// </summary>
internal static class AdaptivePoolingMath
{
    /// <summary>Pools (batch, spatial..., channels).</summary>
    /// <param name="name">Class of the layer or the operation, for messages.</param>
    /// <param name="x">The values.</param>
    /// <param name="kind">What a window becomes.</param>
    /// <param name="outputSize">Sizes of the result per spatial axis.</param>
    public static SymbolicTensor Pool(string name, SymbolicTensor x, PoolKind kind, Shape outputSize)
    {
        Shape cells = x.Shape[1..^1];
        if (cells.Select((size, axis) => size % outputSize[axis]).All(rest => rest == 0))
        {
            Shape windows = cells.Select((size, axis) => size / outputSize[axis]).ToArray();
            return PoolingMath.Pool(name, x, kind, windows, windows, Padding.Valid);
        }
        // The last axis first: so the first of equal largest numbers, row by row, is the one that counts.
        for (int axis = outputSize.Rank - 1; axis >= 0; axis--) x = Along(name, x, kind, axis + 1, outputSize[axis]);
        return x;
    }

    // Windows of one length are gathered cell by cell and pooled together; there are at most three lengths.
    private static SymbolicTensor Along(string name, SymbolicTensor x, PoolKind kind, int axis, int count)
    {
        int size = x.Shape[axis];
        if (size == count) return x;
        var lengths = Enumerable.Range(0, count).Select(i => (Output: i, Start: Start(i), Length: Start(i, up: true) - Start(i)))
            .GroupBy(w => w.Length).ToArray();
        int[] swap = [.. Enumerable.Range(0, x.Shape.Rank)];
        (swap[0], swap[axis]) = (axis, 0);
        SymbolicTensor rows = Ops.Transpose(x, swap);
        Shape row = rows.Shape[1..];
        SymbolicTensor pooled = Ops.Concatenate([.. lengths.Select(Group)], axis: 0);
        int[] order = [.. lengths.SelectMany(g => g).Select(w => w.Output)];
        if (lengths.Length > 1) pooled = Take(pooled, Enumerable.Range(0, count).Select(i => Array.IndexOf(order, i)));
        return Ops.Transpose(Ops.Reshape(pooled, row.Prepend(count)), swap);

        SymbolicTensor Group(IGrouping<int, (int Output, int Start, int Length)> windows)
        {
            SymbolicTensor cells = Take(rows, windows.SelectMany(w => Enumerable.Range(w.Start, w.Length)));
            SymbolicTensor image = Ops.Reshape(cells, [1, cells.Shape[0], row.ElementCount]);
            return Ops.Reshape(PoolingMath.Pool(name, image, kind, [windows.Key], [windows.Key], Padding.Valid),
                [windows.Count(), row.ElementCount]);
        }

        int Start(int i, bool up = false) => (int)(up ? ((i + 1L) * size + count - 1) / count : (long)i * size / count);
    }

    private static SymbolicTensor Take(SymbolicTensor rows, IEnumerable<int> which)
    {
        float[] indices = [.. which.Select(i => (float)i)];
        return Ops.Gather(rows, Ops.Fixed([indices.Length], indices));
    }
}
