using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Repeats every step of a sequence.</summary>
/// <remarks>
/// Input (batch, steps, channels), output (batch, steps * size, channels). No weights. Source:
/// keras.io/api/layers/reshaping_layers/up_sampling1d.
/// </remarks>
[KerasLayer]
public sealed partial class UpSampling1D : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="size">How often, positive.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive.</exception>
    public UpSampling1D(int size = 2, Shape? inputShape = null, string? name = null) : base(name, inputShape) =>
        Size = Guard.Positive(size, nameof(UpSampling1D));

    internal static UpSampling1D FromConfig(ConfigReader config) =>
        new(config.Sizes("size", 1) is { } size ? size[0] : 2, name: config.Name());

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => Named(() => OutputShape(inputShape));

    private Shape OutputShape(Shape inputShape)
    {
        Shape sequence = SpatialInput.ChannelsLast(this, inputShape, 1, DataFormat.ChannelsLast);
        return Repetition.ShapeOf(sequence, [Size]);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Repetition.Of(inputs, [Size]);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("size", Size);
    }
}
