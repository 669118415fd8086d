using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>Where the windows of a locally connected layer lie, and which number of its kernel belongs to which connection.</summary>
/// <param name="input">Sizes of the input's spatial axes.</param>
/// <param name="channels">Channels of the input.</param>
/// <param name="options">Filters, sizes, steps and order of the axes.</param>
internal sealed class LocalWindows(Shape input, int channels, ConvolutionOptions options)
{
    private readonly bool _first = options.DataFormat == DataFormat.ChannelsFirst;

    /// <summary>Sizes of the output's spatial axes.</summary>
    public Shape Output { get; } =
        input.Select((size, axis) => WindowRule.Output(size, options.KernelSize[axis], options.Strides[axis], 1, options.Padding))
            .ToArray();

    /// <summary>Zeros before the input: half a window, which is not the rule of convolutions.</summary>
    public int Before(int axis) => options.Padding == Padding.Same ? options.KernelSize[axis] / 2 : 0;

    /// <summary>Zeros after the input, as many as the last window needs.</summary>
    public int After(int axis) =>
        Math.Max(0, (Output[axis] - 1) * options.Strides[axis] + options.KernelSize[axis] - Before(axis) - input[axis]);

    /// <summary>Cells of the padded input, one after the other, that the windows read: window by window, cell by cell.</summary>
    public float[] Cells()
    {
        int[] padded = [.. input.Select((size, axis) => size + Before(axis) + After(axis))];
        return [.. from place in Places(Output) from cell in Places(options.KernelSize)
            select (float)Flat([.. place.Select((p, axis) => p * options.Strides[axis] + cell[axis])], padded)];
    }

    /// <summary>Shape of the kernel in the layout of Keras's implementation 1, 2 or 3.</summary>
    public Shape KernelShape(int implementation) => implementation switch
    {
        1 => [Output.ElementCount, options.KernelSize.ElementCount * channels, options.Filters],
        2 => (int[])[.. Ordered(input, channels), .. Ordered(Output, options.Filters)],
        _ => [Connections().Count(c => c is not null)],
    };

    /// <summary>
    /// For every number of the layout (windows, cells * channels, filters) its place in the one of implementation 2 or 3; the place
    /// after the last one for a cell outside of the input.
    /// </summary>
    public float[] Places(int implementation)
    {
        (long Output, long Input)?[] connections = [.. Connections()];
        if (implementation == 2)
        {
            long outputs = Output.ElementCount * (long)options.Filters, outside = outputs * input.ElementCount * channels;
            return [.. connections.Select(c => (float)(c is { } to ? to.Input * outputs + to.Output : outside))];
        }
        // Sorted by output and then by input.
        var order = connections.OfType<(long, long)>().Order().Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i);
        return [.. connections.Select(c => (float)(c is { } to ? order[to] : order.Count))];
    }

    // In the order of implementation 1; null for a cell outside of the input.
    private IEnumerable<(long Output, long Input)?> Connections() =>
        from place in Places(Output)
        from feature in Places(Ordered(options.KernelSize, channels))
        from filter in Enumerable.Range(0, options.Filters)
        select Connection(place, _first ? feature[1..] : feature[..^1], _first ? feature[0] : feature[^1], filter);

    private (long, long)? Connection(int[] place, int[] cell, int channel, int filter)
    {
        int[] at = [.. place.Select((p, axis) => p * options.Strides[axis] + cell[axis] - Before(axis))];
        if (at.Where((position, axis) => position < 0 || position >= input[axis]).Any()) return null;
        return (Flat(Ordered(place, filter), Ordered(Output, options.Filters)), Flat(Ordered(at, channel), Ordered(input, channels)));
    }

    private int[] Ordered(IEnumerable<int> spatial, int channel) => _first ? [channel, .. spatial] : [.. spatial, channel];

    private static long Flat(int[] index, int[] sizes) => index.Zip(sizes).Aggregate(0L, (sum, pair) => sum * pair.Second + pair.First);

    // All indices of a block, the last axis fastest.
    private static IEnumerable<int[]> Places(IEnumerable<int> sizes) =>
        sizes.Aggregate((IEnumerable<int[]>)[[]],
            (places, size) => places.SelectMany(place => Enumerable.Range(0, size).Select(i => (int[])[.. place, i])));
}
