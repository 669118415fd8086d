using Fashion.Keras.Internal;

namespace Fashion.Keras.Datasets;

/// <summary>
/// IMDB: 25,000 training and 25,000 test film reviews as lists of word numbers; label 1 for a good review (Maas and others 2011).
/// </summary>
/// <remarks>
/// Looked for in the directory given, else in the Keras cache (<c>$KERAS_HOME</c> or <c>~/.keras</c>, <c>datasets/imdb.npz</c>,
/// shared with Python's Keras), else downloaded into it. The file is checked by its SHA-256. Its lists are Python objects; only
/// lists of numbers are read, and nothing is executed.
/// </remarks>
public static class Imdb
{
    /// <summary>Loads the training and the test set.</summary>
    /// <param name="sequences">Which words and texts are kept, and how they are numbered; null for Keras's defaults.</param>
    /// <param name="directory">Directory that holds the file; null for the Keras cache, and a download if it is not there.</param>
    /// <param name="options">Time-out, progress output and sources; null for the defaults.</param>
    /// <param name="cancellationToken">Ends a download early.</param>
    /// <exception cref="ArgumentException">No text is shorter than the greatest length.</exception>
    /// <exception cref="DatasetUnavailableException">No place has an undamaged copy; the message lists each with its reason.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (SequenceDataset Train, SequenceDataset Test) Load(SequenceOptions? sequences = null, string? directory = null,
        DownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        Parse(DatasetLocator.One(DatasetTable.Imdb, directory, options, cancellationToken), DatasetTable.Imdb.Name, sequences ?? new());

    /// <summary><see cref="Load"/> by Keras's name.</summary>
    /// <inheritdoc cref="Load"/>
    public static (SequenceDataset Train, SequenceDataset Test) LoadData(SequenceOptions? sequences = null, string? directory = null,
        DownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        Load(sequences, directory, options, cancellationToken);

    /// <summary>Reads a file of the same format, whatever it holds: its checksum is not compared.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sequences">Which words and texts are kept, and how they are numbered; null for Keras's defaults.</param>
    /// <exception cref="ArgumentException">No text is shorter than the greatest length.</exception>
    /// <exception cref="InvalidDataException">The file has another format or is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (SequenceDataset Train, SequenceDataset Test) FromFile(string path, SequenceOptions? sequences = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(RegularFile.Read(path, NpyFile.MostBytes), path, sequences ?? new());
    }

    /// <summary>The number of each word, before <see cref="SequenceOptions.IndexFrom"/> is added: 1 for the most frequent one.</summary>
    /// <param name="directory">Directory that holds <c>imdb_word_index.json</c>; null for the Keras cache, and a download if it is not
    /// there.</param>
    /// <param name="options">Time-out, progress output and sources; null for the defaults.</param>
    /// <param name="cancellationToken">Ends a download early.</param>
    /// <exception cref="DatasetUnavailableException">No place has an undamaged copy; the message lists each with its reason.</exception>
    public static IReadOnlyDictionary<string, int> WordIndex(string? directory = null, DownloadOptions? options = null,
        CancellationToken cancellationToken = default) =>
        WordIndexFile.Parse(DatasetLocator.One(DatasetTable.ImdbWords, directory, options, cancellationToken), DatasetTable.ImdbWords.Name);

    private static (SequenceDataset Train, SequenceDataset Test) Parse(byte[] content, string name, SequenceOptions options)
    {
        var file = NpzFile.Parse(content, name);
        // One stream of random numbers for both, the training set first.
        var random = new NumpyRandom(options.Seed);
        SequenceSamples train = SequenceSamples.Read(file, name, "x_train", "y_train").Shuffle(random).Renumber(options);
        SequenceSamples test = SequenceSamples.Read(file, name, "x_test", "y_test").Shuffle(random).Renumber(options);
        if (train.Count == 0 || test.Count == 0)
            throw new ArgumentException(
                $"No text of {name} is shorter than {options.MaxLength}; choose a larger {nameof(options.MaxLength)}.", nameof(options));
        int numWords = options.NumWords ?? Math.Max(train.Largest(), test.Largest());
        return (train.Limit(options, numWords).Slice(0, train.Count), test.Limit(options, numWords).Slice(0, test.Count));
    }
}
