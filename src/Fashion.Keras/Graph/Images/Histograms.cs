namespace Fashion.Keras.Graph;

/// <summary>Images (batch, height, width, channels) with values from 0 to 255, changed by how frequent their values are.</summary>
internal static class Histograms
{
    /// <summary>Spreads the values of each channel of the whole batch, counted in bins.</summary>
    public static SymbolicTensor Equalize(SymbolicTensor images, int bins)
    {
        int channels = images.Shape[3];
        // As Keras does, one rule to count and another to look up.
        SymbolicTensor counts = Count(Bin(images * (bins - 1) / 255), 1, bins);
        SymbolicTensor sums = Ops.CumSum(counts, axis: -1), all = Ops.Slice(sums, [0, 0, bins - 1], [1, channels, 1]);
        SymbolicTensor first = Ops.Min(Ops.Where(Ops.Greater(sums, 0), sums, float.MaxValue), axis: -1, keepDimensions: true);
        SymbolicTensor table = Ops.Clip(Ops.Round((sums - first) * 255 / Ops.Maximum(all - first, 1)), 0, 255);
        SymbolicTensor isFlat = Ops.Reshape(Ops.Equal(all, first), [1, 1, 1, channels]);
        return Ops.Where(isFlat, images, LookUp(table, Bin(images / 255 * (bins - 1))));

        SymbolicTensor Bin(SymbolicTensor x) => Ops.Trunc(Ops.Clip(x, 0, bins - 1));

        SymbolicTensor LookUp(SymbolicTensor table, SymbolicTensor bin) =>
            Ops.Gather(Ops.Reshape(table, [channels * bins]),
                bin + Ops.Fixed([1, 1, 1, channels], [.. Enumerable.Range(0, channels).Select(c => (float)c * bins)]));
    }

    /// <summary>
    /// Occurrences of the numbers from 0 up to most - 1 in each group of consecutive rows and each channel, (groups, channels, most).
    /// </summary>
    public static SymbolicTensor Count(SymbolicTensor numbers, int groups, int most)
    {
        Shape shape = numbers.Shape;
        if (shape[^1] == 0) throw new ArgumentException($"Images without channels have no histogram, but got {shape}.", nameof(numbers));
        int channels = shape[^1], rows = shape.ElementCount / channels;
        float[] first =
            [.. Enumerable.Range(0, rows * channels).Select(i => (float)most * (i / channels / (rows / groups) * channels + i % channels))];
        SymbolicTensor places = Ops.Reshape(numbers, [rows * channels]) + Ops.Fixed([rows * channels], first);
        return Ops.Reshape(Ops.SegmentSum(Ops.Fixed([rows * channels], [.. Enumerable.Repeat(1f, rows * channels)]), places,
            groups * channels * most), [groups, channels, most]);
    }
}
