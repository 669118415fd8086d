using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>
/// Replaces a rectangle of each image by that of another one of the batch while training, and blends the labels by its area.
/// </summary>
/// <remarks>
/// Inputs: images (batch, height, width, channels), alone or together with labels (batch, classes), one-hot or probabilities; outputs
/// of the same shapes; no weights. With a draw f for the batch and a draw w per image from the beta distribution (f, f), the rectangle
/// has sqrt(1 - w) times the height and width, and lies anywhere inside. In files of Keras the layer has images alone. Source:
/// keras.io/api/layers/preprocessing_layers/image_augmentation/cut_mix; Yun et al., arXiv:1905.04899.
/// </remarks>
[KerasLayer]
public sealed partial class CutMix : MixingImageLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Limits of the draw f, within 0 to 1; one number stands for 0 to it, null for 0 to 1.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor is out of range.</exception>
    public CutMix(RandomRange? factor = null, int? seed = null, Choice<DataFormat> dataFormat = default, Shape? inputShape = null,
        string? name = null)
        : base(dataFormat.OrFirst(), seed, inputShape, name) => Factor = Share(factor ?? 1);

    // Keras adds it to the draw, so that it is not 0.
    private const double Least = 1e-6;

    /// <summary>Limits of the parameter of the beta distribution.</summary>
    public RandomRange Factor { get; }

    private protected override (SymbolicTensor Images, SymbolicTensor Order, SymbolicTensor Weight) Mix(SymbolicTensor images,
        CallContext context)
    {
        RandomDraws draws = Draws(context);
        SymbolicTensor alpha = Draw(1, Factor, context) + Least, order = draws.Permutation(images.Shape[0]);
        SymbolicTensor size = Ops.Sqrt(1 - draws.Beta([images.Shape[0], 1, 1, 1], alpha, alpha));
        (SymbolicTensor inside, SymbolicTensor share) =
            ImageWindows.Of(images.Shape, DrawEach(images, (0, 1), context), DrawEach(images, (0, 1), context), size, size);
        return (Ops.Where(inside, Ops.Gather(images, order), images), order, 1 - share);
    }

    private static RandomRange Share(RandomRange range)
    {
        RandomRange sorted = ImageValues.Sorted(range.Low, range.High, nameof(CutMix), "factor");
        if (sorted.Low == -sorted.High) sorted = (0, sorted.High);
        return sorted is { Low: >= 0, High: <= 1 } ? sorted
            : throw new ArgumentException(
                FormattableString.Invariant($"CutMix: factor must be in the range of 0 to 1, but is {sorted.Low} to {sorted.High}."),
                nameof(range));
    }
}
