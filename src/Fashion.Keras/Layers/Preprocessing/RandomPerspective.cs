using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Changes the perspective of some images at random while training, as if seen from another place.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. A draw between the limits of the factor is the probability of an
/// image to be changed. Each coordinate c of its corners, counted from the upper left one, moves to c + c d with a draw d from -scale /
/// 2 to scale / 2; see <see cref="ImageOps.PerspectiveTransform"/>. Source:
/// keras.io/api/layers/preprocessing_layers/image_augmentation/random_perspective.
/// </remarks>
[KerasLayer]
public sealed partial class RandomPerspective : RandomFactorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Limits of the probability of an image to be changed, within 0 to 1; one number f stands for 0 to f, null
    /// for 0 to 1.</param>
    /// <param name="scale">How far corners move, 0 to 1.</param>
    /// <param name="interpolation">How colours between pixels are found: nearest or bilinear. <c>"bilinear"</c>, the default, or
    /// <c>"nearest"</c>.</param>
    /// <param name="fillValue">The value outside of an image.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor or the scale is out of range, or another interpolation.</exception>
    public RandomPerspective(RandomRange? factor = null, double scale = 1, Choice<Interpolation> interpolation = default,
        double fillValue = 0,
        int? seed = null, Choice<DataFormat> dataFormat = default, Shape? inputShape = null, string? name = null)
        : base(factor ?? 1, 0, 1, dataFormat.OrFirst(), seed, inputShape, name)
    {
        Scale = Guard.InRange(scale, 0, 1, nameof(RandomPerspective));
        Interpolation = ImageSampling.Check(interpolation.Or(Interpolation.Bilinear), nameof(RandomPerspective));
        FillValue = Guard.Number(fillValue, nameof(RandomPerspective));
    }

    internal static RandomPerspective FromConfig(ConfigReader config) =>
        Read(config, factor => new RandomPerspective(factor, config.GetDouble("scale", 1),
            config.Interpolation(Keras.Interpolation.Bilinear),
        config.GetDouble("fill_value", 0), config.GetIntOrNull("seed"), config.DataFormat(), name: config.Name()), byDefault: 1);

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        Shape shape = images.Shape;
        int right = shape[2] - 1, bottom = shape[1] - 1;
        SymbolicTensor chosen = DrawChosen(images, context), start = Ops.Fixed([1, 4, 2], [0, 0, right, 0, 0, bottom, right, bottom]);
        SymbolicTensor end = start * (1 + Scale * (Draws(context).Uniform([shape[0], 4, 2]) - 0.5));
        return Ops.Where(chosen, Perspective.Transform(images, Ops.BroadcastTo(start, end.Shape), end, Interpolation, (float)FillValue),
            images);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("scale", Scale).Write("interpolation", Interpolation).Write("fill_value", FillValue);
    }
}
