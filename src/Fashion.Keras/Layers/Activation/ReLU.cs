using Fashion.Keras.Activations;

namespace Fashion.Keras.Layers;

/// <summary>Rectified linear unit: min(x, maxValue) above the threshold, negativeSlope * (x - threshold) elsewhere.</summary>
/// <remarks>Output of the input's shape; no weights. Source: keras.io/api/layers/activation_layers.</remarks>
[KerasLayer]
public sealed partial class ReLU : Layer
{
    private readonly Relu _function;

    /// <summary>Makes the layer.</summary>
    /// <param name="maxValue">Upper limit, &gt;= 0; null for none.</param>
    /// <param name="negativeSlope">Slope below the threshold, &gt;= 0.</param>
    /// <param name="threshold">Where the positive part begins, &gt;= 0.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative.</exception>
    public ReLU(double? maxValue = null, double negativeSlope = 0, double threshold = 0, Shape? inputShape = null, string? name = null)
        : base(name, inputShape) => _function = new Relu(negativeSlope, maxValue, threshold);

    /// <summary>Upper limit; null for none.</summary>
    public double? MaxValue => _function.MaxValue;

    /// <summary>Slope below the threshold.</summary>
    public double NegativeSlope => _function.NegativeSlope;

    /// <summary>Where the positive part begins.</summary>
    public double Threshold => _function.Threshold;

    internal override bool IsBuiltAtOnce => true;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => _function.Apply(inputs);
}
