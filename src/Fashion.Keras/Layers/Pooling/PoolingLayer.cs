using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>What poolings share: a window that moves over one, two or three spatial axes of every channel.</summary>
public abstract class PoolingLayer : Layer
{
    private readonly PoolKind _kind;

    private protected PoolingLayer(PoolKind kind, Shape poolSize, Shape? strides, Padding padding, DataFormat dataFormat, Shape? inputShape,
        string? name) : base(name, inputShape)
    {
        _kind = kind;
        PoolSize = WindowRule.Positive(poolSize, GetType().Name, "poolSize");
        Strides = WindowRule.Positive(strides ?? poolSize, GetType().Name, "strides");
        if (padding == Padding.Causal)
            throw new ArgumentException($"{GetType().Name}: Padding.Causal is for convolutions only; use Padding.Valid or Padding.Same.",
                nameof(padding));
        Padding = padding;
        DataFormat = dataFormat;
    }

    /// <summary>Size of the window, one number per spatial axis.</summary>
    public Shape PoolSize { get; }

    /// <summary>Step from one window to the next, per spatial axis.</summary>
    public Shape Strides { get; }

    /// <summary>What happens at the borders. Padded cells never count.</summary>
    public Padding Padding { get; }

    /// <summary>Where the channel axis stands.</summary>
    public DataFormat DataFormat { get; }

    internal override bool IsBuiltAtOnce => true;

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape) => Named(() => OutputShape(inputShape));

    private Shape OutputShape(Shape inputShape)
    {
        Shape image = SpatialInput.ChannelsLast(this, inputShape, PoolSize.Rank, DataFormat);
        var sizes = image.ToArray();
        for (int axis = 0; axis < PoolSize.Rank; axis++)
        {
            sizes[axis + 1] = WindowRule.Output(image[axis + 1], PoolSize[axis], Strides[axis], 1, Padding);
            if (image[axis + 1] != Shape.Unknown) WindowRule.Pads(image[axis + 1], PoolSize[axis], Strides[axis], 1, Padding);
            if (sizes[axis + 1] is < 1 and not Shape.Unknown)
                throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}): a window of {PoolSize} does not fit into the input " +
                    $"{inputShape}. Use a smaller window, Padding.Same or fewer poolings before.")
                { LayerName = Name, Received = inputShape };
        }
        return SpatialInput.InFormat(sizes, DataFormat);
    }

    /// <inheritdoc/>
    protected sealed override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ComputeOutputShape(inputs.Shape);
        SymbolicTensor y = PoolingMath.Pool(ClassName, ChannelOrder.ToLast(inputs, DataFormat), _kind, PoolSize, Strides, Padding);
        return ChannelOrder.FromLast(y, DataFormat);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("pool_size", PoolSize).Write("padding", Padding).Write("strides", Strides).Write("data_format", DataFormat);
    }
}
