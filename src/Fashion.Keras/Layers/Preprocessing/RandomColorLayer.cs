using System.Text.Json.Nodes;
using Fashion.Keras.Configuration;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Layers;

/// <summary>Random changes of colours while training: one draw per image, which all its pixels share.</summary>
public abstract class RandomColorLayer : RandomImageLayer
{
    private protected RandomColorLayer(RandomRange factor, double least, double most, (double Low, double High)? valueRange, DataFormat dataFormat, int? seed, Shape? inputShape, string? name)
        : base(dataFormat, seed, inputShape, name)
    {
        Factor = Within(Sorted(Guard.Number(factor.Low, ClassName, nameof(factor)), Guard.Number(factor.High, ClassName, nameof(factor))), least, most);
        (double low, double high) = valueRange ?? (0, 255);
        RandomRange range = Sorted(Guard.Number(low, ClassName, nameof(valueRange)), Guard.Number(high, ClassName, nameof(valueRange)));
        ValueRange = (range.Low, range.High);
    }

    /// <summary>Limits of the draw.</summary>
    public RandomRange Factor { get; private set; }

    /// <summary>Smallest and largest value of the images.</summary>
    public (double Low, double High) ValueRange { get; }

    /// <summary>A draw per image, (batch, 1, 1, 1).</summary>
    private protected SymbolicTensor DrawEach(SymbolicTensor images, RandomRange range, CallContext context) => Ops.Reshape(Draw(images.Shape[0], range, context), [images.Shape[0], 1, 1, 1]);

    private protected SymbolicTensor Clipped(SymbolicTensor images) => Ops.Clip(images, (float)ValueRange.Low, (float)ValueRange.High);

    /// <summary>The settings that all these layers have in files; in a list, (-f, f) stands for itself and not for one number.</summary>
    private protected static T Read<T>(ConfigReader config, Func<RandomRange, (double, double)?, int?, DataFormat, string?, T> make) where T : RandomColorLayer
    {
        RandomRange factor = config.RandomRange("factor");
        T layer = make(factor, ReadValueRange(config), config.GetIntOrNull("seed"), config.DataFormat(), config.Name());
        if (config.Json["factor"] is JsonArray) layer.Factor = factor;
        return layer;
    }

    // As Keras checks it: a range must touch the possible factors; one number f must be possible, and stands for -f to f as far as possible.
    private RandomRange Within(RandomRange factor, double least, double most)
    {
        bool single = factor.Low == -factor.High;
        if (factor.Low > most || factor.High < least || (single && factor.High > most))
            throw new ArgumentException(FormattableString.Invariant($"{ClassName}: factor must be in the range of {least} to {most}, but is {(single ? $"{factor.High}" : $"{factor.Low} to {factor.High}")}."), nameof(factor));
        return single ? (Math.Max(factor.Low, least), factor.High) : factor;
    }

    private static RandomRange Sorted(double a, double b) => (Math.Min(a, b), Math.Max(a, b));

    private static (double, double)? ReadValueRange(ConfigReader config) => config.GetNumbers("value_range") switch
    {
        null => null,
        [double low, double high] => (low, high),
        _ => throw config.Wrong("value_range", "a list of two numbers"),
    };

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("factor", Factor).WriteNumbers("value_range", [ValueRange.Low, ValueRange.High]);
    }
}
