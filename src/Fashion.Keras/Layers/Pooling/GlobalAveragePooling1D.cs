namespace Fashion.Keras.Layers;

/// <summary>The mean over all steps that are there, channel by channel.</summary>
/// <remarks>
/// Input (batch, steps, channels), output (batch, channels); NaN for a sample whose steps are all missing. No weights.
/// Source: keras.io/api/layers/pooling_layers/global_average_pooling1d.
/// </remarks>
[KerasLayer]
public sealed partial class GlobalAveragePooling1D : GlobalPoolingLayer
{
    /// <summary>Makes a global pooling layer.</summary>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="keepDims">Whether the spatial axes stay, with size 1.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public GlobalAveragePooling1D(Choice<DataFormat> dataFormat = default, [ConfigName("keepdims")] bool keepDims = false,
        Shape? inputShape = null, string? name = null)
        : base(1, dataFormat.OrFirst(), keepDims, inputShape, name) { }

    private protected override SymbolicTensor Reduce(SymbolicTensor inputs, int[] axes)
    {
        if (inputs.Mask is not { } mask) return Ops.Mean(inputs, axes, KeepDims);
        SymbolicTensor present = Ops.ExpandDims(mask, DataFormat == DataFormat.ChannelsLast ? 2 : 1);
        return Ops.Sum(Ops.Where(present, inputs, 0), axes, KeepDims) / Ops.Sum(present, axes, KeepDims);
    }
}
