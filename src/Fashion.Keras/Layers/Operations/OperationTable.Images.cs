using Fashion.Keras.Data;

namespace Fashion.Keras.Layers;

// Images.
internal static partial class OperationTable
{
    private static KerasOperation[] Images() =>
    [
        Picture("RGBToGrayscale", ["images"], ["data_format"], nameof(ImageOps.RgbToGrayscale),
            a => ImageOps.RgbToGrayscale(a.Tensor("images"), Format(a))),
        Picture("RGBToHSV", ["images"], ["data_format"], nameof(ImageOps.RgbToHsv), a => ImageOps.RgbToHsv(a.Tensor("images"), Format(a))),
        Picture("HSVToRGB", ["images"], ["data_format"], nameof(ImageOps.HsvToRgb), a => ImageOps.HsvToRgb(a.Tensor("images"), Format(a))),
        Picture("Resize", ["images"], ["size", "interpolation", "antialias", "crop_to_aspect_ratio", "pad_to_aspect_ratio", "fill_mode",
            "fill_value", "data_format"], nameof(ImageOps.Resize), a =>
            ImageOps.Resize(a.Tensor("images"), Pair(a, "size") ?? throw new ArgumentException("'size' is missing"),
                Word(a, "interpolation", Interpolation.Bilinear), a.Bool("antialias", false), a.Bool("crop_to_aspect_ratio", false),
                a.Bool("pad_to_aspect_ratio", false), Word(a, "fill_mode", FillMode.Constant), a.Number("fill_value", 0), Format(a))),
        Picture("CropImages", ["images"],
            ["top_cropping", "left_cropping", "bottom_cropping", "right_cropping", "target_height", "target_width", "data_format"],
            nameof(ImageOps.CropImages), a =>
            ImageOps.CropImages(a.Tensor("images"), Side(a, "top_cropping"), Side(a, "left_cropping"), Side(a, "bottom_cropping"),
                Side(a, "right_cropping"), Side(a, "target_height"), Side(a, "target_width"), Format(a))),
        Picture("PadImages", ["images"],
            ["top_padding", "left_padding", "bottom_padding", "right_padding", "target_height", "target_width", "data_format"],
            nameof(ImageOps.PadImages), a =>
            ImageOps.PadImages(a.Tensor("images"), Side(a, "top_padding"), Side(a, "left_padding"), Side(a, "bottom_padding"),
                Side(a, "right_padding"), Side(a, "target_height"), Side(a, "target_width"), Format(a))),
        Picture("ExtractPatches", ["images"], ["size", "strides", "dilation_rate", "padding", "data_format"],
            nameof(ImageOps.ExtractPatches), a =>
            ImageOps.ExtractPatches(a.Tensor("images"),
                Pair(a, "size") ?? throw new ArgumentException("'size' is missing; of volumes patches are not supported"),
                Pair(a, "strides"), Pair(a, "dilation_rate"), Border(a), Format(a))),
        Picture("ReconstructPatches", ["patches"], ["size", "output_size", "strides", "padding", "data_format"],
            nameof(ImageOps.ReconstructPatches), a =>
            ImageOps.ReconstructPatches(a.Tensor("patches"),
                Pair(a, "size") ?? throw new ArgumentException("'size' is missing; of volumes patches are not supported"),
                Pair(a, "output_size") ?? throw new ArgumentException("'output_size' is missing"),
                Pair(a, "strides"), Border(a), Format(a))),
        Picture("AffineTransform", ["images", "transform"], ["interpolation", "fill_mode", "fill_value", "data_format"],
            nameof(ImageOps.AffineTransform), a =>
            ImageOps.AffineTransform(a.Tensor("images"), a.Tensor("transform"), Word(a, "interpolation", Interpolation.Bilinear),
                Word(a, "fill_mode", FillMode.Constant), a.Number("fill_value", 0), Format(a))),
        Picture("PerspectiveTransform", ["images", "start_points", "end_points"], ["interpolation", "fill_value", "data_format"],
            nameof(ImageOps.PerspectiveTransform), a =>
            ImageOps.PerspectiveTransform(a.Tensor("images"), a.Tensor("start_points"), a.Tensor("end_points"),
                Word(a, "interpolation", Interpolation.Bilinear), a.Number("fill_value", 0), Format(a))),
        Picture("MapCoordinates", ["inputs", "coordinates"], ["order", "fill_mode", "fill_value"], nameof(ImageOps.MapCoordinates), a =>
            ImageOps.MapCoordinates(a.Tensor("inputs"), a.Tensor("coordinates"), a.Int("order"), Word(a, "fill_mode", FillMode.Constant),
                a.Number("fill_value", 0))),
        Picture("GaussianBlur", ["images"], ["kernel_size", "sigma", "data_format"], nameof(ImageOps.GaussianBlur), a =>
            ImageOps.GaussianBlur(a.Tensor("images"), Pair(a, "kernel_size"),
                a.Has("sigma") ? a.Numbers("sigma") is [var across, var down]
                    ? (across, down)
                    : throw new ArgumentException("'sigma' should be two numbers") : null, Format(a))),
        Picture("SobelEdges", ["images"], ["data_format"], nameof(ImageOps.SobelEdges),
            a => ImageOps.SobelEdges(a.Tensor("images"), Format(a))),
        Picture("SSIM", ["image1", "image2"], ["max_val", "filter_size", "filter_sigma", "k1", "k2", "data_format"],
            "SSIM", a => ImageOps.Ssim(a.Tensor("image1"), a.Tensor("image2"),
            a.Number("max_val", 1), a.Int("filter_size", 11), a.Number("filter_sigma", 1.5), a.Number("k1", 0.01), a.Number("k2", 0.03),
                Format(a))),
    ];

    private static KerasOperation Picture(string className, string[] inputs, string[] settings, string method,
        Func<OperationArguments, SymbolicTensor> compute) =>
        new(className, KerasOperation.Pictures, inputs, settings, compute) { Method = method };

    private static int? Side(OperationArguments a, string name) => a.Has(name) ? a.Int(name) : null;

    private static T Word<T>(OperationArguments a, string name, T fallback) where T : struct, Enum
    {
        if (a.Text(name, "") is not { Length: > 0 } word) return fallback;
        return ChoiceTexts<T>.TryParse(word, out T value) ? value
            : throw new ArgumentException($"'{name}' is '{word}', which is not supported; {ChoiceTexts<T>.List} are");
    }
}
