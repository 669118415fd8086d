using System.Globalization;
using System.Numerics.Tensors;
using Fashion.Keras.Images;
using Fashion.Keras.Pipelines;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

/// <summary>
/// Images (height, width, channels) with values 0 to 255 and the numbers of their classes: made by <c>Dataset.FromImageFolder</c>. Files
/// are read when a pass reaches them. Shuffle and Shard rearrange the files before they are read, as a whole, whatever the size of the
/// buffer.
/// </summary>
/// <example><code>
/// var (train, valid) = Dataset.FromImageFolder("flowers", imageSize: (96, 96), seed: 7).Split(validationSplit: 0.2);
/// model.Fit(train.Batch(32).Prefetch(2), epochs: 10, validationData: valid.Batch(32));
/// string name = train.ClassNames[label];
/// </code></example>
public sealed class ImageFolder : Dataset<(Tensor<float> Image, int Label)>
{
    private readonly ImageReader _reader;
    private readonly int[] _labels;
    private readonly int[] _files;
    private readonly int? _shuffleSeed;
    private readonly ImageSamples<(Tensor<float> Image, int Label)> _samples;

    /// <param name="reader">Reads the files.</param>
    /// <param name="classNames">Names of the classes.</param>
    /// <param name="labels">Class of every file that the reader has.</param>
    /// <param name="files">Numbers of the files that belong to this folder or part of one.</param>
    /// <param name="shuffleSeed">Seed of the passes' orders; null to keep the one of the files.</param>
    internal ImageFolder(ImageReader reader, IReadOnlyList<string> classNames, int[] labels, int[] files, int? shuffleSeed)
    {
        (_reader, ClassNames, _labels, _files, _shuffleSeed) = (reader, classNames, labels, files, shuffleSeed);
        _samples = Samples((file, image) => (image, labels[file]));
        FilePaths = [.. files.Select(file => reader.Files[file])];
        Labels = [.. files.Select(file => labels[file])];
    }

    /// <summary>Names of the classes: the one of label 0 first.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Full paths of the files. With shuffling every pass has an order of its own.</summary>
    public IReadOnlyList<string> FilePaths { get; }

    /// <summary>Labels of <see cref="FilePaths"/>, in the same order.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>Files that passes until now could not read and left out together with their labels.</summary>
    public IReadOnlyList<SkippedImage> SkippedFiles => _reader.Skipped(_files);

    /// <summary>Number of images; null where unreadable files are skipped and not all files have been tried.</summary>
    public override long? Count => _samples.Count;

    /// <summary>
    /// Parts for training and for validation, as Keras's <c>validation_split</c> with <c>subset="both"</c>: the last files are the
    /// validation part.
    /// </summary>
    /// <remarks>
    /// The files were shuffled when the folder was opened, so both parts have all classes, and the same seed gives the same parts, here and
    /// in Keras. Of a folder that is not shuffled the last files are those of the last classes. The validation part keeps its order in
    /// every pass.
    /// </remarks>
    /// <param name="validationSplit">Share of the validation part, between 0 and 1; its number of files is rounded down.</param>
    /// <exception cref="ArgumentException">A part would have no files.</exception>
    public (ImageFolder Training, ImageFolder Validation) Split(double validationSplit)
    {
        if (!(validationSplit is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(validationSplit), validationSplit,
                "Split: the validation split must lie between 0 and 1.");
        int validation = (int)(validationSplit * _files.Length);
        if (validation == 0 || validation == _files.Length)
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"Split: {validationSplit} of {_files.Length} files would leave " +
                $"{(validation == 0 ? "none for validation" : "none for training")}."), nameof(validationSplit));
        return (Part(_files[..^validation], _shuffleSeed), Part(_files[^validation..], null));
    }

    /// <summary>The same images with labels for <c>categorical_crossentropy</c>: a 1 at the class, 0 elsewhere.</summary>
    public Dataset<(Tensor<float> Image, float[] Label)> CategoricalLabels() => Samples((file, image) =>
    {
        var label = new float[ClassNames.Count];
        label[_labels[file]] = 1;
        return (image, label);
    });

    /// <summary>The same images of two classes with labels for <c>binary_crossentropy</c>: one number, 0 or 1.</summary>
    /// <exception cref="InvalidOperationException">There are not exactly two classes.</exception>
    public Dataset<(Tensor<float> Image, float[] Label)> BinaryLabels() => ClassNames.Count == 2
        ? Samples((file, image) => (image, new float[] { _labels[file] }))
        : throw new InvalidOperationException(
            $"BinaryLabels needs exactly two classes; there are {ClassNames.Count}: {ShortText.Of(string.Join(", ", ClassNames))}.");

    /// <summary>The images alone, for predictions.</summary>
    public ImageFiles WithoutLabels() => new(_reader, _files, _shuffleSeed);

    /// <summary>Decodes all files now and lists those that cannot be read.</summary>
    public IReadOnlyList<SkippedImage> FindUnreadableFiles() => _reader.Check(_files);

    internal override IEnumerable<PlacedSeed> Seeds => _samples.Seeds;

    internal override Dataset<(Tensor<float> Image, int Label)> WithOrder(Func<Dataset<int>, Dataset<int>> order) =>
        _samples.WithOrder(order);

    internal override IEnumerator<(Tensor<float> Image, int Label)> Open(long pass) => _samples.Open(pass);

    private ImageFolder Part(int[] files, int? shuffleSeed) => new(_reader, ClassNames, _labels, files, shuffleSeed);

    private ImageSamples<T> Samples<T>(Func<int, Tensor<float>, T> sample) => new(_reader, FileOrder.Of(_files, _shuffleSeed), sample);
}
