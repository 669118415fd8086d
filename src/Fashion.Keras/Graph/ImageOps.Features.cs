using System.Text.Json.Nodes;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

// What images show, and how alike they are.
public static partial class ImageOps
{
    /// <summary>How colours change down and to the right, by Sobel's windows of three by three pixels, with zeros outside.</summary>
    /// <param name="images">(batch, height, width, channels), or with the channels first.</param>
    /// <param name="dataFormat">Where the channels are. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <returns>The shape of the images with a new last axis: the change down, then the change to the right.</returns>
    /// <exception cref="ShapeMismatchException">No batch of images.</exception>
    public static SymbolicTensor SobelEdges(SymbolicTensor images,
        Choice<DataFormat> dataFormat = default) => Ops.Compose(nameof(SobelEdges), [images], given =>
    {
        if (given[0].Shape.Rank != 4)
            throw new ShapeMismatchException($"SobelEdges needs images (batch, height, width, channels), not {given[0].Shape}.")
            { Received = given[0].Shape };
        SymbolicTensor last = ChannelOrder.ToLast(given[0], dataFormat.OrFirst());
        float[] down = [-1, -2, -1, 0, 0, 0, 1, 2, 1], across = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
        return Ops.Stack([Edges(down), Edges(across)], axis: -1);

        SymbolicTensor Edges(float[] window) => ChannelOrder.FromLast(Ops.DepthwiseConv(last,
            Ops.BroadcastTo(Ops.Fixed([3, 3, 1, 1], window), [3, 3, last.Shape[3], 1]), padding: Padding.Same), dataFormat.OrFirst());
    }, () => new JsonObject { ["data_format"] = Word(dataFormat) });

    /// <summary>How alike pairs of images are in brightness, contrast and structure, 1 for the same (SSIM; Wang et al. 2004).</summary>
    /// <param name="image1">(batch, height, width, channels), or one image without the batch.</param>
    /// <param name="image2">Images of the same shape.</param>
    /// <param name="maxVal">The largest value of a pixel, such as 1 or 255.</param>
    /// <param name="filterSize">Height and width of the window, odd.</param>
    /// <param name="filterSigma">Its standard deviation in pixels, positive.</param>
    /// <param name="k1">Keeps the comparison of brightness stable.</param>
    /// <param name="k2">Keeps the comparison of contrast stable.</param>
    /// <param name="dataFormat">Where the channels are. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <returns>One number per pair, (batch) or ().</returns>
    /// <exception cref="ShapeMismatchException">The shapes differ, or the images are smaller than the window.</exception>
    /// <exception cref="ArgumentException">The window is even, or a number is out of range.</exception>
    public static SymbolicTensor Ssim(SymbolicTensor image1, SymbolicTensor image2, double maxVal = 1, int filterSize = 11,
        double filterSigma = 1.5, double k1 = 0.01, double k2 = 0.03,
        Choice<DataFormat> dataFormat = default)
    {
        GaussianWindow.Check(filterSize, nameof(Ssim), nameof(filterSize));
        if (Guard.Finite(filterSigma, nameof(Ssim)) <= 0)
            throw new ArgumentOutOfRangeException(nameof(filterSigma), filterSigma, "Ssim: filterSigma must be positive.");
        double c1 = Math.Pow(Guard.Finite(k1, nameof(Ssim)) * Guard.Finite(maxVal, nameof(Ssim)), 2),
            c2 = Math.Pow(Guard.Finite(k2, nameof(Ssim)) * maxVal, 2);
        return Ops.Compose("SSIM", [image1, image2], given =>
        {
            Shape shape = given[0].Shape;
            if (shape.Rank is not (3 or 4) || shape != given[1].Shape)
                throw new ShapeMismatchException("Ssim needs two batches of images (batch, height, width, channels) of one shape, or " +
                    $"two images, not {shape} and {given[1].Shape}.")
                { Received = given[1].Shape };
            SymbolicTensor a = Planes(given[0]), b = Planes(given[1]);
            SymbolicTensor meanA = Blurred(a), meanB = Blurred(b), both = meanA * meanB, squareA = Ops.Square(meanA),
                squareB = Ops.Square(meanB);
            SymbolicTensor together = 2 * (Blurred(a * b) - both) + c2,
                apart = Blurred(Ops.Square(a)) - squareA + (Blurred(Ops.Square(b)) - squareB) + c2;
            SymbolicTensor alike = (2 * both + c1) * together / ((squareA + squareB + c1) * apart);
            SymbolicTensor perImage =
                Ops.Mean(Ops.Reshape(Ops.Mean(alike, axis: [1, 2, 3]), [shape.Rank == 3 ? 1 : shape[0], -1]), axis: -1);
            return shape.Rank == 3 ? Ops.Squeeze(perImage, 0) : perImage;
        }, () => new JsonObject
        {
            ["max_val"] = maxVal,
            ["filter_size"] = filterSize,
            ["filter_sigma"] = filterSigma,
            ["k1"] = k1,
            ["k2"] = k2,
            ["data_format"] = Word(dataFormat),
        });

        // Every channel is an image of its own.
        SymbolicTensor Planes(SymbolicTensor images)
        {
            SymbolicTensor last = ChannelOrder.ToLast(images.Shape.Rank == 3 ? Ops.ExpandDims(images, 0) : images, dataFormat.OrFirst());
            return Ops.Reshape(Ops.Transpose(last, 0, 3, 1, 2), [-1, last.Shape[1], last.Shape[2], 1]);
        }

        SymbolicTensor Blurred(SymbolicTensor planes)
        {
            double[] bell =
                [.. Enumerable.Range(0, filterSize)
                    .Select(i => Math.Exp(-Math.Pow(i - (filterSize - 1) / 2.0, 2) / (2 * filterSigma * filterSigma)))];
            double sum = bell.Sum();
            float[] window = [.. bell.SelectMany(down => bell.Select(across => (float)(down / sum * (across / sum))))];
            return Ops.Conv(planes, Ops.Fixed([filterSize, filterSize, 1, 1], window), padding: Padding.Valid);
        }
    }
}
