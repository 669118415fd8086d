using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>What global poolings share: one number per sample and channel, over all spatial axes.</summary>
public abstract class GlobalPoolingLayer : Layer
{
    private readonly int _spatialRank;

    private protected GlobalPoolingLayer(int spatialRank, DataFormat dataFormat, bool keepDims, Shape? inputShape, string? name)
        : base(name, inputShape)
    {
        _spatialRank = spatialRank;
        DataFormat = dataFormat;
        KeepDims = keepDims;
    }

    /// <summary>Where the channel axis stands.</summary>
    public DataFormat DataFormat { get; }

    /// <summary>Whether the spatial axes stay, with size 1.</summary>
    public bool KeepDims { get; }

    /// <summary>Writes the reduction.</summary>
    private protected abstract SymbolicTensor Reduce(SymbolicTensor inputs, int[] axes);

    internal override bool IsBuiltAtOnce => true;

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        Shape image = SpatialInput.ChannelsLast(this, inputShape, _spatialRank, DataFormat);
        if (!KeepDims) return [image[0], image[^1]];
        return SpatialInput.InFormat((int[])[image[0], .. Enumerable.Repeat(1, _spatialRank), image[^1]], DataFormat);
    }

    /// <inheritdoc/>
    protected sealed override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ComputeOutputShape(inputs.Shape);
        return Reduce(inputs, [.. Enumerable.Range(DataFormat == DataFormat.ChannelsLast ? 1 : 2, _spatialRank)]);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("data_format", DataFormat).Write("keepdims", KeepDims);
    }
}
