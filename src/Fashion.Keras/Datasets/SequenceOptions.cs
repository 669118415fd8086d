namespace Fashion.Keras.Datasets;

/// <summary>How word numbers of a text data set are chosen and renumbered; the words and defaults are Keras's.</summary>
/// <remarks>
/// Words are numbered by how often they occur, from 1 on. In this order: samples are shuffled, <see cref="IndexFrom"/> is added to every
/// word, <see cref="StartChar"/> put in front, samples that are not shorter than <see cref="MaxLength"/> are dropped, and every number
/// below <see cref="SkipTop"/> or not below <see cref="NumWords"/> is replaced by <see cref="OovChar"/> or left out.
/// </remarks>
public sealed record SequenceOptions
{
    /// <summary>
    /// Only numbers below this one are kept; null for the largest number of the data, which itself then counts as unknown, as in Keras.
    /// </summary>
    /// <value>The default is null.</value>
    public int? NumWords
    {
        get;
        init =>
            field = value is null or > 0 ? value
                : throw new ArgumentOutOfRangeException(nameof(NumWords), value,
                    $"NumWords must be positive, or null for all words, not {value}.");
    }

    /// <summary>Numbers below this one, those of the most frequent words, are not kept.</summary>
    /// <value>The default is 0.</value>
    public int SkipTop { get; init; }

    /// <summary>Samples of this many numbers or more, the start included, are dropped; null keeps all.</summary>
    /// <value>The default is null.</value>
    public int? MaxLength
    {
        get;
        init =>
            field = value is null or > 0 ? value
                : throw new ArgumentOutOfRangeException(nameof(MaxLength), value,
                    $"MaxLength must be positive, or null for any length, not {value}.");
    }

    /// <summary>Seed of the shuffling; gives the order that it gives in Keras.</summary>
    /// <value>The default is 113.</value>
    public uint Seed { get; init; } = 113;

    /// <summary>Number in front of every sample; null for none.</summary>
    /// <value>The default is 1.</value>
    public int? StartChar { get; init; } = 1;

    /// <summary>Number that stands for words that are not kept; null leaves them out.</summary>
    /// <value>The default is 2.</value>
    public int? OovChar { get; init; } = 2;

    /// <summary>What is added to every word's number.</summary>
    /// <value>The default is 3.</value>
    public int IndexFrom { get; init; } = 3;
}
