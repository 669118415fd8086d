using System.Globalization;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Slants images at random while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. The pixel (x, y) of the result is that at (x + a y, y + b x) of the
/// image, where a and b are draws per image with one random sign for both. Source:
/// keras.io/api/layers/preprocessing_layers/image_augmentation/random_shear.
/// </remarks>
[KerasLayer]
public sealed partial class RandomShear : RandomAffineLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="xFactor">Limits of the draw a, within 0 to 1; one number f stands for -f to f, null for 0.</param>
    /// <param name="yFactor">Limits of the draw b, within 0 to 1; one number f stands for -f to f, null for 0.</param>
    /// <param name="interpolation">How colours between pixels are found: nearest or bilinear. <c>"nearest"</c>, the default, or
    /// <c>"bilinear"</c>.</param>
    /// <param name="fillMode">What lies outside an image. <c>"reflect"</c>, the default, <c>"constant"</c>, <c>"nearest"</c> or
    /// <c>"wrap"</c>.</param>
    /// <param name="fillValue">The value outside with <see cref="FillMode.Constant"/>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A factor is out of range, or another interpolation.</exception>
    public RandomShear(RandomRange? xFactor = null, RandomRange? yFactor = null, Choice<Interpolation> interpolation = default,
        Choice<FillMode> fillMode = default, double fillValue = 0, Choice<DataFormat> dataFormat = default, int? seed = null,
        Shape? inputShape = null,
        string? name = null)
        : base(fillMode.OrFirst(), interpolation, fillValue, dataFormat.OrFirst(), seed, inputShape, name)
    {
        XFactor = Slant(xFactor ?? 0, nameof(xFactor));
        YFactor = Slant(yFactor ?? 0, nameof(yFactor));
    }

    internal override (SymbolicTensor Rows, SymbolicTensor Columns) Places(Shape images, SymbolicTensor rows, SymbolicTensor columns,
        CallContext context)
    {
        SymbolicTensor sign = Ops.Where(Ops.Greater(Draw(images[0], (0, 1), context), 0.5), -1, 1);
        SymbolicTensor down = sign * Draw(images[0], YFactor, context), across = sign * Draw(images[0], XFactor, context);
        return (rows + down * columns, columns + across * rows);
    }

    private static RandomRange Slant(RandomRange range, string argument)
    {
        RandomRange sorted = ImageValues.Sorted(range.Low, range.High, nameof(RandomShear), argument);
        return sorted.High <= 1 && (sorted.Low >= 0 || sorted.Low == -sorted.High) ? sorted
            : throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"RandomShear: {argument} must be in the range of 0 to 1, but " +
                $"is {sorted.Low} to {sorted.High}."), argument);
    }

    // Keras refuses to read a list with a negative limit, which it writes itself.
    private static void Write(ConfigWriter config, string key, RandomRange range)
    {
        if (range.Low < 0) config.Write(key, range.High);
        else config.Write(key, range);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        Write(config, "x_factor", XFactor);
        Write(config, "y_factor", YFactor);
    }
}
