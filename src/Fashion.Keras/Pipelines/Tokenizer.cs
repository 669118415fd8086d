using System.Numerics.Tensors;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

/// <summary>
/// Texts as numbers of words, as <c>keras.preprocessing.text.Tokenizer</c> makes them: the words of the texts that it was fitted on, the
/// most frequent one first, have the numbers from 1; 0 is padding.
/// </summary>
/// <remarks>
/// For programs that have it, and for the JSON files that Keras writes of it. A model that takes texts itself, and is saved with its
/// vocabulary, begins with a <c>TextVectorization</c>. While it is fitted, one thread may use it.
/// </remarks>
/// <example><code>
/// var tokenizer = new Tokenizer(numWords: 10_000, oovToken: "&lt;OOV&gt;");
/// tokenizer.FitOnTexts(texts);
/// Tensor&lt;int&gt; x = Utils.PadSequences(tokenizer.TextsToSequences(texts), maxLength: 100);
/// </code></example>
public sealed partial class Tokenizer
{
    /// <summary>Punctuation, tabulator and line feed: what is left out of texts unless you say otherwise. The apostrophe stays.</summary>
    public const string DefaultFilters = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n";

    private readonly OrderedDictionary<string, int> _wordCounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _wordDocs = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _indexDocs = [];
    private Dictionary<string, int> _wordIndex = new(StringComparer.Ordinal);
    private Dictionary<int, string> _indexWord = [];

    /// <summary>Makes a tokenizer that knows no word yet.</summary>
    /// <param name="numWords">Only numbers below this are used, so the numWords - 1 most frequent words; null for all.</param>
    /// <param name="filters">Characters that are left out; each stands for a <paramref name="split"/>.</param>
    /// <param name="lower">Whether texts are lowered first.</param>
    /// <param name="split">What separates words.</param>
    /// <param name="charLevel">Whether every character is a word; then nothing is filtered.</param>
    /// <param name="oovToken">The word, number 1, that stands for all that are not known or not used; null to leave them out.</param>
    /// <param name="analyzer">Makes the words of a text instead of filters, lower and split; null for those.</param>
    /// <exception cref="ArgumentOutOfRangeException">numWords is not positive.</exception>
    /// <exception cref="ArgumentException">The separator is empty.</exception>
    public Tokenizer(int? numWords = null, string filters = DefaultFilters, bool lower = true, string split = " ", bool charLevel = false,
        string? oovToken = null, Func<string, IEnumerable<string>>? analyzer = null)
    {
        ArgumentNullException.ThrowIfNull(filters);
        ArgumentException.ThrowIfNullOrEmpty(split);
        NumWords = numWords is { } most ? Guard.Positive(most, nameof(Tokenizer), nameof(numWords)) : null;
        (Filters, Lower, Split, CharLevel, OovToken, Analyzer) = (filters, lower, split, charLevel, oovToken, analyzer);
    }

    /// <summary>Numbers from here on are not used; null for no limit.</summary>
    public int? NumWords { get; }

    /// <summary>Characters that are left out.</summary>
    public string Filters { get; }

    /// <summary>Whether texts are lowered.</summary>
    public bool Lower { get; }

    /// <summary>What separates words.</summary>
    public string Split { get; }

    /// <summary>Whether every character is a word.</summary>
    public bool CharLevel { get; }

    /// <summary>The word for all that are not known; null to leave them out.</summary>
    public string? OovToken { get; }

    /// <summary>Makes the words of a text; null for filters, lower and split.</summary>
    public Func<string, IEnumerable<string>>? Analyzer { get; }

    /// <summary>Texts and sequences that it was fitted on.</summary>
    public int DocumentCount { get; private set; }

    /// <summary>How often each word occurred, in the order of first occurrence.</summary>
    public IReadOnlyDictionary<string, int> WordCounts => _wordCounts;

    /// <summary>In how many texts each word occurred.</summary>
    public IReadOnlyDictionary<string, int> WordDocs => _wordDocs;

    /// <summary>The number of each word, from 1; also of those at and above <see cref="NumWords"/>.</summary>
    public IReadOnlyDictionary<string, int> WordIndex => _wordIndex;

    /// <summary>The word of each number.</summary>
    public IReadOnlyDictionary<int, string> IndexWord => _indexWord;

    /// <summary>In how many texts and sequences the word of each number occurred.</summary>
    public IReadOnlyDictionary<int, int> IndexDocs => _indexDocs;

    /// <summary>Learns the words of texts; called again, it adds to what it knows, and numbers may change.</summary>
    /// <param name="texts">The texts.</param>
    public void FitOnTexts(IEnumerable<string> texts) => Fit(Words(texts));

    /// <summary>Learns words from texts that are split already.</summary>
    /// <param name="texts">The words of each text.</param>
    public void FitOnTexts(IEnumerable<IReadOnlyList<string>> texts) => Fit(Words(texts));

    /// <summary>Counts in how many sequences each number is, for <see cref="WordMatrixMode.TfIdf"/> where there are no texts.</summary>
    /// <param name="sequences">Numbers of words.</param>
    public void FitOnSequences(IEnumerable<IReadOnlyList<int>> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        foreach (IReadOnlyList<int> sequence in sequences)
        {
            DocumentCount++;
            foreach (int word in sequence.Distinct()) _indexDocs[word] = _indexDocs.GetValueOrDefault(word) + 1;
        }
    }

    /// <summary>The numbers of the words of texts, one array per text: what <see cref="Utils.PadSequences(IReadOnlyList{int[]}, int?,
    /// Choice{SequenceSide}, Choice{SequenceSide}, int)"/> takes.</summary>
    /// <param name="texts">The texts.</param>
    /// <exception cref="InvalidOperationException">There is an oovToken, and nothing was fitted yet.</exception>
    public IReadOnlyList<int[]> TextsToSequences(IEnumerable<string> texts) => [.. Words(texts).Select(Numbers)];

    /// <summary>The numbers of words that are split already.</summary>
    /// <param name="texts">The words of each text.</param>
    /// <exception cref="InvalidOperationException">There is an oovToken, and nothing was fitted yet.</exception>
    public IReadOnlyList<int[]> TextsToSequences(IEnumerable<IReadOnlyList<string>> texts) => [.. Words(texts).Select(Numbers)];

    /// <summary>The words of numbers, joined by spaces; numbers without a word are left out, or stand as the oovToken.</summary>
    /// <param name="sequences">Numbers of words.</param>
    /// <exception cref="InvalidOperationException">There is an oovToken, and nothing was fitted yet.</exception>
    public IReadOnlyList<string> SequencesToTexts(IEnumerable<IReadOnlyList<int>> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        return [.. sequences.Select(sequence => string.Join(' ', sequence.Select(Word).OfType<string>()))];
    }

    /// <summary>One row per text with a place per number of a word.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="mode">What stands there. <c>"binary"</c>, the default, <c>"count"</c>, <c>"freq"</c> or <c>"tfidf"</c>.</param>
    /// <returns>(texts, numWords), or (texts, words + 1) without numWords.</returns>
    /// <exception cref="InvalidOperationException">Neither numWords nor words are known, or nothing was fitted for tfidf.</exception>
    /// <exception cref="ShapeMismatchException">The result would have more elements than an array can hold.</exception>
    public Tensor<float> TextsToMatrix(IEnumerable<string> texts, Choice<WordMatrixMode> mode = default) =>
        SequencesToMatrix(TextsToSequences(texts), mode);

    /// <summary>One row per text that is split already.</summary>
    /// <param name="texts">The words of each text.</param>
    /// <param name="mode">What stands there. <c>"binary"</c>, the default, <c>"count"</c>, <c>"freq"</c> or <c>"tfidf"</c>.</param>
    /// <returns>(texts, numWords), or (texts, words + 1) without numWords.</returns>
    /// <exception cref="InvalidOperationException">Neither numWords nor words are known, or nothing was fitted for tfidf.</exception>
    /// <exception cref="ShapeMismatchException">The result would have more elements than an array can hold.</exception>
    public Tensor<float> TextsToMatrix(IEnumerable<IReadOnlyList<string>> texts, Choice<WordMatrixMode> mode = default) =>
        SequencesToMatrix(TextsToSequences(texts), mode);

    /// <summary>One row per sequence with a place per number of a word; numbers from numWords on have none.</summary>
    /// <param name="sequences">Numbers of words.</param>
    /// <param name="mode">What stands there. <c>"binary"</c>, the default, <c>"count"</c>, <c>"freq"</c> or <c>"tfidf"</c>.</param>
    /// <returns>(sequences, numWords), or (sequences, words + 1) without numWords.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    /// <exception cref="InvalidOperationException">Neither numWords nor words are known, or nothing was fitted for tfidf.</exception>
    /// <exception cref="ShapeMismatchException">The result would have more elements than an array can hold.</exception>
    public Tensor<float> SequencesToMatrix(IReadOnlyList<IReadOnlyList<int>> sequences, Choice<WordMatrixMode> mode = default)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        WordMatrixMode kind = mode.OrFirst();
        int width = NumWords ?? (_wordIndex.Count > 0 ? _wordIndex.Count + 1
            : throw new InvalidOperationException("Tokenizer: the width of the rows is not known; give numWords, or FitOnTexts first."));
        if (kind == WordMatrixMode.TfIdf && DocumentCount == 0)
            throw new InvalidOperationException("Tokenizer: tfidf needs to know how many texts have a word; FitOnTexts first.");
        float[] rows = Allocation.Of<float>(Sizes.Count([sequences.Count, width], "Tokenizer: the rows"),
            $"Tokenizer: {sequences.Count} rows of {width}");
        for (int i = 0; i < sequences.Count; i++)
            foreach (var (word, count) in sequences[i].CountBy(word => word))
            {
                if (word < 0) throw new ArgumentOutOfRangeException(nameof(sequences), word, $"Tokenizer: {word} is no number of a word.");
                if (word < width) rows[(i * width) + word] = (float)Value(kind, word, count, sequences[i].Count);
            }
        return Tensor.Create(rows, [sequences.Count, width]);
    }

    private double Value(WordMatrixMode mode, int word, int count, int length) => mode switch
    {
        WordMatrixMode.Count => count,
        WordMatrixMode.Freq => (double)count / length,
        WordMatrixMode.TfIdf => (1 + Math.Log(count)) * Math.Log(1 + ((double)DocumentCount / (1 + _indexDocs.GetValueOrDefault(word)))),
        _ => 1,
    };

    private void Fit(IEnumerable<IReadOnlyList<string>> texts)
    {
        foreach (IReadOnlyList<string> words in texts)
        {
            DocumentCount++;
            foreach (string word in words) _wordCounts[word] = _wordCounts.GetValueOrDefault(word) + 1;
            foreach (string word in words.Distinct(StringComparer.Ordinal)) _wordDocs[word] = _wordDocs.GetValueOrDefault(word) + 1;
        }
        // Words that occur equally often stay in the order in which they were met.
        IEnumerable<string> order = _wordCounts.OrderByDescending(word => word.Value).Select(word => word.Key);
        _wordIndex = new Dictionary<string, int>(StringComparer.Ordinal);
        int number = 0;
        foreach (string word in OovToken is { } oov ? order.Prepend(oov) : order) _wordIndex[word] = ++number;
        _indexWord = _wordIndex.ToDictionary(word => word.Value, word => word.Key);
        foreach (var (word, count) in _wordDocs) _indexDocs[_wordIndex[word]] = count;
    }

    private int[] Numbers(IReadOnlyList<string> words)
    {
        var numbers = new List<int>(words.Count);
        foreach (string word in words)
            if (_wordIndex.TryGetValue(word, out int number) && !(number >= NumWords)) numbers.Add(number);
            else if (OovToken is not null) numbers.Add(OovNumber);
        return [.. numbers];
    }

    private string? Word(int number) => _indexWord.TryGetValue(number, out string? word) && !(number >= NumWords) ? word
        : OovToken is null ? null : _indexWord[OovNumber];

    private int OovNumber => _wordIndex.TryGetValue(OovToken!, out int number) ? number
        : throw new InvalidOperationException($"Tokenizer: '{OovToken}' has no number yet; FitOnTexts first.");

    private IEnumerable<IReadOnlyList<string>> Words(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts.Select(text => WordsOf(text ?? throw new ArgumentException("Tokenizer: a text is null.", nameof(texts))));
    }

    private IEnumerable<IReadOnlyList<string>> Words(IEnumerable<IReadOnlyList<string>> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Lower ? texts.Select(words => (string[])[.. words.Select(word => word.ToLowerInvariant())]) : texts;
    }

    private string[] WordsOf(string text) =>
        CharLevel ? [.. (Lower ? text.ToLowerInvariant() : text).EnumerateRunes().Select(rune => rune.ToString())]
        : Analyzer is not null ? [.. Analyzer(text)]
        : Utils.TextToWordSequence(text, Filters, Lower, Split);
}
