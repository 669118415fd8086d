using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>Blends each image, and its label, with another one of the batch while training.</summary>
/// <remarks>
/// Inputs: images (batch, height, width, channels), alone or together with labels (batch, classes), one-hot or probabilities; outputs
/// of the same shapes; no weights. Output w x + (1 - w) y, where y is another image of the batch in random order, and w a draw per
/// image from the beta distribution (alpha, alpha). In files of Keras the layer has images alone. Source:
/// keras.io/api/layers/preprocessing_layers/image_augmentation/mix_up; Zhang et al., arXiv:1710.09412.
/// </remarks>
[KerasLayer]
public sealed partial class MixUp : MixingImageLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="alpha">Parameter of the beta distribution, positive: the larger, the more are both images mixed.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public MixUp(double alpha = 0.2, Choice<DataFormat> dataFormat = default, int? seed = null, Shape? inputShape = null,
        string? name = null)
        : base(dataFormat.OrFirst(), seed, inputShape, name) => Alpha = alpha > 0 && double.IsFinite(alpha) ? alpha
            : throw new ArgumentOutOfRangeException(nameof(alpha), alpha,
                FormattableString.Invariant($"MixUp: alpha must be a positive number, not {alpha}."));

    private protected override (SymbolicTensor Images, SymbolicTensor Order, SymbolicTensor Weight) Mix(SymbolicTensor images,
        CallContext context)
    {
        RandomDraws draws = Draws(context);
        SymbolicTensor order = draws.Permutation(images.Shape[0]), weight = draws.Beta([images.Shape[0], 1, 1, 1], Alpha, Alpha);
        return (weight * images + (1 - weight) * Ops.Gather(images, order), order, weight);
    }
}
