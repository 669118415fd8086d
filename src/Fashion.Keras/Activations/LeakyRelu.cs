using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Activations;

/// <summary>x above 0, negativeSlope * x elsewhere. The layer of this name has another default slope, 0.3.</summary>
/// <param name="negativeSlope">Slope below 0, &gt;= 0.</param>
public sealed class LeakyRelu(double negativeSlope = 0.2) : LayerActivation
{
    /// <inheritdoc/>
    public override string Name => "leaky_relu";

    /// <inheritdoc/>
    public override string ClassName => "LeakyReLU";

    /// <summary>Slope below 0.</summary>
    public double NegativeSlope { get; } = Guard.InRange(negativeSlope, 0, double.MaxValue, nameof(LeakyRelu));

    private protected override bool HasDefaults => NegativeSlope == 0.2;

    /// <inheritdoc/>
    public override SymbolicTensor Apply(SymbolicTensor x) => Ops.LeakyRelu(x, NegativeSlope);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("negative_slope", NegativeSlope);
    }
}
