using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

// Poolings over one, two or three spatial axes.
public static partial class Ops
{
    /// <summary>The largest number of every window and channel; padded cells never win.</summary>
    /// <param name="inputs">(batch, spatial axes, channels), one to three spatial axes.</param>
    /// <param name="poolSize">Size of the window: one number for all axes, or one for each.</param>
    /// <param name="strides">Step from one window to the next, likewise; null for the size of the window.</param>
    /// <param name="padding">What happens at the borders; not <see cref="Padding.Causal"/>. <c>"valid"</c>, the default, or
    /// <c>"same"</c>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ArgumentException">A size is not positive, or the padding is causal.</exception>
    /// <exception cref="ShapeMismatchException">The window does not fit.</exception>
    public static SymbolicTensor MaxPool(SymbolicTensor inputs, Shape poolSize, Shape? strides = null, Choice<Padding> padding = default,
        Choice<DataFormat> dataFormat = default) =>
        Pool(nameof(MaxPool), PoolKind.Max, inputs, poolSize, strides, padding.OrFirst(), dataFormat.OrFirst());

    /// <summary>The mean of every window and channel; padded cells do not count.</summary>
    /// <param name="inputs">(batch, spatial axes, channels), one to three spatial axes.</param>
    /// <param name="poolSize">Size of the window: one number for all axes, or one for each.</param>
    /// <param name="strides">Step from one window to the next, likewise; null for the size of the window.</param>
    /// <param name="padding">What happens at the borders; not <see cref="Padding.Causal"/>. <c>"valid"</c>, the default, or
    /// <c>"same"</c>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ArgumentException">A size is not positive, or the padding is causal.</exception>
    /// <exception cref="ShapeMismatchException">The window does not fit.</exception>
    public static SymbolicTensor AveragePool(SymbolicTensor inputs, Shape poolSize, Shape? strides = null,
        Choice<Padding> padding = default, Choice<DataFormat> dataFormat = default) =>
        Pool(nameof(AveragePool), PoolKind.Average, inputs, poolSize, strides, padding.OrFirst(), dataFormat.OrFirst());

    /// <summary>
    /// The largest numbers of windows that are laid so that the result has a given size; see <see cref="Layers.AdaptiveMaxPooling2D"/>.
    /// </summary>
    /// <param name="inputs">(batch, spatial axes, channels), one to three spatial axes.</param>
    /// <param name="outputSize">Size of the result: one number for all axes, or one for each.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ArgumentException">A size is not positive.</exception>
    public static SymbolicTensor AdaptiveMaxPool(SymbolicTensor inputs, Shape outputSize, Choice<DataFormat> dataFormat = default) =>
        Adaptive(nameof(AdaptiveMaxPool), PoolKind.Max, inputs, outputSize, dataFormat.OrFirst());

    /// <summary>
    /// The means of windows that are laid so that the result has a given size; see <see cref="Layers.AdaptiveAveragePooling2D"/>.
    /// </summary>
    /// <param name="inputs">(batch, spatial axes, channels), one to three spatial axes.</param>
    /// <param name="outputSize">Size of the result: one number for all axes, or one for each.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ArgumentException">A size is not positive.</exception>
    public static SymbolicTensor AdaptiveAveragePool(SymbolicTensor inputs, Shape outputSize, Choice<DataFormat> dataFormat = default) =>
        Adaptive(nameof(AdaptiveAveragePool), PoolKind.Average, inputs, outputSize, dataFormat.OrFirst());

    private static SymbolicTensor Pool(string name, PoolKind kind, SymbolicTensor inputs, Shape poolSize, Shape? strides, Padding padding,
        DataFormat dataFormat)
    {
        ArgumentNullException.ThrowIfNull(poolSize);
        if (padding == Padding.Causal)
            throw new ArgumentException($"{name}: Padding.Causal is for convolutions only; use Padding.Valid or Padding.Same.",
                nameof(padding));
        WindowRule.Positive(poolSize, name, nameof(poolSize));
        WindowRule.Positive(strides ?? poolSize, name, nameof(strides));
        return Compose(name, [inputs], given =>
        {
            int axes = SpatialAxes(name, given[0]);
            SymbolicTensor y = PoolingMath.Pool(name, ChannelOrder.ToLast(given[0], dataFormat), kind, ForAxes(name, poolSize, axes),
                ForAxes(name, strides ?? poolSize, axes), padding);
            return ChannelOrder.FromLast(y, dataFormat);
        }, () => new JsonObject
        {
            ["pool_size"] = Number(poolSize),
            ["strides"] = strides is null ? null : Number(strides),
            ["padding"] = Name(padding),
            ["data_format"] = Name(dataFormat)
        });
    }

    private static SymbolicTensor Adaptive(string name, PoolKind kind, SymbolicTensor inputs, Shape outputSize, DataFormat dataFormat)
    {
        ArgumentNullException.ThrowIfNull(outputSize);
        WindowRule.Positive(outputSize, name, nameof(outputSize));
        return Compose(name, [inputs], given =>
        {
            Shape sizes = ForAxes(name, outputSize, SpatialAxes(name, given[0]));
            SymbolicTensor x = ChannelOrder.ToLast(given[0], dataFormat);
            if (x.Shape[1..^1].Contains(0))
                throw new ShapeMismatchException($"{name}: an input without cells, {given[0].Shape}, cannot be pooled.")
                { Received = given[0].Shape };
            return ChannelOrder.FromLast(AdaptivePoolingMath.Pool(name, x, kind, sizes), dataFormat);
        }, () => new JsonObject { ["output_size"] = Number(outputSize), ["data_format"] = Name(dataFormat) });
    }

    private static int SpatialAxes(string name, SymbolicTensor inputs) => inputs.Shape.Rank is >= 3 and <= 5 ? inputs.Shape.Rank - 2
        : throw new ShapeMismatchException($"{name} needs inputs with a batch, one to three spatial axes and channels, not {inputs.Shape}.")
        { Received = inputs.Shape };
}
