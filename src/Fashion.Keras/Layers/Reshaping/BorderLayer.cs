using Fashion.Keras.Data;

namespace Fashion.Keras.Layers;

/// <summary>What layers share that add or cut away borders of sequences, images and volumes.</summary>
public abstract class BorderLayer : Layer
{
    private readonly Margin1D[] _margins;
    private readonly int _sign;

    private protected BorderLayer(Margin1D[] margins, bool crop, DataFormat dataFormat, Shape? inputShape, string? name)
        : base(name, inputShape)
    {
        if (Array.Exists(margins, m => m.Before < 0 || m.After < 0))
            throw new ArgumentException($"{GetType().Name}: sizes must not be negative, as in {string.Join(", ", margins)}.");
        _margins = margins;
        _sign = crop ? -1 : 1;
        DataFormat = dataFormat;
    }

    /// <summary>Where the channel axis stands.</summary>
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape) => Named(() => OutputShape(inputShape));

    private Shape OutputShape(Shape inputShape)
    {
        SpatialInput.ChannelsLast(this, inputShape, _margins.Length, DataFormat);
        Shape before = Along(inputShape, m => m.Before), after = Along(inputShape, m => m.After);
        int[] sizes =
            [.. inputShape.Select((size, axis) => size == Shape.Unknown
                ? size
                : Sizes.Axis(Math.Max(0, size + _sign * ((long)before[axis] + after[axis])), "An axis"))];
        for (int axis = 1; axis < sizes.Length; axis++)
            if (_sign < 0 && inputShape[axis] > 0 && sizes[axis] < 1)
                throw new ShapeMismatchException(
                    $"Layer '{Name}' ({ClassName}): cutting {string.Join(", ", _margins)} away leaves nothing of the input {inputShape}.")
                { LayerName = Name, Received = inputShape };
        return sizes;
    }

    /// <inheritdoc/>
    protected sealed override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape before = Along(inputs.Shape, m => m.Before), output = ComputeOutputShape(inputs.Shape);
        return _sign < 0 ? Ops.Slice(inputs, before, output) : Ops.Pad(inputs, before, Along(inputs.Shape, m => m.After));
    }

    // One number per axis of the tensor: 0 for batch and channels.
    private Shape Along(Shape shape, Func<Margin1D, int> side)
    {
        var sizes = new int[shape.Rank];
        int first = DataFormat == DataFormat.ChannelsLast ? 1 : 2;
        for (int i = 0; i < _margins.Length; i++) sizes[first + i] = side(_margins[i]);
        return sizes;
    }
}
