using System.Numerics.Tensors;
using Fashion.Keras.Images;
using Fashion.Keras.Pipelines;

namespace Fashion.Keras;

/// <summary>
/// Images of a folder without labels, (height, width, channels) with values 0 to 255: made by <c>Dataset.FromImageFiles</c>. Files are read
/// when a pass reaches them. Shuffle and Shard rearrange the files before they are read, as a whole, whatever the size of the buffer.
/// </summary>
public sealed class ImageFiles : Dataset<Tensor<float>>
{
    private readonly ImageReader _reader;
    private readonly int[] _files;
    private readonly ImageSamples<Tensor<float>> _samples;

    internal ImageFiles(ImageReader reader, int[] files, int? shuffleSeed)
    {
        (_reader, _files) = (reader, files);
        _samples = new(reader, FileOrder.Of(files, shuffleSeed), (_, image) => image);
        FilePaths = [.. files.Select(file => reader.Files[file])];
    }

    /// <summary>Full paths of the files; in the order of the images where these are not shuffled.</summary>
    public IReadOnlyList<string> FilePaths { get; }

    /// <summary>Files that passes until now could not read and left out.</summary>
    public IReadOnlyList<SkippedImage> SkippedFiles => _reader.Skipped(_files);

    /// <summary>Number of images; null where unreadable files are skipped and not all files have been tried.</summary>
    public override long? Count => _samples.Count;

    /// <summary>Decodes all files now and lists those that cannot be read.</summary>
    public IReadOnlyList<SkippedImage> FindUnreadableFiles() => _reader.Check(_files);

    internal override IEnumerable<PlacedSeed> Seeds => _samples.Seeds;

    internal override Dataset<Tensor<float>> WithOrder(Func<Dataset<int>, Dataset<int>> order) => _samples.WithOrder(order);

    internal override IEnumerator<Tensor<float>> Open(long pass) => _samples.Open(pass);
}
