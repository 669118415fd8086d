namespace Fashion.Keras.Datasets;

/// <summary>CIFAR-10: 50,000 training and 10,000 test photographs, 32 x 32 pixels in colour, ten classes (Krizhevsky 2009).</summary>
/// <remarks>
/// Looked for in the directory given, else in the Keras cache (<c>$KERAS_HOME</c> or <c>~/.keras</c>,
/// <c>datasets/cifar-10-batches-py-target_archive</c>, shared with Python's Keras), else downloaded into it. The file is checked by its
/// SHA-256. The archive of the Python version is read as it lies there, without unpacking it to the disk and without running what it holds.
/// Images are (count, 32, 32, 3); labels are (count), where Keras has (count, 1).
/// </remarks>
public static class Cifar10
{
    /// <summary>Names of the ten classes, by class number.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ];

    /// <summary>Loads the training and the test set.</summary>
    /// <param name="directory">Directory that holds the file; null for the Keras cache, and a download if it is not there.</param>
    /// <param name="options">Time-out, progress output and sources; null for the defaults.</param>
    /// <param name="cancellationToken">Ends a download early.</param>
    /// <exception cref="DatasetUnavailableException">No place has an undamaged copy; the message lists each with its reason.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (ImageDataset Train, ImageDataset Test) Load(string? directory = null, DownloadOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Parse(DatasetLocator.One(DatasetTable.Cifar10, directory, options, cancellationToken), DatasetTable.Cifar10.Name);

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
        var file = new CifarArchive(content, name, "cifar-10-batches-py/", "labels");
        return (file.Read([.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}")]), file.Read("test_batch"));
    }
}
