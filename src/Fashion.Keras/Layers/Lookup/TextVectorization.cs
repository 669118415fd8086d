using System.Numerics.Tensors;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Layers;

/// <summary>Turns texts into the numbers of their words, or into one array per text that says which words it has.</summary>
/// <remarks>
/// Input: texts of shape (batch,) or (batch, 1); with <see cref="TextSplit.None"/> also (batch, tokens). Output: with
/// <see cref="OutputMode.Int"/> (batch, outputSequenceLength), or as long as the longest text of the batch, 0 being padding and 1 words
/// out of vocabulary; else (batch, places of the vocabulary). No weights. The layer stands at the beginning of a model, is computed
/// batch by batch in Fit, Evaluate and Predict, and is saved with its vocabulary.
/// Source: keras.io/api/layers/preprocessing_layers/text/text_vectorization.
/// </remarks>
/// <example><code>
/// var vectorize = new TextVectorization(maxTokens: 20_000, outputSequenceLength: 200);
/// vectorize.Adapt(texts);
/// var model = new Sequential
/// {
///     vectorize, new Embedding(20_000, 64, maskZero: true), new LSTM(64), new Dense(1, activation: "sigmoid"),
/// };
/// </code></example>
[KerasLayer]
public sealed partial class TextVectorization : HostLayer
{
    private readonly StringLookup _lookup;
    private readonly TextTokens _tokenizer;

    /// <summary>Makes the layer.</summary>
    /// <param name="maxTokens">Largest size of a vocabulary that is learned, padding and out-of-vocabulary token included; null for no
    /// limit.</param>
    /// <param name="standardize">What is done with a text first; null for lower case without ASCII punctuation.</param>
    /// <param name="split">How it becomes tokens; null for words between white space.</param>
    /// <param name="ngrams">How many tokens are joined into one: 2 or [2] for single tokens and pairs, [1, 3] for single tokens and
    /// triples; null for single tokens.</param>
    /// <param name="outputMode">What the layer gives: Int, MultiHot, Count or TfIdf. <c>"int"</c>, the default, <c>"one_hot"</c>,
    /// <c>"multi_hot"</c>, <c>"count"</c> or <c>"tf_idf"</c>.</param>
    /// <param name="outputSequenceLength">With outputMode Int: the length to which all outputs are padded or cut; null for that of the
    /// longest text of the batch.</param>
    /// <param name="padToMaxTokens">Whether arrays have <paramref name="maxTokens"/> places even if the vocabulary is smaller.</param>
    /// <param name="vocabulary">The tokens, each once; null to learn them with Adapt.</param>
    /// <param name="idfWeights">Their weights, for outputMode TfIdf.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential; null for one text.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">Settings that contradict each other, or a vocabulary with a token twice.</exception>
    public TextVectorization(int? maxTokens = null, TextStandardization? standardize = null, TextSplit? split = null,
        Ngrams? ngrams = null,
        Choice<OutputMode> outputMode = default, int? outputSequenceLength = null, bool padToMaxTokens = false,
        IReadOnlyList<string>? vocabulary = null,
        IReadOnlyList<double>? idfWeights = null, Shape? inputShape = null, string? name = null) : base(name, inputShape)
    {
        Guard.Finite(idfWeights, nameof(TextVectorization));
        if (outputMode.OrFirst() == OutputMode.OneHot)
            throw new ArgumentException("TextVectorization: outputMode is Int, MultiHot, Count or TfIdf. For one array per word put " +
                "a CategoryEncoding after outputMode Int.", nameof(outputMode));
        if (outputSequenceLength is { } length)
        {
            Guard.Positive(length, nameof(TextVectorization), nameof(outputSequenceLength));
            if (outputMode.OrFirst() != OutputMode.Int)
                throw new ArgumentException($"TextVectorization: outputSequenceLength is for outputMode Int, not for {outputMode}.",
                    nameof(outputSequenceLength));
        }
        Standardize = standardize ?? TextStandardization.LowerAndStripPunctuation;
        Split = split ?? TextSplit.Whitespace;
        Ngrams = ngrams;
        OutputSequenceLength = outputSequenceLength;
        _tokenizer = new TextTokens(Standardize, Split, ngrams?.Widths);
        _lookup =
            Track(new StringLookup(maxTokens, maskToken: "", vocabulary: vocabulary, idfWeights: idfWeights, outputMode: outputMode,
                padToMaxTokens: padToMaxTokens));
    }

    /// <summary>Largest size of the vocabulary; null for no limit.</summary>
    public int? MaxTokens => _lookup.MaxTokens;

    /// <summary>How a text becomes tokens.</summary>
    public TextSplit Split { get; }

    /// <summary>How many tokens are joined into one; null for single tokens.</summary>
    public Ngrams? Ngrams { get; }

    /// <summary>What the layer gives.</summary>
    public OutputMode OutputMode => _lookup.OutputMode;

    /// <summary>The length of all outputs with outputMode Int; null for that of the longest text of the batch.</summary>
    public int? OutputSequenceLength { get; }

    /// <summary>Whether arrays have <see cref="MaxTokens"/> places even if the vocabulary is smaller.</summary>
    public bool PadToMaxTokens => _lookup.PadToMaxTokens;

    /// <summary>Number of indices: of the vocabulary, padding and words out of vocabulary.</summary>
    public int VocabularySize => _lookup.VocabularySize;

    private protected override bool GivesNumbersOfCategories => OutputMode == OutputMode.Int;

    internal override string? InputType => DeclaredType.Text;

    internal override bool TakesOneText => Split != TextSplit.None;

    internal override string ChildKey(Layer child) => "_lookup_layer";

    /// <summary>The word of every number: with outputMode Int <c>""</c> and <c>"[UNK]"</c> first.</summary>
    /// <param name="includeSpecialTokens">Whether those come first, so that places are numbers.</param>
    public IReadOnlyList<string> GetVocabulary(bool includeSpecialTokens = true) => _lookup.GetVocabulary(includeSpecialTokens);

    /// <inheritdoc cref="IndexLookup{T}.SetVocabulary"/>
    public void SetVocabulary(IReadOnlyList<string> vocabulary, IReadOnlyList<double>? idfWeights = null) =>
        _lookup.SetVocabulary(vocabulary, idfWeights);

    /// <summary>
    /// Learns the vocabulary from texts: the most frequent words first, those that occur equally often in falling order. Each text is a
    /// document.
    /// </summary>
    /// <param name="texts">The texts; they need not fit into memory, only the words that differ.</param>
    /// <param name="steps">How many texts to read; null for all.</param>
    /// <inheritdoc cref="IndexLookup{T}.Adapt(ModelData)" path="/exception"/>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public void Adapt(IEnumerable<string> texts, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        // A tensor is a sequence of its elements, too, but a row may be one sample.
        if (texts is Tensor<string> tensor)
        {
            Adapt((ModelData)tensor);
            return;
        }
        TokenCounts<string> counts = _lookup.Begin();
        string[] one = new string[1];
        foreach (string text in StreamedValues.Limit(texts, steps))
        {
            one[0] = text;
            TextArrays.RequireAll(one, Place);
            Count(counts, one);
        }
        _lookup.End(counts);
    }

    /// <summary>Learns the vocabulary from arrays or tensors of texts. Each sample is a document.</summary>
    /// <param name="data">Texts of a shape that the layer takes.</param>
    /// <inheritdoc cref="IndexLookup{T}.Adapt(ModelData)" path="/exception"/>
    public void Adapt(ModelData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Adapt([new DataBatch(data)], null);
    }

    /// <summary>Learns the vocabulary from batches. Each sample is a document.</summary>
    /// <param name="batches">The batches, of which only the samples are looked at.</param>
    /// <param name="steps">How many batches to read; null for all.</param>
    /// <inheritdoc cref="IndexLookup{T}.Adapt(ModelData)" path="/exception"/>
    public void Adapt(IEnumerable<DataBatch> batches, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        TokenCounts<string> counts = _lookup.Begin();
        foreach (ArraySource array in StreamedValues.Limit(batches, steps).SelectMany(batch => batch.X.Arrays))
        {
            int length = TextsPerSample(array);
            for (int first = 0; first < array.Texts.Length; first += length) Count(counts, array.Texts.Slice(first, length));
        }
        _lookup.End(counts);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        RequireShape(inputShape);
        return OutputMode != OutputMode.Int ? [inputShape[0], _lookup.Depth]
            : [inputShape[0], OutputSequenceLength
                ?? (Split != TextSplit.None || Ngrams is not null ? Shape.Unknown : inputShape.Rank == 1 ? 1 : inputShape[1])];
    }

    internal override ArraySource Compute(IReadOnlyList<ArraySource> inputs)
    {
        if (inputs is not [var input])
            throw new ArgumentException($"{Place} takes one input, but {inputs.Count} were given.", nameof(inputs));
        int length = TextsPerSample(input), samples = input.Shape[0];
        TokenTable<string> table = _lookup.Table;
        return OutputMode == OutputMode.Int ? Numbers(table, input, samples, length) : Arrays(table, input, samples, length);
    }

    private ArraySource Numbers(TokenTable<string> table, ArraySource input, int samples, int length)
    {
        var bySpan = table.BySpan();
        var numbers = new List<int>();
        int[] ends = new int[samples];
        int most = OutputSequenceLength ?? int.MaxValue, longest = 0;
        for (int i = 0; i < samples; i++)
        {
            int begin = numbers.Count;
            _tokenizer.Apply(input.Texts.Slice(i * length, length), token =>
            {
                if (numbers.Count - begin < most)
                    numbers.Add(token.Length == 0 ? 0 : bySpan.TryGetValue(token, out int number) ? number : 1);
            });
            ends[i] = numbers.Count;
            longest = Math.Max(longest, numbers.Count - begin);
        }
        Shape shape = [samples, OutputSequenceLength ?? longest];
        int[] padded = Allocation.Of<int>(Sizes.Count(shape.AsSpan(), $"{Place}: its output"), $"{Place}: its output {shape}");
        Array.Clear(padded);
        for (int i = 0, begin = 0; i < samples; begin = ends[i++]) numbers.CopyTo(begin, padded, i * shape[1], ends[i] - begin);
        return ArraySource.From(padded, shape);
    }

    private ArraySource Arrays(TokenTable<string> table, ArraySource input, int samples, int length)
    {
        var bySpan = table.BySpan();
        int depth = _lookup.Depth;
        Shape shape = [samples, depth];
        float[] places = CategoryCodes.Places(shape, this);
        for (int i = 0; i < samples; i++)
        {
            int row = i * depth;
            _tokenizer.Apply(input.Texts.Slice(i * length, length), token =>
            {
                // The empty text is padding, which has no place.
                if (token.Length > 0)
                    CategoryCodes.Add(places.AsSpan(row, depth), bySpan.TryGetValue(token, out int number) ? number : 0, OutputMode);
            });
        }
        CategoryCodes.Weigh(places, table.Weights);
        return ArraySource.From(places, shape);
    }

    private void Count(TokenCounts<string> counts, ReadOnlySpan<string> sample)
    {
        counts.BeginDocument();
        _tokenizer.Apply(sample, token => counts.Add(token.ToString()));
    }

    private int TextsPerSample(ArraySource array)
    {
        if (!array.IsText) throw new ArgumentException($"{Place} takes texts, but numbers were given ({array.Type} {array.Shape}).");
        RequireShape(array.Shape);
        TextArrays.RequireAll(array.Texts, Place);
        return array.Shape.Rank == 1 ? 1 : array.Shape[1];
    }

    private void RequireShape(Shape shape)
    {
        if (shape.Rank == 1 || (shape.Rank == 2 && (shape[1] == 1 || Split == TextSplit.None))) return;
        throw new ShapeMismatchException(Split == TextSplit.None
            ? $"{Place} takes texts of shape (batch,) or (batch, tokens), not {shape}."
            : $"{Place} splits one text per sample, so it takes texts of shape (batch,) or (batch, 1), not {shape}.")
        { LayerName = Name, Received = shape };
    }
}
