using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Distorts some images smoothly at random while training, as if drawn on rubber.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. A draw between the limits of the factor is the probability of an
/// image to be changed. With a draw f for the batch between the limits of the scale, each pixel is read at a place that lies 0.1 f
/// max(height, width) times two normal numbers away, which have the deviation s = 0.05 f min(height, width) and are blurred by a bell
/// curve of that deviation, zero from a distance of 3 s on; all images are clipped to the range of values. Source:
/// keras.io/api/layers/preprocessing_layers/image_augmentation/random_elastic_transform.
/// </remarks>
[KerasLayer]
public sealed partial class RandomElasticTransform : RandomColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Limits of the probability of an image to be changed, within 0 to 1; one number f stands for 0 to f, null
    /// for 0 to 1.</param>
    /// <param name="scale">Limits of the strength, within 0 to 1; one number f stands for 0 to f, null for 0 to 1.</param>
    /// <param name="interpolation">How colours between pixels are found: nearest or bilinear. <c>"bilinear"</c>, the default, or
    /// <c>"nearest"</c>.</param>
    /// <param name="fillMode">What lies outside an image. <c>"reflect"</c>, the default, <c>"constant"</c>, <c>"nearest"</c> or
    /// <c>"wrap"</c>.</param>
    /// <param name="fillValue">The value outside with <see cref="FillMode.Constant"/>.</param>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor or the scale is out of range, or another interpolation.</exception>
    public RandomElasticTransform(RandomRange? factor = null, RandomRange? scale = null, Choice<Interpolation> interpolation = default,
        Choice<FillMode> fillMode = default, double fillValue = 0, (double Low, double High)? valueRange = null, int? seed = null,
        Choice<DataFormat> dataFormat = default, Shape? inputShape = null, string? name = null)
        : base(factor ?? 1, 0, 1, valueRange, dataFormat.OrFirst(), seed, inputShape, name)
    {
        Scale = Within(scale ?? 1, 0, 1, nameof(scale));
        Interpolation = ImageSampling.Check(interpolation.Or(Interpolation.Bilinear), nameof(RandomElasticTransform));
        FillMode = fillMode.OrFirst();
        FillValue = Guard.Number(fillValue, nameof(RandomElasticTransform));
    }

    internal static RandomElasticTransform FromConfig(ConfigReader config) =>
        Read(config, (factor, valueRange, seed, format,
            name) => new RandomElasticTransform(factor, config.Has("scale") ? config.RandomRange("scale") : null,
        config.Interpolation(Keras.Interpolation.Bilinear), config.FillMode(), config.GetDouble("fill_value", 0), valueRange, seed,
            format, name: name),
            byDefault: 1);

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        if (Scale.High <= 0 || Factor.High <= 0) return images;
        Shape shape = images.Shape;
        int shorter = Math.Min(shape[1], shape[2]), longer = Math.Max(shape[1], shape[2]);
        SymbolicTensor strength = Draw(1, Scale, context), chosen = DrawChosen(images, context);
        RandomDraws draws = Draws(context);
        Shape plane = [shape[0], shape[1], shape[2], 1];
        SymbolicTensor moved = ElasticWarp.Transform(images, draws.Normal(plane), draws.Normal(plane), 0.1 * longer * strength,
            0.05 * shorter * strength, 0.05 * shorter * Scale.High, Interpolation, FillMode, (float)FillValue);
        return Clipped(Ops.Where(chosen, moved, images));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("scale", Scale).Write("interpolation", Interpolation).WriteChoice<FillMode>("fill_mode", FillMode)
            .Write("fill_value", FillValue);
    }
}
