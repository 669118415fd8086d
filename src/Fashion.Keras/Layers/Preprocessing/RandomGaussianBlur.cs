using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Blurs some images by a bell curve at random while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. A draw between the limits of the factor is the probability of an
/// image to be blurred. The deviations of the bell curve, across and down, are drawn once for the whole batch. Outside of the images
/// are zeros; the result is clipped to the range of values. Source:
/// keras.io/api/layers/preprocessing_layers/image_augmentation/random_gaussian_blur.
/// </remarks>
[KerasLayer]
public sealed partial class RandomGaussianBlur : RandomColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Limits of the probability of an image to be blurred, within 0 to 1; one number f stands for 0 to f, null
    /// for 0 to 1.</param>
    /// <param name="kernelSize">Height and width of the window, odd; null for 3.</param>
    /// <param name="sigma">Limits of the standard deviations in pixels, within 0 to 1; one number f stands for 0 to f, null for 0 to
    /// 1.</param>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor or the deviation is out of range, or a size is even or not positive.</exception>
    public RandomGaussianBlur(RandomRange? factor = null, Size2D? kernelSize = null, RandomRange? sigma = null,
        (double Low, double High)? valueRange = null,
        Choice<DataFormat> dataFormat = default, int? seed = null, Shape? inputShape = null, string? name = null)
        : base(factor ?? 1, 0, 1, valueRange, dataFormat.OrFirst(), seed, inputShape, name)
    {
        KernelSize = GaussianWindow.Check(kernelSize ?? 3, nameof(RandomGaussianBlur));
        Sigma = Within(sigma ?? 1, 0, 1, nameof(sigma));
    }

    // Keras adds it to the deviations, so that none is 0.
    private const double Least = 1e-6;

    internal static RandomGaussianBlur FromConfig(ConfigReader config) => Read(config, (factor, valueRange, seed, format, name) =>
        new RandomGaussianBlur(factor, config.Sizes("kernel_size", 2) is [var height, var width] ? new Size2D(height, width) : null,
            config.Has("sigma") ? config.RandomRange("sigma") : null, valueRange, format, seed, name: name), byDefault: 1);

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        SymbolicTensor across = Draw(1, Sigma, context) + Least, down = Draw(1, Sigma, context) + Least;
        return Clipped(Ops.Where(DrawChosen(images, context), GaussianWindow.Blur(images, KernelSize, across, down), images));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("kernel_size", KernelSize.ToShape()).Write("sigma", Sigma);
    }
}
