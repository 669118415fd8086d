using Fashion.Keras.Internal;

namespace Fashion.Keras.Datasets;

/// <summary>Reuters: 11,228 newswires of 46 topics as lists of word numbers.</summary>
/// <remarks>
/// Looked for in the directory given, else in the Keras cache (<c>$KERAS_HOME</c> or <c>~/.keras</c>, <c>datasets/reuters.npz</c>,
/// shared with Python's Keras), else downloaded into it. The file is checked by its SHA-256. Its lists are Python objects; only
/// lists of numbers are read, and nothing is executed.
/// </remarks>
public static class Reuters
{
    /// <summary>Names of the 46 topics, by class number.</summary>
    public static IReadOnlyList<string> LabelNames { get; } =
    [
        "cocoa", "grain", "veg-oil", "earn", "acq", "wheat", "copper", "housing", "money-supply", "coffee", "sugar", "trade", "reserves",
        "ship",
        "cotton", "carcass", "crude", "nat-gas", "cpi", "money-fx", "interest", "gnp", "meal-feed", "alum", "oilseed", "gold", "tin",
        "strategic-metal", "livestock", "retail", "ipi", "iron-steel", "rubber", "heat", "jobs", "lei", "bop", "zinc", "orange", "pet-chem",
        "dlr",
        "gas", "silver", "wpi", "hog", "lead",
    ];

    /// <summary>Loads the training and the test set.</summary>
    /// <param name="sequences">Which words and texts are kept, and how they are numbered; null for Keras's defaults.</param>
    /// <param name="testSplit">Share of the texts in the test set, 0 to less than 1.</param>
    /// <param name="directory">Directory that holds the file; null for the Keras cache, and a download if it is not there.</param>
    /// <param name="options">Time-out, progress output and sources; null for the defaults.</param>
    /// <param name="cancellationToken">Ends a download early.</param>
    /// <exception cref="ArgumentException">No text is shorter than the greatest length, or the share is out of range.</exception>
    /// <exception cref="DatasetUnavailableException">No place has an undamaged copy; the message lists each with its reason.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (SequenceDataset Train, SequenceDataset Test) Load(SequenceOptions? sequences = null, double testSplit = 0.2,
        string? directory = null, DownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        DatasetSplit.Check(testSplit);
        return Parse(DatasetLocator.One(DatasetTable.Reuters, directory, options, cancellationToken), DatasetTable.Reuters.Name,
            sequences ?? new(), testSplit);
    }

    /// <summary><see cref="Load"/> by Keras's name.</summary>
    /// <inheritdoc cref="Load"/>
    public static (SequenceDataset Train, SequenceDataset Test) LoadData(SequenceOptions? sequences = null, double testSplit = 0.2,
        string? directory = null, DownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        Load(sequences, testSplit, directory, options, cancellationToken);

    /// <summary>Reads a file of the same format, whatever it holds: its checksum is not compared.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sequences">Which words and texts are kept, and how they are numbered; null for Keras's defaults.</param>
    /// <param name="testSplit">Share of the texts in the test set, 0 to less than 1.</param>
    /// <exception cref="ArgumentException">No text is shorter than the greatest length, or the share is out of range.</exception>
    /// <exception cref="InvalidDataException">The file has another format or is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (SequenceDataset Train, SequenceDataset Test) FromFile(string path, SequenceOptions? sequences = null,
        double testSplit = 0.2)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        DatasetSplit.Check(testSplit);
        return Parse(RegularFile.Read(path, NpyFile.MostBytes), path, sequences ?? new(), testSplit);
    }

    /// <summary>The number of each word, before <see cref="SequenceOptions.IndexFrom"/> is added: 1 for the most frequent one.</summary>
    /// <param name="directory">Directory that holds <c>reuters_word_index.json</c>; null for the Keras cache, and a download if it is not
    /// there.</param>
    /// <param name="options">Time-out, progress output and sources; null for the defaults.</param>
    /// <param name="cancellationToken">Ends a download early.</param>
    /// <exception cref="DatasetUnavailableException">No place has an undamaged copy; the message lists each with its reason.</exception>
    public static IReadOnlyDictionary<string, int> WordIndex(string? directory = null, DownloadOptions? options = null,
        CancellationToken cancellationToken = default) =>
        WordIndexFile.Parse(DatasetLocator.One(DatasetTable.ReutersWords, directory, options, cancellationToken),
            DatasetTable.ReutersWords.Name);

    private static (SequenceDataset Train, SequenceDataset Test) Parse(byte[] content, string name, SequenceOptions options,
        double testSplit)
    {
        SequenceSamples all = SequenceSamples.Read(NpzFile.Parse(content, name), name, "x", "y").Shuffle(new NumpyRandom(options.Seed))
            .Renumber(options);
        if (all.Count == 0) throw new ArgumentException($"No text of {name} is shorter than {options.MaxLength}; choose a larger " +
            $"{nameof(options.MaxLength)}.", nameof(options));
        int train = DatasetSplit.Train(all.Count, testSplit);
        SequenceSamples limited = all.Limit(options, options.NumWords ?? all.Largest());
        return (limited.Slice(0, train), limited.Slice(train, all.Count));
    }
}
