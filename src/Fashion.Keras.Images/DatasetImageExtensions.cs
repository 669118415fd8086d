using Fashion.Keras.Images;

namespace Fashion.Keras;

/// <summary>Pipelines of images in folders: <c>keras.utils.image_dataset_from_directory</c>.</summary>
public static class DatasetImageExtensions
{
    extension(Dataset)
    {
        /// <summary>Images in class folders: every folder in the given one is a class, and its images are those in it and below.</summary>
        /// <remarks>
        /// Files end in .bmp, .gif (the first frame), .jpeg, .jpg, .png or .webp; what they are follows from their content. Folders whose
        /// names begin with a dot are left out. Pixels come as stored: orientations in EXIF data, colour profiles and gamma are not
        /// applied, as in Keras; of 16-bit files the upper eight bits are taken. Resizing gives the numbers of the Resizing layer and does
        /// not round.
        /// </remarks>
        /// <param name="directory">Parent of the class folders.</param>
        /// <param name="imageSize">Height and width that all images are resized to; null for (256, 256).</param>
        /// <param name="colorMode">Channels: <c>"rgb"</c>, the default, <c>"grayscale"</c> or <c>"rgba"</c>.</param>
        /// <param name="classNames">Which folders are classes, in the order of their labels; null for all, sorted by name.</param>
        /// <param name="shuffle">Whether the files are shuffled once, before a split, and again in every pass. Otherwise they are
        /// sorted.</param>
        /// <param name="seed">Seed of the orders, 0 or more: the same one gives the split that it gives in Keras. Null for one from
        /// <see cref="Utils.SetRandomSeed"/> or a random one.</param>
        /// <param name="interpolation">How colours between pixels are found: <c>"bilinear"</c>, the default, <c>"nearest"</c>,
        /// <c>"bicubic"</c>, <c>"lanczos3"</c> or <c>"lanczos5"</c>.</param>
        /// <param name="antialias">Whether a reduction averages all pixels: smoother, without moire; what <c>area</c> is for in
        /// Keras.</param>
        /// <param name="cropToAspectRatio">Whether the largest window in the middle with the size's ratio of sides is taken, instead of
        /// distorting the image.</param>
        /// <param name="padToAspectRatio">Whether the short sides get black borders, instead of distorting the image.</param>
        /// <param name="followLinks">Whether folders below the class folders that are links are entered.</param>
        /// <param name="unreadable">What happens to files that cannot be read as images: <c>"refuse"</c>, the default, or
        /// <c>"skip"</c>.</param>
        /// <param name="parallel">How many files are read at the same time, ahead of the one that is asked for; null for the number of
        /// processors.</param>
        /// <param name="maxPixels">Most pixels of a file; one that states more is not read, before memory is taken for it.</param>
        /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
        /// <exception cref="InvalidDataException">No class folder, no images, or a class folder without images.</exception>
        /// <exception cref="ArgumentException">A size, seed, number or class name does not fit.</exception>
        public static ImageFolder FromImageFolder(string directory, Size2D? imageSize = null, Choice<ColorMode> colorMode = default,
            IReadOnlyList<string>? classNames = null,
            bool shuffle = true, int? seed = null, Choice<Interpolation> interpolation = default, bool antialias = false,
            bool cropToAspectRatio = false,
            bool padToAspectRatio = false, bool followLinks = false, Choice<UnreadableImages> unreadable = default,
            int? parallel = null, long maxPixels = ImageDecoder.UsualMaxPixels)
        {
            ArgumentException.ThrowIfNullOrEmpty(directory);
            var form = new ImageForm(imageSize ?? 256, colorMode.Or(ColorMode.Rgb), interpolation.Or(Interpolation.Bilinear), antialias,
                cropToAspectRatio, padToAspectRatio);
            var options = new ImageOptions(form, shuffle, seed, unreadable.Or(UnreadableImages.Refuse), parallel, maxPixels);
            OpenedImages images = options.Open(() => ImageFolderIndex.ByClass(directory, classNames, followLinks), nameof(FromImageFolder));
            return new ImageFolder(images.Reader, images.Index.ClassNames, images.Index.Labels, images.Order, images.ShuffleSeed);
        }

        /// <summary>Images in a folder and below, without labels: for predictions.</summary>
        /// <param name="directory">The folder.</param>
        /// <param name="imageSize">Height and width that all images are resized to; null for (256, 256).</param>
        /// <param name="colorMode">Channels: <c>"rgb"</c>, the default, <c>"grayscale"</c> or <c>"rgba"</c>.</param>
        /// <param name="shuffle">Whether every pass has an order of its own. Otherwise files are sorted.</param>
        /// <param name="seed">Seed of the orders, 0 or more; null for one from <see cref="Utils.SetRandomSeed"/> or a random one.</param>
        /// <param name="interpolation">How colours between pixels are found: <c>"bilinear"</c>, the default, <c>"nearest"</c>,
        /// <c>"bicubic"</c>, <c>"lanczos3"</c> or <c>"lanczos5"</c>.</param>
        /// <param name="antialias">Whether a reduction averages all pixels.</param>
        /// <param name="cropToAspectRatio">Whether the largest window in the middle with the size's ratio of sides is taken.</param>
        /// <param name="padToAspectRatio">Whether the short sides get black borders.</param>
        /// <param name="followLinks">Whether folders that are links are entered.</param>
        /// <param name="unreadable">What happens to files that cannot be read as images: <c>"refuse"</c>, the default, or
        /// <c>"skip"</c>.</param>
        /// <param name="parallel">How many files are read at the same time; null for the number of processors.</param>
        /// <param name="maxPixels">Most pixels of a file.</param>
        /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
        /// <exception cref="InvalidDataException">There are no images.</exception>
        /// <exception cref="ArgumentException">A size, seed or number does not fit.</exception>
        public static ImageFiles FromImageFiles(string directory, Size2D? imageSize = null, Choice<ColorMode> colorMode = default,
            bool shuffle = false, int? seed = null,
            Choice<Interpolation> interpolation = default, bool antialias = false, bool cropToAspectRatio = false,
            bool padToAspectRatio = false, bool followLinks = false,
            Choice<UnreadableImages> unreadable = default, int? parallel = null, long maxPixels = ImageDecoder.UsualMaxPixels)
        {
            ArgumentException.ThrowIfNullOrEmpty(directory);
            var form = new ImageForm(imageSize ?? 256, colorMode.Or(ColorMode.Rgb), interpolation.Or(Interpolation.Bilinear), antialias,
                cropToAspectRatio, padToAspectRatio);
            var options = new ImageOptions(form, shuffle, seed, unreadable.Or(UnreadableImages.Refuse), parallel, maxPixels);
            OpenedImages images = options.Open(() => ImageFolderIndex.Unlabelled(directory, followLinks), nameof(FromImageFiles));
            return new ImageFiles(images.Reader, images.Order, images.ShuffleSeed);
        }
    }
}
