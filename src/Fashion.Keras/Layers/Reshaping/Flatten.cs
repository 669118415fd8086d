using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>Turns every sample into one row of numbers.</summary>
/// <remarks>
/// Input (batch, ...), output (batch, product of the rest), row-major; (batch,) becomes (batch, 1). No weights.
/// With <see cref="DataFormat.ChannelsFirst"/> the channels are moved last before. Source:
/// keras.io/api/layers/reshaping_layers/flatten.
/// </remarks>
[KerasLayer]
public sealed partial class Flatten : Layer
{
    /// <summary>Makes a flattening layer.</summary>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public Flatten(Choice<DataFormat> dataFormat = default, Shape? inputShape = null, string? name = null) : base(name, inputShape) =>
        DataFormat = dataFormat.OrFirst();

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => Named(() => OutputShape(inputShape));

    private static Shape OutputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        Shape sample = inputShape[1..];
        return new[] { inputShape[0], sample.IsKnown ? sample.ElementCount : Shape.Unknown };
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        SymbolicTensor x = inputs.Shape.Rank > 2 ? ChannelOrder.ToLast(inputs, DataFormat) : inputs;
        return Ops.Reshape(x, ComputeOutputShape(x.Shape));
    }
}
