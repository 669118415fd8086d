using Fashion.Keras.Activations;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>x above 0, negativeSlope * x elsewhere. The activation function of this name has another default slope, 0.2.</summary>
/// <remarks>Output of the input's shape; no weights. Source: keras.io/api/layers/activation_layers.</remarks>
[KerasLayer]
public sealed partial class LeakyReLU : Layer
{
    private readonly LeakyRelu _function;

    /// <summary>Makes the layer.</summary>
    /// <param name="negativeSlope">Slope below 0, &gt;= 0. Older Keras calls it alpha.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is negative.</exception>
    public LeakyReLU(double negativeSlope = 0.3, Shape? inputShape = null, string? name = null) : base(name, inputShape) =>
        _function = new LeakyRelu(negativeSlope);

    /// <summary>Slope below 0.</summary>
    public double NegativeSlope => _function.NegativeSlope;

    internal override bool IsBuiltAtOnce => true;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal static LeakyReLU FromConfig(ConfigReader config) =>
        new(config.GetDouble("negative_slope", config.GetDouble("alpha", 0.3)), name: config.Name());

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => _function.Apply(inputs);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("negative_slope", NegativeSlope);
    }
}
