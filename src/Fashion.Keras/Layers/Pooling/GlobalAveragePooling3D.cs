namespace Fashion.Keras.Layers;

/// <summary>The mean over all cells of a volume, channel by channel.</summary>
/// <remarks>
/// Input (batch, depth, height, width, channels), output (batch, channels); no weights.
/// Source: keras.io/api/layers/pooling_layers/global_average_pooling3d.
/// </remarks>
[KerasLayer]
public sealed partial class GlobalAveragePooling3D : GlobalPoolingLayer
{
    /// <summary>Makes a global pooling layer.</summary>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="keepDims">Whether the spatial axes stay, with size 1.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public GlobalAveragePooling3D(Choice<DataFormat> dataFormat = default, [ConfigName("keepdims")] bool keepDims = false,
        Shape? inputShape = null, string? name = null)
        : base(3, dataFormat.OrFirst(), keepDims, inputShape, name) { }

    private protected override SymbolicTensor Reduce(SymbolicTensor inputs, int[] axes) => Ops.Mean(inputs, axes, KeepDims);
}
