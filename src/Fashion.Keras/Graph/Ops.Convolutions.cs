using System.Text.Json.Nodes;
using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

// Convolutions over one, two or three spatial axes; layers of the same names call them.
public static partial class Ops
{
    /// <summary>Filters that move over sequences, images or volumes; see <see cref="Layers.Conv2D"/>. The kernel is not flipped.</summary>
    /// <param name="inputs">(batch, spatial axes, channels), one to three spatial axes.</param>
    /// <param name="kernel">(window, channels / groups, filters): the number of groups follows from the channels.</param>
    /// <param name="strides">Step from one window to the next: one number for all axes, or one for each; null for 1.</param>
    /// <param name="padding">What happens at the borders. <c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">Distance between the window's cells, likewise; null for 1. Not together with strides above 1.</param>
    /// <exception cref="ArgumentException">Options exclude each other.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static SymbolicTensor Conv(SymbolicTensor inputs, SymbolicTensor kernel, Shape? strides = null,
        Choice<Padding> padding = default, Choice<DataFormat> dataFormat = default, Shape? dilationRate = null) =>
        Compose(nameof(Conv), [inputs, kernel], given =>
        {
            Shape window = WindowOf(nameof(Conv), given[0], given[1]), channels = given[1].Shape;
            (Shape step, Shape distance) = Steps(nameof(Conv), window, strides, padding.OrFirst(), dilationRate);
            SymbolicTensor x = ChannelOrder.ToLast(given[0], dataFormat.OrFirst());
            if (x.Shape[^1] % Math.Max(channels[^2], 1) != 0)
                throw new ShapeMismatchException(
                    $"A kernel of shape {channels} needs inputs with a multiple of {channels[^2]} channels, not {given[0].Shape}.")
                { Received = given[0].Shape };
            return ChannelOrder.FromLast(
                ConvolutionMath.Convolve(x, given[1], step, distance, padding.OrFirst(), x.Shape[^1] / Math.Max(channels[^2], 1)),
                    dataFormat.OrFirst());
        }, Window(strides, padding.OrFirst(), dataFormat.OrFirst(), dilationRate));

    /// <summary>
    /// The gradient of a convolution with respect to its input, as an operation of its own; see <see cref="Layers.Conv2DTranspose"/>.
    /// </summary>
    /// <param name="inputs">(batch, spatial axes, channels), one to three spatial axes.</param>
    /// <param name="kernel">(window, filters, channels).</param>
    /// <param name="strides">Step from one window to the next: one number for all axes, or one for each; null for 1.</param>
    /// <param name="padding">What happens at the borders; not <see cref="Padding.Causal"/>. <c>"valid"</c>, the default, or
    /// <c>"same"</c>.</param>
    /// <param name="outputPadding">Size added at the end of each axis, below the stride, likewise; null for what fits the stride.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">Distance between the window's cells, likewise; null for 1. Not together with strides above 1.</param>
    /// <exception cref="ArgumentException">Options exclude each other.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static SymbolicTensor ConvTranspose(SymbolicTensor inputs, SymbolicTensor kernel, Shape? strides = null,
        Choice<Padding> padding = default, Shape? outputPadding = null, Choice<DataFormat> dataFormat = default,
        Shape? dilationRate = null) => Compose(nameof(ConvTranspose), [inputs, kernel], given =>
        {
            Shape window = WindowOf(nameof(ConvTranspose), given[0], given[1]);
            (Shape step, Shape distance) = Steps(nameof(ConvTranspose), window, strides, padding.OrFirst(), dilationRate);
            if (padding.OrFirst() == Padding.Causal)
                throw new ArgumentException("ConvTranspose: use Padding.Valid or Padding.Same, not Padding.Causal.", nameof(padding));
            Shape? added = outputPadding is null ? null : ForAxes(nameof(ConvTranspose), outputPadding, window.Rank);
            if (added is not null && added.Where((size, axis) => size < 0 || size >= step[axis]).Any())
                throw new ArgumentException($"ConvTranspose: outputPadding {added} must be at least 0 and below strides {step}.",
                    nameof(outputPadding));
            SymbolicTensor x = ChannelOrder.ToLast(given[0], dataFormat.OrFirst());
            if (x.Shape[^1] != given[1].Shape[^1])
                throw new ShapeMismatchException(
                    $"A kernel of shape {given[1].Shape} needs inputs with {given[1].Shape[^1]} channels, not {given[0].Shape}.")
                { Received = given[0].Shape };
            TransposedWindow[] windows =
                [.. Enumerable.Range(0, window.Rank)
                    .Select(
                        axis => TransposedWindow.Of(x.Shape[axis + 1], window[axis], step[axis], distance[axis], padding.OrFirst(),
                            added?[axis]))];
            return ChannelOrder.FromLast(ConvolutionMath.Transposed(x, given[1], windows, step, distance), dataFormat.OrFirst());
        }, () =>
        {
            JsonObject settings = Window(strides, padding.OrFirst(), dataFormat.OrFirst(), dilationRate)();
            settings["output_padding"] = outputPadding is null ? null : Number(outputPadding);
            return settings;
        });

    /// <summary>A convolution in which every filter sees one channel; see <see cref="Layers.DepthwiseConv2D"/>.</summary>
    /// <param name="inputs">(batch, spatial axes, channels), one to three spatial axes.</param>
    /// <param name="kernel">(window, channels, filters for each channel).</param>
    /// <param name="strides">Step from one window to the next: one number for all axes, or one for each; null for 1.</param>
    /// <param name="padding">What happens at the borders. <c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">Distance between the window's cells, likewise; null for 1. Not together with strides above 1.</param>
    /// <exception cref="ArgumentException">Options exclude each other.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static SymbolicTensor DepthwiseConv(SymbolicTensor inputs, SymbolicTensor kernel, Shape? strides = null,
        Choice<Padding> padding = default, Choice<DataFormat> dataFormat = default, Shape? dilationRate = null) =>
        Compose(nameof(DepthwiseConv), [inputs, kernel], given =>
        {
            (Shape step, Shape distance) =
                Steps(nameof(DepthwiseConv), WindowOf(nameof(DepthwiseConv), given[0], given[1]), strides, padding.OrFirst(), dilationRate);
            return ChannelOrder.FromLast(
                ConvolutionMath.Depthwise(ChannelOrder.ToLast(given[0], dataFormat.OrFirst()), given[1], step, distance,
                    padding.OrFirst()), dataFormat.OrFirst());
        }, Window(strides, padding.OrFirst(), dataFormat.OrFirst(), dilationRate));

    /// <summary>
    /// A <see cref="DepthwiseConv"/> whose results are mixed by a convolution with a window of one cell; see
    /// <see cref="Layers.SeparableConv2D"/>.
    /// </summary>
    /// <param name="inputs">(batch, spatial axes, channels), one to three spatial axes.</param>
    /// <param name="depthwiseKernel">(window, channels, filters for each channel).</param>
    /// <param name="pointwiseKernel">(1 for each spatial axis, channels * filters for each channel, filters).</param>
    /// <param name="strides">Step from one window to the next: one number for all axes, or one for each; null for 1.</param>
    /// <param name="padding">What happens at the borders. <c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="dilationRate">Distance between the window's cells, likewise; null for 1. Not together with strides above 1.</param>
    /// <exception cref="ArgumentException">Options exclude each other.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static SymbolicTensor SeparableConv(SymbolicTensor inputs, SymbolicTensor depthwiseKernel, SymbolicTensor pointwiseKernel,
        Shape? strides = null, Choice<Padding> padding = default,
        Choice<DataFormat> dataFormat = default, Shape? dilationRate = null) =>
        Compose(nameof(SeparableConv), [inputs, depthwiseKernel, pointwiseKernel], given =>
        {
            SymbolicTensor channels =
                DepthwiseConv(ChannelOrder.ToLast(given[0], dataFormat.OrFirst()), given[1], strides, padding, dilationRate: dilationRate);
            return ChannelOrder.FromLast(Conv(channels, given[2]), dataFormat.OrFirst());
        }, Window(strides, padding.OrFirst(), dataFormat.OrFirst(), dilationRate));

    // The sizes of the kernel's window, after a look at the numbers of axes.
    private static Shape WindowOf(string name, SymbolicTensor inputs, SymbolicTensor kernel) =>
        inputs.Shape.Rank is >= 3 and <= 5 && kernel.Shape.Rank == inputs.Shape.Rank ? kernel.Shape[..^2]
        : throw new ShapeMismatchException($"{name} needs inputs with a batch, one to three spatial axes and channels, and a kernel with " +
            $"as many axes, not {inputs.Shape} and {kernel.Shape}.")
        { Received = inputs.Shape };

    private static (Shape Strides, Shape Dilation) Steps(string name, Shape window, Shape? strides, Padding padding, Shape? dilation)
    {
        Shape step = ForAxes(name, strides ?? [1], window.Rank), distance = ForAxes(name, dilation ?? [1], window.Rank);
        WindowRule.CheckConvolution(name, window, step, distance);
        if (padding == Padding.Causal && window.Rank != 1)
            throw new ArgumentException($"{name}: Padding.Causal is for sequences only; use Padding.Valid or Padding.Same.",
                nameof(padding));
        return (step, distance);
    }

    private static Shape ForAxes(string name, Shape sizes,
        int axes) => sizes.Rank == axes ? sizes : sizes is [var all] ? Enumerable.Repeat(all, axes).ToArray()
        : throw new ArgumentException($"{name} over {axes} spatial axes needs one number or {axes}, not {sizes}.");

    private static Func<JsonObject> Window(Shape? strides, Padding padding, DataFormat dataFormat, Shape? dilation) => () => new JsonObject
    {
        ["strides"] = Number(strides ?? [1]),
        ["padding"] = Name(padding),
        ["data_format"] = Name(dataFormat),
        ["dilation_rate"] = Number(dilation ?? [1]),
    };

    // One number, or a list of them.
    private static JsonNode Number(Shape sizes) => sizes is [var one] ? one : Sizes(sizes);

    private static string Name(Padding padding) => padding switch { Padding.Valid => "valid", Padding.Same => "same", _ => "causal" };
}
