using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>The range of the values of images: checks, files, and the way to 0 to 255 and back.</summary>
internal static class ImageValues
{
    private const double Most = 255;

    /// <summary>Limits in rising order.</summary>
    public static RandomRange Sorted(double a, double b, string layer, string argument) =>
        (Math.Min(Guard.Number(a, layer, argument), Guard.Number(b, layer, argument)), Math.Max(a, b));

    /// <summary>The range in rising order; 0 to 255 for null.</summary>
    public static (double Low, double High) Range((double Low, double High)? range, string layer)
    {
        RandomRange sorted = range is var (low, high) ? Sorted(low, high, layer, "valueRange") : (0, Most);
        return (sorted.Low, sorted.High);
    }

    /// <summary>The range of a layer that stretches it, which a single number cannot be.</summary>
    /// <exception cref="ArgumentException">Both limits are the same.</exception>
    public static (double Low, double High) Wide((double Low, double High)? range, string layer,
        string argument = "valueRange") => Range(range, layer) is var wide && wide.High > wide.Low ? wide
        : throw new ArgumentException(
            FormattableString.Invariant($"{layer}: the limits of valueRange must differ, but both are {wide.Low}."), argument);

    public static (double, double)? Read(ConfigReader config) => config.GetNumbers("value_range") switch
    {
        null => null,
        [double low, double high] => (low, high),
        _ => throw config.Wrong("value_range", "a list of two numbers"),
    };

    public static SymbolicTensor Clip(SymbolicTensor images, (double Low, double High) range) =>
        Ops.Clip(images, (float)range.Low, (float)range.High);

    /// <summary>Images of the range as such of 0 to 255.</summary>
    public static SymbolicTensor ToBytes(SymbolicTensor images, (double Low, double High) range) =>
        range == (0, Most) ? images : (images - range.Low) / (range.High - range.Low) * Most;

    /// <summary>Images of 0 to 255 as such of the range.</summary>
    public static SymbolicTensor FromBytes(SymbolicTensor images, (double Low, double High) range) =>
        range == (0, Most) ? images : images / Most * (range.High - range.Low) + range.Low;
}
