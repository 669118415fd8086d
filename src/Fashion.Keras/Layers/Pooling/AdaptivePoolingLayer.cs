using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

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

    private protected AdaptivePoolingLayer(PoolKind kind, Shape outputSize, DataFormat dataFormat, Shape? inputShape, string? name)
        : base(name, inputShape)
    {
        _kind = kind;
        OutputSize = WindowRule.Positive(outputSize, GetType().Name, "outputSize");
        DataFormat = dataFormat;
    }

    /// <summary>Size of the output, one number per spatial axis.</summary>
    public Shape OutputSize { get; }

    /// <summary>Where the channel axis stands.</summary>
    public DataFormat DataFormat { get; }

    internal override bool IsBuiltAtOnce => true;

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        Shape cells = SpatialInput.ChannelsLast(this, inputShape, OutputSize.Rank, DataFormat);
        if (cells[1..^1].Contains(0))
            throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}): an input without cells, {inputShape}, cannot be pooled.")
            { LayerName = Name, Received = inputShape };
        return SpatialInput.InFormat((int[])[cells[0], .. OutputSize, cells[^1]], DataFormat);
    }

    /// <inheritdoc/>
    protected sealed override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ComputeOutputShape(inputs.Shape);
        return ChannelOrder.FromLast(AdaptivePoolingMath.Pool(ClassName, ChannelOrder.ToLast(inputs, DataFormat), _kind, OutputSize),
            DataFormat);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("output_size", OutputSize).Write("data_format", DataFormat);
    }
}
