namespace Fashion.Keras.Layers;

/// <summary>The largest number over all steps, channel by channel.</summary>
/// <remarks>
/// Input (batch, steps, channels), output (batch, channels); no weights.
/// Source: keras.io/api/layers/pooling_layers/global_max_pooling1d.
/// </remarks>
[KerasLayer]
public sealed partial class GlobalMaxPooling1D : GlobalPoolingLayer
{
    /// <summary>Makes a global pooling layer.</summary>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="keepDims">Whether the spatial axes stay, with size 1.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public GlobalMaxPooling1D(Choice<DataFormat> dataFormat = default, [ConfigName("keepdims")] bool keepDims = false,
        Shape? inputShape = null, string? name = null)
        : base(1, dataFormat.OrFirst(), keepDims, inputShape, name) { }

    private protected override SymbolicTensor Reduce(SymbolicTensor inputs, int[] axes) => Ops.Max(inputs, axes, KeepDims);
}
