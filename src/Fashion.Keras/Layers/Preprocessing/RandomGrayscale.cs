using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>Makes some images grey while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels) with 1 or 3 channels, red, green and blue; no weights. All channels of a grey
/// image are 0.2989 red + 0.587 green + 0.114 blue. Source:
/// keras.io/api/layers/preprocessing_layers/image_augmentation/random_grayscale.
/// </remarks>
[KerasLayer]
public sealed partial class RandomGrayscale : RandomImageLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Probability of an image to become grey, 0 to 1.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of range.</exception>
    public RandomGrayscale(double factor = 0.5, Choice<DataFormat> dataFormat = default, int? seed = null, Shape? inputShape = null,
        string? name = null)
        : base(dataFormat.OrFirst(), seed, inputShape, name) => Factor = factor is >= 0 and <= 1 ? factor
            : throw new ArgumentOutOfRangeException(nameof(factor), factor,
                FormattableString.Invariant($"RandomGrayscale: factor must be from 0 to 1, not {factor}."));

    private protected override Shape ChangedShape(Shape images) => Colors.Three(images, orOne: true);

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        SymbolicTensor grey = Ops.Greater(Factor, DrawEach(images, (0, 1), context));
        return Ops.Where(grey, Colors.Grey(images), images);
    }
}
