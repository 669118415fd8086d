using System.Numerics.Tensors;
using Fashion.Keras.Data;

namespace Fashion.Keras.Layers;

/// <summary>
/// Maps tokens to the numbers of a vocabulary, or numbers back to tokens: what <see cref="StringLookup"/> and <see cref="IntegerLookup"/>
/// share.
/// </summary>
/// <typeparam name="T">Type of the tokens.</typeparam>
public abstract partial class IndexLookup<T> : HostLayer where T : notnull
{
    private readonly LookupOptions _options;
    private readonly T? _mask;
    private readonly T _oov;
    private TokenTable<T>? _table;
    private bool _sizeIsUsed;

    private protected IndexLookup(LookupOptions options, T? mask, T oov, IReadOnlyList<T>? vocabulary, IReadOnlyList<double>? idfWeights,
        Shape? inputShape, string? name) : base(name, inputShape)
    {
        _options = options.Checked(ClassName);
        (_mask, _oov) = (mask, oov);
        Internal.Guard.Finite(idfWeights, ClassName);
        if (idfWeights is not null && OutputMode != OutputMode.TfIdf)
            throw new ArgumentException($"{ClassName}: idfWeights are for outputMode TfIdf, not for {OutputMode}.", nameof(idfWeights));
        if (vocabulary is null) return;
        SetVocabulary(vocabulary, idfWeights);
        (GivenVocabulary, GivenWeights) = (vocabulary, idfWeights);
    }

    /// <summary>Largest size of the vocabulary, special tokens included; null for no limit.</summary>
    public int? MaxTokens => _options.MaxTokens;

    /// <summary>How many indices there are for tokens that are not in the vocabulary.</summary>
    public int NumOovIndices => _options.NumOovIndices;

    /// <summary>What the layer gives.</summary>
    public OutputMode OutputMode => _options.OutputMode;

    /// <summary>Whether encoded outputs have <see cref="MaxTokens"/> places even if the vocabulary is smaller.</summary>
    public bool PadToMaxTokens => _options.PadToMaxTokens;

    /// <summary>Whether the layer maps numbers to tokens instead.</summary>
    public bool Invert => _options.Invert;

    /// <summary>Number of indices: of the vocabulary and of the special tokens.</summary>
    public int VocabularySize => Volatile.Read(ref _table)?.Size ?? _options.TokenStart;

    /// <summary>The vocabulary that was given to the constructor, as it was; files have it in the configuration.</summary>
    private protected IReadOnlyList<T>? GivenVocabulary { get; private set; }

    /// <summary>The weights that were given with it.</summary>
    private protected IReadOnlyList<double>? GivenWeights { get; private set; }

    /// <summary>The order of tokens that occur equally often, rising.</summary>
    private protected abstract IComparer<T> Order { get; }

    private protected sealed override bool GivesNumbersOfCategories => OutputMode == OutputMode.Int;

    /// <summary>Number of places of an encoded output.</summary>
    internal int Depth
    {
        get
        {
            _sizeIsUsed = true;
            return PadToMaxTokens ? MaxTokens!.Value : Volatile.Read(ref _table)?.Size ?? ExpectedSize ?? Table.Size;
        }
    }

    /// <summary>The size that a file says of a vocabulary that is read after the configuration; null when it does not.</summary>
    internal int? ExpectedSize { get; set; }

    /// <summary>The vocabulary.</summary>
    /// <exception cref="InvalidOperationException">There is none yet.</exception>
    internal TokenTable<T> Table =>
        Volatile.Read(ref _table)
            ?? throw new InvalidOperationException($"{Place} has no vocabulary yet: give it one, or call Adapt with data.");

    /// <summary>The index of every token: the mask token (with outputMode Int), those out of vocabulary, then the vocabulary.</summary>
    /// <param name="includeSpecialTokens">Whether the mask and out-of-vocabulary tokens come first, so that places are indices.</param>
    public IReadOnlyList<T> GetVocabulary(bool includeSpecialTokens = true)
    {
        T[] tokens = Volatile.Read(ref _table)?.Tokens ?? [];
        return includeSpecialTokens ? [.. SpecialTokens(), .. tokens] : [.. tokens];
    }

    /// <summary>Replaces the vocabulary.</summary>
    /// <param name="vocabulary">The tokens in the order of their indices, each once; the special tokens may stand in front.</param>
    /// <param name="idfWeights">With outputMode TfIdf the weight of each token of <paramref name="vocabulary"/>. Where it has no special
    /// tokens, they weigh the mean.</param>
    /// <exception cref="ArgumentException">Empty, too large, a token twice, a special token at another place, or not as many
    /// weights.</exception>
    /// <exception cref="InvalidOperationException">The size of an encoded output would change that has been used.</exception>
    public void SetVocabulary(IReadOnlyList<T> vocabulary, IReadOnlyList<double>? idfWeights = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Internal.Guard.Finite(idfWeights, ClassName);
        if (OutputMode == OutputMode.TfIdf != idfWeights is not null)
            throw new ArgumentException(idfWeights is null
                ? $"{Place}: with outputMode TfIdf a vocabulary needs idfWeights, one per token."
                : $"{Place}: idfWeights are for outputMode TfIdf, not for {OutputMode}.", nameof(idfWeights));
        if (vocabulary.Count == 0) throw new ArgumentException($"{Place}: the vocabulary is empty.", nameof(vocabulary));
        if (idfWeights is not null && idfWeights.Count != vocabulary.Count)
            throw new ArgumentException($"{Place}: {vocabulary.Count} tokens need as many idfWeights, but {idfWeights.Count} were given.",
                nameof(idfWeights));
        T[] special = SpecialTokens();
        bool found = vocabulary.Take(special.Length).SequenceEqual(special);
        T[] tokens = [.. (found ? vocabulary.Skip(special.Length) : vocabulary).Select(Token)];
        RequireDistinct(tokens);
        Set(tokens, idfWeights is null
            ? null
            : AllWeights([.. idfWeights.Select(w => (float)w)], found ? null : (float)idfWeights.Average()));
        if (GivenVocabulary is not null) (GivenVocabulary, GivenWeights) = (vocabulary, idfWeights);
    }

    /// <summary>
    /// Learns the vocabulary from data: its tokens by how often they occur, those that occur equally often in falling order.
    /// </summary>
    /// <param name="data">Tokens of any shape. For the weights of outputMode TfIdf each row is a document.</param>
    /// <exception cref="InvalidOperationException">A vocabulary was given to the constructor, or the size of an encoded output would change
    /// that has been used.</exception>
    /// <exception cref="ArgumentException">Data of another type, without a token, or a text that is null.</exception>
    public void Adapt(ModelData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        TokenCounts<T> counts = Begin();
        foreach (ArraySource array in data.Arrays) CountRows(counts, array);
        End(counts);
    }

    /// <summary>Learns the vocabulary from a sequence of tokens, each of which is a document.</summary>
    /// <param name="tokens">The tokens; they need not fit into memory, only those that differ.</param>
    /// <param name="steps">How many to read; null for all.</param>
    /// <inheritdoc cref="Adapt(ModelData)" path="/exception"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public void Adapt(IEnumerable<T> tokens, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        TokenCounts<T> counts = Begin();
        // A tensor is a sequence of its elements, too, but its rows are documents.
        if (tokens is Tensor<T> tensor)
        {
            CountRows(counts, Write([.. tokens], tensor.Lengths.ToArray().Select(length => (int)length).ToArray()));
            End(counts);
            return;
        }
        foreach (T token in StreamedValues.Limit(tokens, steps))
        {
            counts.BeginDocument();
            counts.Add(Token(token));
        }
        End(counts);
    }

    /// <summary>Learns the vocabulary from a sequence of documents.</summary>
    /// <param name="documents">The tokens of each document; they need not fit into memory.</param>
    /// <param name="steps">How many documents to read; null for all.</param>
    /// <inheritdoc cref="Adapt(ModelData)" path="/exception"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public void Adapt(IEnumerable<T[]> documents, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        TokenCounts<T> counts = Begin();
        foreach (T[] document in StreamedValues.Limit(documents, steps)) Count(counts, document);
        End(counts);
    }

    /// <summary>Learns the vocabulary from batches. As in Keras, a batch with one axis is one document.</summary>
    /// <param name="batches">The batches, of which only the samples are looked at.</param>
    /// <param name="steps">How many batches to read; null for all.</param>
    /// <inheritdoc cref="Adapt(ModelData)" path="/exception"/>
    public void Adapt(IEnumerable<DataBatch> batches, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        TokenCounts<T> counts = Begin();
        foreach (DataBatch batch in StreamedValues.Limit(batches, steps))
            foreach (ArraySource array in batch.X.Arrays)
            {
                if (array.Shape.Rank == 1) Count(counts, Read(array));
                else CountRows(counts, array);
            }
        End(counts);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        return CategoryCodes.OutputShape(inputShape, OutputMode, OutputMode == OutputMode.Int ? 0 : Depth, this);
    }

    /// <summary>The tokens of some data.</summary>
    private protected abstract T[] Read(ArraySource data);

    /// <summary>Tokens as data.</summary>
    private protected abstract ArraySource Write(T[] tokens, Shape shape);

    /// <summary>A token as the vocabulary has it.</summary>
    private protected virtual T Token(T token) => token;

    /// <summary>Which of several indices a token gets that is not in the vocabulary.</summary>
    private protected abstract int OovBucket(T token);

    internal sealed override ArraySource Compute(IReadOnlyList<ArraySource> inputs)
    {
        if (inputs is not [var input])
            throw new ArgumentException($"{Place} takes one input, but {inputs.Count} were given.", nameof(inputs));
        TokenTable<T> table = Table;
        if (Invert) return Write(Array.ConvertAll(WholeNumbers.Of(input, Place), index => TokenOf(table, index)), input.Shape);
        int[] codes = Array.ConvertAll(Read(input), token => IndexOf(table, token));
        return CategoryCodes.Encode(codes, input.Shape, OutputMode, OutputMode == OutputMode.Int ? 0 : Depth, table.Weights, this);
    }

    /// <summary>Replaces the vocabulary by what was counted.</summary>
    internal void End(TokenCounts<T> counts)
    {
        if (counts.IsEmpty) throw new ArgumentException($"{Place}: Adapt was given data without a token.");
        T[] tokens = counts.MostFrequent(MaxTokens is { } most ? Math.Max(0, most - _options.TokenStart) : int.MaxValue,
            _options.HasMask ? [_mask!, _oov] : [_oov]);
        float[]? weights = OutputMode == OutputMode.TfIdf ? Array.ConvertAll(tokens, counts.Weight) : null;
        Set(tokens, weights is null ? null : AllWeights(weights, weights.Length > 0 ? weights.Average() : 0));
    }

    /// <summary>Nothing counted yet.</summary>
    internal TokenCounts<T> Begin() => GivenVocabulary is null ? new TokenCounts<T>(Order)
        : throw new InvalidOperationException($"{Place} was given its vocabulary; Adapt is for layers without. SetVocabulary replaces it.");

    private protected T[] SpecialTokens() => [.. Enumerable.Repeat(_mask!, _options.OovStart), .. Enumerable.Repeat(_oov, NumOovIndices)];

    private void CountRows(TokenCounts<T> counts, ArraySource array)
    {
        T[] all = Read(array);
        int length = array.Shape.Rank == 0 ? 1 : array.RowLength;
        for (int first = 0; first < all.Length; first += length) Count(counts, all.AsSpan(first, length));
    }

    private void Count(TokenCounts<T> counts, ReadOnlySpan<T> document)
    {
        counts.BeginDocument();
        foreach (T token in document) counts.Add(Token(token));
    }

    private int IndexOf(TokenTable<T> table, T token)
    {
        if (_options.HasMask && token.Equals(_mask)) return OutputMode == OutputMode.Int ? 0 : CategoryCodes.Dropped;
        if (table.TryFind(token, out int index)) return index;
        return NumOovIndices switch
        {
            0 => throw new ArgumentException($"{Place}: '{Internal.ShortText.Of(token.ToString()!)}' is not in the vocabulary, and with " +
                "numOovIndices 0 there is no index for such tokens. Use numOovIndices: 1."),
            1 => _options.OovStart,
            _ => _options.OovStart + OovBucket(token),
        };
    }

    private T TokenOf(TokenTable<T> table, long index) =>
        index >= table.Start && index < table.Size ? table.Tokens[index - table.Start] : index == 0 && _options.HasMask ? _mask! : _oov;

    // The weight of every index: of the special tokens one number for all, unless they have weights of their own; then 0 up to the padded
    // size.
    private float[] AllWeights(float[] tokens, float? special)
    {
        float[] front = special is { } mean ? [.. Enumerable.Repeat(mean, _options.TokenStart)] : [];
        int rest = PadToMaxTokens ? Math.Max(0, MaxTokens!.Value - front.Length - tokens.Length) : 0;
        return [.. front, .. tokens, .. new float[rest]];
    }

    private void Set(T[] tokens, float[]? weights)
    {
        var table = new TokenTable<T>(tokens, _options.TokenStart, weights);
        if (MaxTokens is { } most && table.Size > most)
            throw new ArgumentException(
                $"{Place}: the vocabulary has {table.Size} tokens, special ones included, but maxTokens is {most}.");
        if (OutputMode != OutputMode.Int && !PadToMaxTokens && _sizeIsUsed && (_table?.Size ?? ExpectedSize) is { } old
            && old != table.Size)
            throw new InvalidOperationException($"{Place} has {old} output places that have been used, so its vocabulary cannot become " +
                $"one of {table.Size}. Set padToMaxTokens, or make a new layer.");
        Volatile.Write(ref _table, table);
    }

    private void RequireDistinct(T[] tokens)
    {
        var seen = new HashSet<T>(tokens.Length);
        foreach (T token in tokens)
        {
            if (!seen.Add(token))
                throw new ArgumentException($"{Place}: the vocabulary has '{Internal.ShortText.Of(token.ToString()!)}' twice.");
            if ((_options.HasMask && token.Equals(_mask)) || (Invert && token.Equals(_oov)))
                throw new ArgumentException($"{Place}: '{token}' is a special token; the vocabulary has none of them, or all of them at " +
                    $"its beginning: {string.Join(", ", SpecialTokens().Select(t => $"'{t}'"))}.");
        }
    }
}
