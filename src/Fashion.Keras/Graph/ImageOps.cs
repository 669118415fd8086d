using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

/// <summary>
/// Operations on images, as <c>keras.ops.image</c>: on values, in layers and between layers, like those of <see cref="Ops"/>. Images are
/// (batch, height, width, channels), or one without the batch, of any range of values.
/// </summary>
public static partial class ImageOps
{
    /// <summary>Images of another size; see <see cref="Layers.Resizing"/> for the weights of the interpolations.</summary>
    /// <param name="images">Images.</param>
    /// <param name="size">Height and width of the result, both positive.</param>
    /// <param name="interpolation">How colours between pixels are found. <c>"bilinear"</c>, the default, <c>"nearest"</c>,
    /// <c>"bicubic"</c>, <c>"lanczos3"</c> or <c>"lanczos5"</c>.</param>
    /// <param name="antialias">Whether a reduction averages all pixels.</param>
    /// <param name="cropToAspectRatio">Whether the largest window in the middle with the result's ratio of sides is taken, instead of
    /// distorting the image.</param>
    /// <param name="padToAspectRatio">Whether the short sides get borders, instead of distorting the image.</param>
    /// <param name="fillMode">What the borders hold; only <see cref="FillMode.Constant"/>, as in Keras. Only <c>"constant"</c>, the
    /// default.</param>
    /// <param name="fillValue">Value of the borders.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ArgumentException">A size is not positive, both ways to keep the ratio were asked for, or another fill
    /// mode.</exception>
    public static SymbolicTensor Resize(SymbolicTensor images, Size2D size, Choice<Interpolation> interpolation = default,
        bool antialias = false, bool cropToAspectRatio = false, bool padToAspectRatio = false,
        Choice<FillMode> fillMode = default, double fillValue = 0, Choice<DataFormat> dataFormat = default)
    {
        WindowRule.Pixels(size.Height, size.Width, nameof(Resize));
        if (cropToAspectRatio && padToAspectRatio)
            throw new ArgumentException("Resize: cropToAspectRatio and padToAspectRatio exclude each other.", nameof(padToAspectRatio));
        interpolation = interpolation.Or(Interpolation.Bilinear);
        fillMode = fillMode.Or(FillMode.Constant);
        if (fillMode.OrFirst() != FillMode.Constant)
            throw new ArgumentException($"Resize: fillMode is '{fillMode}', but borders can only be 'constant'.", nameof(fillMode));
        return Images(nameof(Resize), images, dataFormat.OrFirst(), x => cropToAspectRatio
            ? ImageResizing.Fit(x, size, interpolation.OrFirst(), antialias)
            : padToAspectRatio ? ImageResizing.FitPadded(x, size, interpolation.OrFirst(), antialias, (float)fillValue)
            : ImageResizing.Resize(x, size, interpolation.OrFirst(), antialias), () => new JsonObject
            {
                ["size"] = Pair(size),
                ["interpolation"] = Word(interpolation),
                ["antialias"] = antialias,
                ["crop_to_aspect_ratio"] = cropToAspectRatio,
                ["pad_to_aspect_ratio"] = padToAspectRatio,
                ["fill_mode"] = Word(fillMode),
                ["fill_value"] = fillValue,
            });
    }

    /// <summary>The weighted mean 0.2989 red + 0.587 green + 0.114 blue, with one channel.</summary>
    /// <param name="images">Images of three channels, or one, which are left as they are.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ShapeMismatchException">Another number of channels.</exception>
    public static SymbolicTensor RgbToGrayscale(SymbolicTensor images,
        Choice<DataFormat> dataFormat = default) => Images(nameof(RgbToGrayscale), images, dataFormat.OrFirst(), x =>
    {
        Colors.Three(x.Shape, orOne: true);
        return Colors.Grey(x);
    });

    /// <summary>Hue and saturation from 0 to 1, and value, in place of red, green and blue.</summary>
    /// <param name="images">Images of three channels.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ShapeMismatchException">Another number of channels.</exception>
    public static SymbolicTensor RgbToHsv(SymbolicTensor images,
        Choice<DataFormat> dataFormat = default) => Images(nameof(RgbToHsv), images, dataFormat.OrFirst(), x =>
    {
        Colors.Three(x.Shape);
        var (hue, saturation, value) = Colors.ToHsv(x);
        return Ops.Concatenate([hue, saturation, value], axis: 3);
    });

    /// <summary>Red, green and blue in place of hue, saturation and value; a hue outside of 0 to 1 goes round the circle.</summary>
    /// <param name="images">Images of three channels.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ShapeMismatchException">Another number of channels.</exception>
    public static SymbolicTensor HsvToRgb(SymbolicTensor images,
        Choice<DataFormat> dataFormat = default) => Images(nameof(HsvToRgb), images, dataFormat.OrFirst(), x =>
    {
        Colors.Three(x.Shape);
        return Colors.FromHsv(Channel(0), Channel(1), Channel(2));

        SymbolicTensor Channel(int channel) => Ops.Slice(x, [0, 0, 0, channel], x.Shape.With(3, 1));
    });

    /// <summary>A window of images. Of the rows two of the three numbers are given, of the columns too.</summary>
    /// <param name="images">Images.</param>
    /// <param name="topCropping">Rows that are cut off above.</param>
    /// <param name="leftCropping">Columns that are cut off on the left.</param>
    /// <param name="bottomCropping">Rows that are cut off below.</param>
    /// <param name="rightCropping">Columns that are cut off on the right.</param>
    /// <param name="targetHeight">Rows that are left.</param>
    /// <param name="targetWidth">Columns that are left.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ArgumentException">Not two of three numbers are given, or one is negative.</exception>
    /// <exception cref="ShapeMismatchException">The window does not lie inside.</exception>
    public static SymbolicTensor CropImages(SymbolicTensor images, int? topCropping = null, int? leftCropping = null,
        int? bottomCropping = null, int? rightCropping = null, int? targetHeight = null, int? targetWidth = null,
        Choice<DataFormat> dataFormat = default) => Images(nameof(CropImages), images, dataFormat.OrFirst(), x =>
        {
            (int top, int height) = Crop(x.Shape[1], topCropping, bottomCropping, targetHeight, "rows");
            (int left, int width) = Crop(x.Shape[2], leftCropping, rightCropping, targetWidth, "columns");
            return Ops.Slice(x, [0, top, left, 0], [x.Shape[0], height, width, x.Shape[3]]);
        }, () => Sides("cropping", topCropping, leftCropping, bottomCropping, rightCropping, targetHeight, targetWidth));

    /// <summary>Zeros around images. Of the rows two of the three numbers are given, of the columns too.</summary>
    /// <param name="images">Images.</param>
    /// <param name="topPadding">Rows above.</param>
    /// <param name="leftPadding">Columns on the left.</param>
    /// <param name="bottomPadding">Rows below.</param>
    /// <param name="rightPadding">Columns on the right.</param>
    /// <param name="targetHeight">Rows of the result.</param>
    /// <param name="targetWidth">Columns of the result.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ArgumentException">Not two of three numbers are given, or one is negative.</exception>
    public static SymbolicTensor PadImages(SymbolicTensor images, int? topPadding = null, int? leftPadding = null,
        int? bottomPadding = null, int? rightPadding = null, int? targetHeight = null, int? targetWidth = null,
        Choice<DataFormat> dataFormat = default) => Images(nameof(PadImages), images, dataFormat.OrFirst(), x =>
        {
            (int top, int bottom) = Borders(x.Shape[1], topPadding, bottomPadding, targetHeight, "rows");
            (int left, int right) = Borders(x.Shape[2], leftPadding, rightPadding, targetWidth, "columns");
            return Ops.Pad(x, [0, top, left, 0], [0, bottom, right, 0]);
        }, () => Sides("padding", topPadding, leftPadding, bottomPadding, rightPadding, targetHeight, targetWidth));

    /// <summary>
    /// Shifts, turns, shears and scales images: the pixel (x, y) of the result is that at (a0 x + a1 y + a2, b0 x + b1 y + b2) of the
    /// image.
    /// </summary>
    /// <param name="images">Images.</param>
    /// <param name="transform">(a0, a1, a2, b0, b1, b2, 0, 0) for all images, (8,), or one row for each, (batch, 8). The last two do
    /// nothing.</param>
    /// <param name="interpolation"><see cref="Interpolation.Nearest"/> or <see cref="Interpolation.Bilinear"/>. <c>"bilinear"</c>, the
    /// default, or <c>"nearest"</c>.</param>
    /// <param name="fillMode">What lies outside an image. <c>"constant"</c>, the default, <c>"reflect"</c>, <c>"nearest"</c> or
    /// <c>"wrap"</c>.</param>
    /// <param name="fillValue">The value outside with <see cref="FillMode.Constant"/>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ArgumentException">Another interpolation.</exception>
    /// <exception cref="ShapeMismatchException">The transformations do not fit the images.</exception>
    public static SymbolicTensor AffineTransform(SymbolicTensor images, SymbolicTensor transform,
        Choice<Interpolation> interpolation = default, Choice<FillMode> fillMode = default, double fillValue = 0,
        Choice<DataFormat> dataFormat = default)
    {
        interpolation = interpolation.Or(Interpolation.Bilinear);
        fillMode = fillMode.Or(FillMode.Constant);
        ImageSampling.Check(interpolation.OrFirst(), nameof(AffineTransform));
        return Ops.Compose(nameof(AffineTransform),
            [images, transform], given => Batched(nameof(AffineTransform), given[0], dataFormat.OrFirst(), x =>
        {
            Shape s = x.Shape, numbers = given[1].Shape;
            if (numbers is not ([8] or [_, 8]) || (numbers.Rank == 2 && numbers[0] != s[0] && numbers[0] != 1))
                throw new ShapeMismatchException($"AffineTransform of images {s} needs transformations (8,) or ({s[0]}, 8), not {numbers}.")
                { Received = numbers };
            SymbolicTensor rows = numbers.Rank == 1 ? Ops.ExpandDims(given[1], 0) : given[1];
            (SymbolicTensor down, SymbolicTensor across) = ImageSampling.Grid(s);
            return ImageSampling.Sample(x, Place(3), Place(0), interpolation.OrFirst(), fillMode.OrFirst(), (float)fillValue);

            SymbolicTensor Place(int first) =>
                Ops.BroadcastTo(Factor(first) * across + Factor(first + 1) * down + Factor(first + 2), [s[0], ImageSampling.Pixels(s)]);

            SymbolicTensor Factor(int place) => Ops.Slice(rows, [0, place], [rows.Shape[0], 1]);
        }), () => new JsonObject
        {
            ["interpolation"] = Word(interpolation),
            ["fill_mode"] = Word(fillMode),
            ["fill_value"] = fillValue,
            ["data_format"] = Word(dataFormat)
        });
    }

    /// <summary>A tensor of any rank at places between its elements.</summary>
    /// <param name="inputs">The tensor.</param>
    /// <param name="coordinates">(rank, ...): one coordinate for each axis, of every element of the result.</param>
    /// <param name="order">0 for the nearest element, 1 for the linear blend of the elements around.</param>
    /// <param name="fillMode">What lies outside. <c>"constant"</c>, the default, <c>"reflect"</c>, <c>"nearest"</c> or
    /// <c>"wrap"</c>.</param>
    /// <param name="fillValue">The value outside with <see cref="FillMode.Constant"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another order.</exception>
    /// <exception cref="ShapeMismatchException">There is not one coordinate for each axis.</exception>
    public static SymbolicTensor MapCoordinates(SymbolicTensor inputs, SymbolicTensor coordinates, int order,
        Choice<FillMode> fillMode = default, double fillValue = 0)
    {
        if (order is not (0 or 1))
            throw new ArgumentOutOfRangeException(nameof(order), order, "MapCoordinates: the order must be 0 (nearest) or 1 (linear).");
        fillMode = fillMode.Or(FillMode.Constant);
        return Ops.Compose(nameof(MapCoordinates), [inputs, coordinates],
            given => ImageSampling.At(given[0], given[1], order == 1, fillMode.OrFirst(), (float)fillValue),
            () => new JsonObject { ["order"] = order, ["fill_mode"] = Word(fillMode), ["fill_value"] = fillValue });
    }

    /// <summary>Images blurred by a bell curve, with zeros outside; the result has their size.</summary>
    /// <param name="images">Images.</param>
    /// <param name="kernelSize">Height and width of the window, odd; null for 3.</param>
    /// <param name="sigma">Standard deviations in pixels, across and down, positive; null for 1.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ArgumentException">A size is even or not positive, or a deviation is not positive.</exception>
    public static SymbolicTensor GaussianBlur(SymbolicTensor images, Size2D? kernelSize = null, (double Across, double Down)? sigma = null,
        Choice<DataFormat> dataFormat = default)
    {
        Size2D size = GaussianWindow.Check(kernelSize ?? 3, nameof(GaussianBlur));
        (double across, double down) = sigma ?? (1, 1);
        if (!(across > 0 && down > 0))
            throw new ArgumentException(
                FormattableString.Invariant($"GaussianBlur: the deviations must be positive, not {across} and {down}."), nameof(sigma));
        return Images(nameof(GaussianBlur), images, dataFormat.OrFirst(), x => GaussianWindow.Blur(x, size, across, down),
            () => new JsonObject { ["kernel_size"] = Pair(size), ["sigma"] = new JsonArray(across, down) });
    }

    private static (int Start, int Size) Crop(int size, int? before, int? after, int? target, string what)
    {
        TwoOf(nameof(CropImages), before, after, target, what);
        int start = before ?? size - target!.Value - after!.Value, left = target ?? size - before!.Value - after!.Value;
        return start >= 0 && left >= 0 && start + left <= size
            ? (start, left)
            : throw new ShapeMismatchException($"CropImages: {left} {what} from number {start} on do not lie inside of {size}.");
    }

    private static (int Before, int After) Borders(int size, int? before, int? after, int? target, string what)
    {
        TwoOf(nameof(PadImages), before, after, target, what);
        int first = before ?? target!.Value - after!.Value - size, last = after ?? target!.Value - first - size;
        return first >= 0 && last >= 0
            ? (first, last)
            : throw new ShapeMismatchException($"PadImages: {size} {what} cannot become {target} with {before ?? after} at one side.");
    }

    private static void TwoOf(string name, int? before, int? after, int? target, string what)
    {
        int?[] numbers = [before, after, target];
        if (numbers.Count(n => n is not null) != 2 || numbers.Any(n => n < 0))
            throw new ArgumentException($"{name}: of the {what} exactly two of the three numbers (at the beginning, at the end, of the " +
                "result) must be given, 0 or more.");
    }

    private static JsonObject Sides(string what, int? top, int? left, int? bottom, int? right, int? height, int? width) => new()
    {
        ["top_" + what] = top,
        ["left_" + what] = left,
        ["bottom_" + what] = bottom,
        ["right_" + what] = right,
        ["target_height"] = height,
        ["target_width"] = width,
    };

    private static SymbolicTensor Images(string name, SymbolicTensor images, DataFormat format, Func<SymbolicTensor, SymbolicTensor> change,
        Func<JsonObject>? settings = null) =>
        Ops.Compose(name, [images], given => Batched(name, given[0], format, change), () =>
        {
            JsonObject all = settings?.Invoke() ?? [];
            all["data_format"] = Word<DataFormat>(format);
            return all;
        });

    // A batch with the channels last, changed, and back.
    private static SymbolicTensor Batched(string name, SymbolicTensor images, DataFormat format,
        Func<SymbolicTensor, SymbolicTensor> change)
    {
        if (images.Shape.Rank is not (3 or 4))
            throw new ShapeMismatchException(
                $"{name} needs images (batch, height, width, channels), or one without the batch, not {images.Shape}.")
            { Received = images.Shape };
        bool single = images.Shape.Rank == 3;
        SymbolicTensor changed =
            ChannelOrder.FromLast(change(ChannelOrder.ToLast(single ? Ops.ExpandDims(images, 0) : images, format)), format);
        return single ? Ops.Squeeze(changed, 0) : changed;
    }

    private static JsonArray Pair(Size2D size) => new(size.Height, size.Width);

    private static string Word<T>(Choice<T> value, [CallerArgumentExpression(nameof(value))] string? argument = null)
        where T : struct, Enum => ChoiceTexts<T>.Of(value.OrFirst(argument));
}
