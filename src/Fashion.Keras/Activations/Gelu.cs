using Fashion.Keras.Serialization;

namespace Fashion.Keras.Activations;

/// <summary>
/// Gaussian error linear unit: x / 2 * (1 + erf(x / sqrt 2)), or its approximation
/// x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) (Hendrycks and Gimpel 2016).
/// </summary>
/// <param name="approximate">Whether the tanh form is used. Keras files cannot hold this option, only the exact form.</param>
public sealed class Gelu(bool approximate = false) : ActivationFunction
{
    /// <inheritdoc/>
    public override string Name => "gelu";

    /// <summary>Whether the tanh form is used.</summary>
    public bool Approximate { get; } = approximate;

    /// <inheritdoc/>
    public override SymbolicTensor Apply(SymbolicTensor x) => Ops.Gelu(x, Approximate);

    internal override void WriteTo(ConfigWriter config, string key)
    {
        if (Approximate) throw new NotSupportedException("Keras files cannot hold the activation gelu with approximate: true; use gelu, " +
            "or a layer of your own.");
        base.WriteTo(config, key);
    }
}
