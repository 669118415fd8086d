using System.Globalization;
using System.Text.Json.Nodes;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Random changes of images while training whose strength or probability is drawn between two limits.</summary>
public abstract class RandomFactorLayer : RandomImageLayer
{
    private protected RandomFactorLayer(RandomRange factor, double least, double most, DataFormat dataFormat, int? seed, Shape? inputShape,
        string? name)
        : base(dataFormat, seed, inputShape, name) => Factor = Within(factor, least, most);

    /// <summary>Limits of the draw.</summary>
    public RandomRange Factor { get; private set; }

    /// <summary>
    /// As Keras checks limits: a range must touch what is possible; one number f must be possible, and stands for -f to f as far as
    /// possible.
    /// </summary>
    private protected RandomRange Within(RandomRange range, double least, double most, string argument = "factor")
    {
        range = ImageValues.Sorted(range.Low, range.High, ClassName, argument);
        bool single = range.Low == -range.High;
        if (range.Low > most || range.High < least || (single && range.High > most))
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"{ClassName}: {argument} must be in the range of {least} to {most}, " +
                $"but is {(single ? $"{range.High}" : $"{range.Low} to {range.High}")}."), argument);
        return single ? (Math.Max(range.Low, least), range.High) : range;
    }

    /// <summary>Which images are changed, (batch, 1, 1, 1), where the factor holds the limits of the probability.</summary>
    private protected SymbolicTensor DrawChosen(SymbolicTensor images, CallContext context)
    {
        SymbolicTensor probability = DrawEach(images, Factor, context), draw = DrawEach(images, (0, 1), context);
        return Ops.Greater(probability, draw);
    }

    /// <summary>
    /// Reads the factor; in a list, (-f, f) stands for itself and not for one number. Without a default one must be there.
    /// </summary>
    private protected static T Read<T>(ConfigReader config, Func<RandomRange, T> make, double? byDefault = null) where T : RandomFactorLayer
    {
        RandomRange factor = byDefault is { } other && !config.Has("factor") ? other : config.RandomRange("factor");
        T layer = make(factor);
        if (config.Json["factor"] is JsonArray) layer.Factor = factor;
        return layer;
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("factor", Factor);
    }
}
