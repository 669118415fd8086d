using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Activations;

/// <summary>Exponential linear unit: x above 0, alpha * (e^x - 1) elsewhere (Clevert et al. 2016).</summary>
/// <param name="alpha">Size of the negative part.</param>
public sealed class Elu(double alpha = 1) : LayerActivation
{
    /// <inheritdoc/>
    public override string Name => "elu";

    /// <inheritdoc/>
    public override string ClassName => "ELU";

    /// <summary>Size of the negative part.</summary>
    public double Alpha { get; } = Guard.Finite(alpha, nameof(Elu));

    private protected override bool HasDefaults => Alpha == 1;

    /// <inheritdoc/>
    public override SymbolicTensor Apply(SymbolicTensor x) => Ops.Elu(x, Alpha);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("alpha", Alpha);
    }
}
