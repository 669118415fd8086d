using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Activations;

/// <summary>
/// Rectified linear unit: min(x, maxValue) above the threshold, negativeSlope * (x - threshold) elsewhere. With the defaults
/// max(x, 0).
/// </summary>
/// <param name="negativeSlope">Slope below the threshold, &gt;= 0.</param>
/// <param name="maxValue">Upper limit, &gt;= 0; null for none.</param>
/// <param name="threshold">Where the positive part begins, &gt;= 0.</param>
public sealed class Relu(double negativeSlope = 0, double? maxValue = null, double threshold = 0) : LayerActivation
{
    /// <inheritdoc/>
    public override string Name => "relu";

    /// <inheritdoc/>
    public override string ClassName => "ReLU";

    /// <summary>Slope below the threshold.</summary>
    public double NegativeSlope { get; } = Guard.InRange(negativeSlope, 0, double.MaxValue, nameof(Relu));

    /// <summary>Upper limit; null for none.</summary>
    public double? MaxValue { get; } =
        maxValue is { } limit ? Guard.InRange(limit, 0, double.MaxValue, nameof(Relu), nameof(maxValue)) : null;

    /// <summary>Where the positive part begins.</summary>
    public double Threshold { get; } = Guard.InRange(threshold, 0, double.MaxValue, nameof(Relu));

    private protected override bool HasDefaults => NegativeSlope == 0 && MaxValue is null && Threshold == 0;

    /// <inheritdoc/>
    public override SymbolicTensor Apply(SymbolicTensor x)
    {
        if (HasDefaults) return Ops.Relu(x);
        SymbolicTensor above = MaxValue is { } limit ? Ops.Minimum(x, limit) : x;
        SymbolicTensor below = NegativeSlope == 0 ? 0 : NegativeSlope * (x - Threshold);
        return Ops.Where(Ops.Greater(x, Threshold), above, below);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("max_value", MaxValue).Write("negative_slope", NegativeSlope).Write("threshold", Threshold);
    }
}
