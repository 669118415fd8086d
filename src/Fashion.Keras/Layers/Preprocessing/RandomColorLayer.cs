using Fashion.Keras.Configuration;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Layers;

/// <summary>Random changes of colours while training: one draw per image, all its pixels and channels share it; results are clipped to the range of values.</summary>
public abstract class RandomColorLayer : RandomImageLayer
{
    private protected RandomColorLayer(RandomRange factor, (double Low, double High)? valueRange, DataFormat dataFormat, int? seed, Shape? inputShape, string? name)
        : base(dataFormat, seed, inputShape, name)
    {
        Factor = Sorted(Guard.Number(factor.Low, ClassName, nameof(factor)), Guard.Number(factor.High, ClassName, nameof(factor)));
        (double low, double high) = valueRange ?? (0, 255);
        RandomRange range = Sorted(Guard.Number(low, ClassName, nameof(valueRange)), Guard.Number(high, ClassName, nameof(valueRange)));
        ValueRange = (range.Low, range.High);
    }

    /// <summary>Limits of the draw.</summary>
    public RandomRange Factor { get; private protected init; }

    /// <summary>Smallest and largest value of the images.</summary>
    public (double Low, double High) ValueRange { get; }

    /// <summary>Changes the colours of images (batch, height, width, channels); what it returns is clipped.</summary>
    private protected abstract SymbolicTensor Recolor(SymbolicTensor images, CallContext context);

    private protected sealed override SymbolicTensor Change(SymbolicTensor images, CallContext context) => Ops.Clip(Recolor(images, context), (float)ValueRange.Low, (float)ValueRange.High);

    /// <summary>A draw per image, (batch, 1, 1, 1).</summary>
    private protected SymbolicTensor DrawEach(SymbolicTensor images, RandomRange range, CallContext context) => Ops.Reshape(Draw(images.Shape[0], range, context), [images.Shape[0], 1, 1, 1]);

    /// <summary>A range that touches the possible factors, as Keras checks it; one factor must be possible itself.</summary>
    private protected RandomRange Within(double least, double most) => Factor.Low <= most && Factor.High >= least && !(IsOneNumber && Factor.High > most)
        ? Factor
        : throw new ArgumentException(FormattableString.Invariant($"{ClassName}: factor must be in the range of {least} to {most}, but is {(IsOneNumber ? $"{Factor.High}" : $"{Factor.Low} to {Factor.High}")}."));

    /// <summary>Whether a single number was given, which stands for -f to f.</summary>
    private protected bool IsOneNumber => Factor.Low == -Factor.High;

    private static RandomRange Sorted(double a, double b) => (Math.Min(a, b), Math.Max(a, b));

    private protected static (double, double)? ReadValueRange(ConfigReader config) => config.GetNumbers("value_range") switch
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
