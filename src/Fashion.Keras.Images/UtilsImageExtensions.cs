using System.Numerics.Tensors;
using Fashion.Keras.Data;
using Fashion.Keras.Images;
using Fashion.Keras.Internal;
using SkiaSharp;

namespace Fashion.Keras;

/// <summary>Single images in and out: <c>keras.utils.load_img</c> with <c>img_to_array</c>, and <c>save_img</c>.</summary>
public static class UtilsImageExtensions
{
    extension(Utils)
    {
        /// <summary>Reads an image: PNG, JPEG, GIF (first frame), BMP or WebP. The content decides, not the name.</summary>
        /// <remarks>
        /// Pixels come as stored: orientations in EXIF data, colour profiles and gamma are not applied, as in Keras. Of 16-bit files the
        /// upper eight bits are taken. A size given is reached as Keras does here, on 8-bit images with antialiasing: every pixel counts,
        /// and the results are whole numbers. The image folders of <see cref="DatasetImageExtensions"/> resize as the Resizing layer does.
        /// </remarks>
        /// <param name="path">The file.</param>
        /// <param name="size">Height and width; null for the file's own.</param>
        /// <param name="colorMode">Channels: <c>"rgb"</c>, the default, <c>"grayscale"</c> or <c>"rgba"</c>.</param>
        /// <param name="interpolation">How colours between pixels are found: <c>"nearest"</c>, the default, <c>"bilinear"</c>,
        /// <c>"bicubic"</c>, <c>"lanczos3"</c> or <c>"lanczos5"</c>.</param>
        /// <param name="keepAspectRatio">Whether the largest window in the middle with the result's ratio of sides is taken, instead of
        /// distorting the image.</param>
        /// <param name="maxPixels">Most pixels of the file; more are refused before memory is taken for them.</param>
        /// <returns>(height, width, channels), 0 to 255.</returns>
        /// <exception cref="ImageFileException">The file is no whole image, or has too many pixels.</exception>
        /// <exception cref="IOException">The file cannot be opened.</exception>
        public static Tensor<float> LoadImage(string path, Size2D? size = null, Choice<ColorMode> colorMode = default,
            Choice<Interpolation> interpolation = default,
            bool keepAspectRatio = false, long maxPixels = ImageDecoder.UsualMaxPixels)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            ImageReader.CheckMaxPixels(maxPixels, nameof(LoadImage));
            ColorMode colors = colorMode.Or(ColorMode.Rgb);
            var form = new ImageForm(size ?? 1, colors, interpolation.Or(Interpolation.Nearest), Antialias: true, Crop: keepAspectRatio,
                Pad: false)
            { SeesAround = true };
            form.Check(nameof(LoadImage));
            using PixelBuffer image = ImageDecoder.Decode(Path.GetFullPath(path), maxPixels);
            int channels = PixelRow.Channels(colors);
            if (size is not { } wanted || wanted == image.Size)
                return Tensor.Create(ImageResizer.Convert(image, colors), [image.Size.Height, image.Size.Width, channels]);
            float[] values = ImageResizer.Resize(image, form);
            for (int i = 0; i < values.Length; i++) values[i] = MathF.Floor(Math.Clamp(values[i] + 0.5f, 0, 255));
            return Tensor.Create(values, [wanted.Height, wanted.Width, channels]);
        }

        /// <summary>Writes an image as PNG, JPEG or WebP, as the name's end says.</summary>
        /// <param name="path">The file; an old one is replaced.</param>
        /// <param name="image">(height, width, channels) with 1, 3 or 4 channels (gray, RGB, RGBA), or (height, width). JPEG has no
        /// opacity: the fourth channel is left out, as in Keras.</param>
        /// <param name="scale">True: the least value becomes 0 and the greatest 255. False: values are 0 to 255; what lies outside is cut.
        /// Fractions are cut off.</param>
        /// <param name="quality">Of JPEG and WebP, 1 to 100.</param>
        /// <exception cref="ArgumentException">The name's end is none of .png, .jpg, .jpeg, .webp; or a value is not a finite
        /// number.</exception>
        /// <exception cref="ShapeMismatchException">The tensor has no such shape.</exception>
        public static void SaveImage(string path, Tensor<float> image, bool scale = true, int quality = 75)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            ArgumentNullException.ThrowIfNull(image);
            if (quality is < 1 or > 100)
                throw new ArgumentOutOfRangeException(nameof(quality), quality, "SaveImage: quality must be 1 to 100.");
            SKEncodedImageFormat format = Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".PNG" => SKEncodedImageFormat.Png,
                ".JPG" or ".JPEG" => SKEncodedImageFormat.Jpeg,
                ".WEBP" => SKEncodedImageFormat.Webp,
                var other => throw new ArgumentException("SaveImage: the name must end in .png, .jpg, .jpeg or .webp, not in " +
                    $"'{ShortText.Of(other)}'.", nameof(path)),
            };
            Shape shape = Shape.Create([.. image.Lengths.ToArray().Select(n => (int)n)]);
            int channels = shape.Rank == 3 ? shape[2] : 1;
            if (shape.Rank is not (2 or 3) || channels is not (1 or 3 or 4) || shape.ElementCount == 0)
                throw new ShapeMismatchException(
                    $"SaveImage: the image must be (height, width, 1, 3 or 4 channels) or (height, width), not {shape}.")
                { Received = shape };
            byte[] bytes = ImageEncoder.ToBytes(TensorValues.Of(image), scale);
            File.WriteAllBytes(path, ImageEncoder.Encode(bytes, (shape[0], shape[1]), channels, format, quality));
        }
    }
}
