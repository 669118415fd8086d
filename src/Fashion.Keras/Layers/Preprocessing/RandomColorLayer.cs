using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Random changes of the values of images while training, one draw per image, which all its pixels share.</summary>
public abstract class RandomColorLayer : RandomFactorLayer
{
    private protected RandomColorLayer(RandomRange factor, double least, double most, (double Low, double High)? valueRange,
        DataFormat dataFormat, int? seed, Shape? inputShape, string? name)
        : base(factor, least, most, dataFormat, seed, inputShape, name) => ValueRange = ImageValues.Range(valueRange, ClassName);

    /// <summary>Smallest and largest value of the images.</summary>
    public (double Low, double High) ValueRange { get; }

    private protected SymbolicTensor Clipped(SymbolicTensor images) => ImageValues.Clip(images, ValueRange);

    /// <summary>The settings that all these layers have in files.</summary>
    private protected static T Read<T>(ConfigReader config, Func<RandomRange, (double, double)?, int?, DataFormat, string?, T> make,
        double? byDefault = null) where T : RandomColorLayer =>
        Read(config, factor => make(factor, ImageValues.Read(config), config.GetIntOrNull("seed"), config.DataFormat(), config.Name()),
            byDefault);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("value_range", (RandomRange)ValueRange);
    }
}
