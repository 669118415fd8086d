using Fashion.Keras.Internal;

namespace Fashion.Keras.Datasets;

/// <summary>
/// California housing: 20,640 districts of California in 1990, 8 numbers each, and the median house price in dollars (Pace and Barry 1997).
/// </summary>
/// <remarks>
/// What the features are stands at keras.io/api/datasets/california_housing. Numbers are single precision.
/// Looked for in the directory given, else in the Keras cache (<c>$KERAS_HOME</c> or <c>~/.keras</c>,
/// <c>datasets/california_housing.npz</c>, shared with Python's Keras), else downloaded into it. The file is checked by its SHA-256.
/// </remarks>
public static class CaliforniaHousing
{
    private const int SmallRows = 600;

    /// <summary>Loads the training and the test set, shuffled as Keras shuffles them.</summary>
    /// <param name="version">Which rows. <c>"large"</c>, the default, or <c>"small"</c>.</param>
    /// <param name="testSplit">Share of the rows in the test set, 0 to less than 1.</param>
    /// <param name="seed">Seed of the shuffling; gives the order that it gives in Keras.</param>
    /// <param name="directory">Directory that holds the file; null for the Keras cache, and a download if it is not there.</param>
    /// <param name="options">Time-out, progress output and sources; null for the defaults.</param>
    /// <param name="cancellationToken">Ends a download early.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    /// <exception cref="DatasetUnavailableException">No place has an undamaged copy; the message lists each with its reason.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (TableDataset Train, TableDataset Test) Load(Choice<CaliforniaHousingVersion> version = default, double testSplit = 0.2,
        uint seed = 113, string? directory = null, DownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        DatasetSplit.Check(testSplit);
        return TableSamples.Read(DatasetLocator.One(DatasetTable.CaliforniaHousing, directory, options, cancellationToken),
            DatasetTable.CaliforniaHousing.Name, Most(version.OrFirst()), testSplit, seed);
    }

    /// <summary><see cref="Load"/> by Keras's name.</summary>
    /// <inheritdoc cref="Load"/>
    public static (TableDataset Train, TableDataset Test) LoadData(Choice<CaliforniaHousingVersion> version = default,
        double testSplit = 0.2, uint seed = 113, string? directory = null, DownloadOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Load(version, testSplit, seed, directory, options, cancellationToken);

    /// <summary>Reads a file of the same format, whatever it holds: its checksum is not compared.</summary>
    /// <param name="path">The file.</param>
    /// <param name="version">Which rows. <c>"large"</c>, the default, or <c>"small"</c>.</param>
    /// <param name="testSplit">Share of the rows in the test set, 0 to less than 1.</param>
    /// <param name="seed">Seed of the shuffling.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    /// <exception cref="InvalidDataException">The file has another format or is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (TableDataset Train, TableDataset Test) FromFile(string path, Choice<CaliforniaHousingVersion> version = default,
        double testSplit = 0.2, uint seed = 113)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        DatasetSplit.Check(testSplit);
        return TableSamples.Read(RegularFile.Read(path, NpyFile.MostBytes), path, Most(version.OrFirst()), testSplit, seed);
    }

    private static int Most(CaliforniaHousingVersion version) => version == CaliforniaHousingVersion.Small ? SmallRows : int.MaxValue;
}
