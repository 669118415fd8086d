using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

// Images seen from elsewhere.
public static partial class ImageOps
{
    /// <summary>Changes the perspective: four points of each image come to lie elsewhere, and straight lines stay straight.</summary>
    /// <param name="images">Images.</param>
    /// <param name="startPoints">
    /// Four points (x, y) in pixels, for example the corners in the order upper left, upper right, lower left, lower right: (4, 2) for all
    /// images, or (batch, 4, 2). No three of them lie on a line.
    /// </param>
    /// <param name="endPoints">Where they are in the result, likewise.</param>
    /// <param name="interpolation"><see cref="Interpolation.Nearest"/> or <see cref="Interpolation.Bilinear"/>. <c>"bilinear"</c>, the
    /// default, or <c>"nearest"</c>.</param>
    /// <param name="fillValue">The value outside of an image.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ArgumentException">Another interpolation.</exception>
    /// <exception cref="ShapeMismatchException">The points do not fit the images, or each other.</exception>
    public static SymbolicTensor PerspectiveTransform(SymbolicTensor images, SymbolicTensor startPoints, SymbolicTensor endPoints,
        Choice<Interpolation> interpolation = default, double fillValue = 0,
        Choice<DataFormat> dataFormat = default)
    {
        interpolation = interpolation.Or(Interpolation.Bilinear);
        ImageSampling.Check(interpolation.OrFirst(), nameof(PerspectiveTransform));
        return Ops.Compose(nameof(PerspectiveTransform),
            [images, startPoints, endPoints], given => Batched(nameof(PerspectiveTransform), given[0], dataFormat.OrFirst(), x =>
            Perspective.Transform(x, Points(given[1], x.Shape), Points(given[2], x.Shape), interpolation.OrFirst(), (float)fillValue)),
            () => new JsonObject
            {
                ["interpolation"] = Word(interpolation),
                ["fill_value"] = fillValue,
                ["data_format"] = Word(dataFormat)
            });

        static SymbolicTensor Points(SymbolicTensor points,
            Shape images) => points.Shape is [4, 2] || (points.Shape is [var count, 4, 2] && (count == 1 || count == images[0]))
                ? Ops.BroadcastTo(points, [images[0], 4, 2])
            : throw new ShapeMismatchException(
                $"PerspectiveTransform of images {images} needs points (4, 2) or ({images[0]}, 4, 2), not {points.Shape}.")
            { Received = points.Shape };
    }
}
