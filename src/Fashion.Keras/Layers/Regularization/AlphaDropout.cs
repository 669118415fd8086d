using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>
/// Dropout for networks of scaled exponential linear units: a random share of the inputs becomes the negative saturation value of
/// <c>selu</c> while training, and all are then scaled and shifted so that mean 0 and variance 1 stay. Otherwise it passes
/// everything on.
/// </summary>
/// <remarks>
/// y = a * x' + b, where x' is x or s = -1.7581 (scale * alpha of <c>selu</c>), a = ((1 - rate) * (1 + rate * s^2))^-0.5 and
/// b = -a * s * rate. Output of the input's shape; no weights. Source: Klambauer et al. 2017;
/// keras.io/api/layers/regularization_layers/alpha_dropout.
/// </remarks>
[KerasLayer]
public sealed partial class AlphaDropout : NoiseShapeDropout
{
    private const double Saturation = -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946;

    /// <summary>Makes the layer.</summary>
    /// <param name="rate">Share that is dropped, in [0, 1]. With 1 nothing is left to scale, so it cannot be trained.</param>
    /// <param name="noiseShape">Shape of the random decision, the batch axis first: axes of size 1 share it, -1 means as the input.
    /// Null for one decision per element.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> lies outside [0, 1].</exception>
    public AlphaDropout(double rate, Shape? noiseShape = null, int? seed = null, Shape? inputShape = null, string? name = null)
        : base(rate, noiseShape, seed, inputShape, name) { }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Training || Rate == 0) return inputs;
        if (Rate == 1) throw new InvalidOperationException($"Layer '{Name}' (AlphaDropout): a rate of 1 leaves nothing whose " +
            "variance could be kept, so it cannot be trained. Use a rate below 1.");
        Shape noise = Noise(inputs.Shape);
        var op = new DropoutOp((float)Rate, (ulong)DrawSeed!.Value, context.NextStream(), noise);
        SymbolicTensor kept = Ops.Greater(Ops.Write(ClassName, [Ops.BroadcastTo(1, noise)], (g, v) => g.Add(op, v[0])), 0);
        double scale = 1 / Math.Sqrt((1 - Rate) * (1 + Rate * Saturation * Saturation));
        return scale * Ops.Where(kept, inputs, (float)Saturation) - scale * Saturation * Rate;
    }
}
