namespace Fashion.Keras.Layers;

/// <summary>
/// Sets a random share of its inputs to 0 while training, so that no unit can rely on another one, and scales the rest by
/// 1 / (1 - rate), so that sums keep their expected size. Otherwise it passes everything on.
/// </summary>
/// <remarks>
/// Output of the input's shape; no weights. Source: Srivastava et al. 2014; keras.io/api/layers/regularization_layers/dropout.
/// </remarks>
[KerasLayer]
public sealed partial class Dropout : NoiseShapeDropout
{
    /// <summary>Makes a dropout layer.</summary>
    /// <param name="rate">Share that is set to 0, in [0, 1].</param>
    /// <param name="noiseShape">Shape of the random decision, the batch axis first: axes of size 1 share it, -1 means as the input.
    /// Null for one decision per element.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> lies outside [0, 1].</exception>
    public Dropout(double rate, Shape? noiseShape = null, int? seed = null, Shape? inputShape = null, string? name = null)
        : base(rate, noiseShape, seed, inputShape, name) { }
}
