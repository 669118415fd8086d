using Fashion.Keras.Configuration;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>What poolings share: a window that moves over one or two spatial axes of every channel.</summary>
public abstract class PoolingLayer : Layer
{
    private protected PoolingLayer(Shape poolSize, Shape? strides, Padding padding, DataFormat dataFormat, Shape? inputShape, string? name) : base(name, inputShape)
    {
        PoolSize = WindowRule.Positive(poolSize, GetType().Name, "poolSize");
        Strides = WindowRule.Positive(strides ?? poolSize, GetType().Name, "strides");
        if (padding == Padding.Causal) throw new ArgumentException($"{GetType().Name}: Padding.Causal is for convolutions only; use Padding.Valid or Padding.Same.", nameof(padding));
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

    /// <summary>Writes the pooling of (batch, height, width, channels).</summary>
    private protected abstract SymbolicTensor Pool(SymbolicTensor images, Pool2DGeometry geometry);

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
                throw new ShapeMismatchException($"Layer '{Name}' ({ClassName}): a window of {PoolSize} does not fit into the input {inputShape}. Use a smaller window, Padding.Same or fewer poolings before.") { LayerName = Name, Received = inputShape };
        }
        return SpatialInput.InFormat(sizes, DataFormat);
    }

    /// <inheritdoc/>
    protected sealed override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ComputeOutputShape(inputs.Shape);
        SymbolicTensor x = SpatialInput.ToChannelsLast(inputs, DataFormat);
        bool sequence = PoolSize.Rank == 1;
        if (sequence) x = ConvolutionMath.AsImage(x);
        Size2D window = sequence ? (1, PoolSize[0]) : (PoolSize[0], PoolSize[1]);
        Size2D step = sequence ? (1, Strides[0]) : (Strides[0], Strides[1]);
        var top = WindowRule.Pads(x.Shape[1], window.Height, step.Height, 1, Padding);
        var left = WindowRule.Pads(x.Shape[2], window.Width, step.Width, 1, Padding);
        SymbolicTensor y = Pool(x, new Pool2DGeometry(window, step, top.Before, top.After, left.Before, left.After));
        return SpatialInput.FromChannelsLast(sequence ? Ops.Squeeze(y, 1) : y, DataFormat);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("pool_size", PoolSize).Write("padding", Padding).Write("strides", Strides).Write("data_format", DataFormat);
    }
}
