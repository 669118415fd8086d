namespace Fashion.Keras.Datasets;

/// <summary>MNIST: 60,000 training and 10,000 test images of handwritten digits, 28 x 28 grey values (LeCun, Cortes and Burges).</summary>
/// <remarks>
/// Looked for in the directory given, else in the Keras cache (<c>$KERAS_HOME</c> or <c>~/.keras</c>, <c>datasets/mnist.npz</c>,
/// shared with Python's Keras), else downloaded into it. The file is checked by its SHA-256.
/// </remarks>
public static class Mnist
{
    /// <summary>Loads the training and the test set.</summary>
    /// <param name="directory">Directory that holds the file; null for the Keras cache, and a download if it is not there.</param>
    /// <param name="options">Time-out, progress output and sources; null for the defaults.</param>
    /// <param name="cancellationToken">Ends a download early.</param>
    /// <exception cref="DatasetUnavailableException">No place has an undamaged copy; the message lists each with its reason.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (ImageDataset Train, ImageDataset Test) Load(string? directory = null, DownloadOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Parse(DatasetLocator.One(DatasetTable.Mnist, directory, options, cancellationToken), DatasetTable.Mnist.Name);

    /// <summary><see cref="Load"/> by Keras's name.</summary>
    /// <inheritdoc cref="Load"/>
    public static (ImageDataset Train, ImageDataset Test) LoadData(string? directory = null, DownloadOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Load(directory, options, cancellationToken);

    /// <summary>Reads a file of the same format, whatever it holds: its checksum is not compared.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file has another format or is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (ImageDataset Train, ImageDataset Test) FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(Internal.RegularFile.Read(path, NpyFile.MostBytes), path);
    }

    private static (ImageDataset Train, ImageDataset Test) Parse(byte[] content, string name)
    {
        var file = NpzFile.Parse(content, name);
        return (Make("train"), Make("test"));

        ImageDataset Make(string part)
        {
            var images = file.Get<byte>("x_" + part);
            var labels = file.Get<byte>("y_" + part);
            if (images.Rank != 3 || labels.Rank != 1 || images.Lengths[0] != labels.Lengths[0])
                throw new InvalidDataException($"{name} has {part} images of ({string.Join(", ", images.Lengths.ToArray())}) and labels " +
                    $"of ({string.Join(", ", labels.Lengths.ToArray())}); (count, height, width) and (count) belong together.");
            return new ImageDataset(images, labels);
        }
    }
}
