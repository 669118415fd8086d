using Fashion.Keras.Configuration;

namespace Fashion.Keras.Layers;

/// <summary>What adaptive poolings share: the size of the output is given, and windows are laid so that they give it.</summary>
/// <remarks>
/// Of n cells along an axis, output i of m pools the cells from floor(i * n / m) up to ceil((i + 1) * n / m), that one left out.
/// Neighbouring windows overlap where m does not divide n, and repeat cells where m is above n.
/// Source: keras.io/api/layers/pooling_layers/adaptive_average_pooling2d and its relatives.
/// </remarks>
public abstract class AdaptivePoolingLayer : Layer
{
    private readonly PoolKind _kind;

    private protected AdaptivePoolingLayer(PoolKind kind, Shape outputSize, DataFormat dataFormat, Shape? inputShape, string? name) : base(name, inputShape)
    {
        _kind = kind;
        OutputSize = WindowRule.Positive(outputSize, GetType().Name, "outputSize");
        DataFormat = dataFormat;
    }

    /// <summary>Size of the output, one number per spatial axis.</summary>
    public Shape OutputSize { get; }

    /// <summary>Where the channel axis stands.</summary>
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        Shape cells = SpatialInput.ChannelsLast(this, inputShape, OutputSize.Rank, DataFormat);
        if (cells[1..^1].Contains(0))
            throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}): an input without cells, {inputShape}, cannot be pooled.") { LayerName = Name, Received = inputShape };
        return SpatialInput.InFormat((int[])[cells[0], .. OutputSize, cells[^1]], DataFormat);
    }

    /// <inheritdoc/>
    protected sealed override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ComputeOutputShape(inputs.Shape);
        return SpatialInput.FromChannelsLast(Pool(SpatialInput.ToChannelsLast(inputs, DataFormat)), DataFormat);
    }

    private SymbolicTensor Pool(SymbolicTensor x)
    {
        Shape cells = x.Shape[1..^1];
        if (cells.Select((size, axis) => size % OutputSize[axis]).All(rest => rest == 0))
        {
            Shape windows = cells.Select((size, axis) => size / OutputSize[axis]).ToArray();
            return PoolingMath.Pool(ClassName, x, _kind, windows, windows, Padding.Valid);
        }
        // The last axis first: so the first of equal largest numbers, row by row, is the one that counts.
        for (int axis = OutputSize.Rank - 1; axis >= 0; axis--) x = Along(x, axis + 1, OutputSize[axis]);
        return x;
    }

    // Windows of one length are gathered cell by cell and pooled together; there are at most three lengths.
    private SymbolicTensor Along(SymbolicTensor x, int axis, int count)
    {
        int size = x.Shape[axis];
        if (size == count) return x;
        var lengths = Enumerable.Range(0, count).Select(i => (Output: i, Start: Start(i), Length: Start(i, up: true) - Start(i))).GroupBy(w => w.Length).ToArray();
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
            return Ops.Reshape(PoolingMath.Pool(ClassName, image, _kind, [windows.Key], [windows.Key], Padding.Valid), [windows.Count(), row.ElementCount]);
        }

        int Start(int i, bool up = false) => (int)(up ? ((i + 1L) * size + count - 1) / count : (long)i * size / count);
    }

    private static SymbolicTensor Take(SymbolicTensor rows, IEnumerable<int> which)
    {
        float[] indices = [.. which.Select(i => (float)i)];
        return Ops.Gather(rows, LayerConstant.Of([indices.Length], indices));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("output_size", OutputSize).Write("data_format", DataFormat);
    }
}
