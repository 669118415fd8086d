namespace Fashion.Keras.Datasets;

/// <summary>
/// Fashion-MNIST: 60,000 training and 10,000 test images of clothing, 28 x 28 grey values, ten classes (Xiao, Rasul and
/// Vollgraf 2017, MIT licence). Found on this machine or downloaded once.
/// </summary>
/// <remarks>
/// Places, in this order: the directory given; the environment variable <c>FASHION_MNIST_DIR</c>; the Keras cache
/// (<c>$KERAS_HOME</c> or <c>~/.keras</c>, <c>datasets/fashion-mnist</c>); <c>/usr/share/datasets/fashion-mnist</c> (Debian's
/// package dataset-fashion-mnist); download from the official addresses into the Keras cache; Debian's package through apt,
/// without root and without touching the system. Every file is checked by the SHA-256 of its unpacked content.
/// </remarks>
public static class FashionMnist
{
    /// <summary>Names of the ten classes, by class number.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Loads the training and the test set.</summary>
    /// <param name="directory">Where to look first; null for the usual places.</param>
    /// <param name="options">Time-out, progress output and sources; null for the defaults.</param>
    /// <param name="cancellationToken">Ends a download early.</param>
    /// <exception cref="DatasetUnavailableException">No place has a complete, undamaged copy; the message lists each with its
    /// reason.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (ImageDataset Train, ImageDataset Test) Load(string? directory = null, DownloadOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        byte[][] files = new DatasetLocator(DatasetTable.FashionMnist, options ?? new DownloadOptions()).Find(directory, cancellationToken);
        return (Make(files, 0), Make(files, 2));
    }

    /// <summary><see cref="Load"/> by Keras's name.</summary>
    /// <inheritdoc cref="Load"/>
    public static (ImageDataset Train, ImageDataset Test) LoadData(string? directory = null, DownloadOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Load(directory, options, cancellationToken);

    private static ImageDataset Make(byte[][] files, int first)
    {
        IReadOnlyList<DatasetFile> names = DatasetTable.FashionMnist.Files;
        return new ImageDataset(
            IdxFile.Bytes(files[first], names[first].Name),
            IdxFile.Bytes(files[first + 1], names[first + 1].Name));
    }
}
