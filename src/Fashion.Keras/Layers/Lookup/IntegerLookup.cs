using System.Globalization;
using Fashion.Keras.Data;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Turns whole numbers of any size (product codes, zip codes) into numbers without gaps by a vocabulary, or back.</summary>
/// <remarks>
/// Input: whole numbers of any shape; output: with <see cref="OutputMode.Int"/> their indices in the same shape, else an array with a
/// place per index. Indices: 0 for the mask token (if there is one, with outputMode Int), then those for tokens out of vocabulary, then
/// the vocabulary. No weights. The layer stands at the beginning of a model: see <see cref="HostLayer"/>. Numbers beyond 16,777,216
/// are exact when they come as <c>long</c>, <c>int</c> or <c>double</c>.
/// Source: keras.io/api/layers/preprocessing_layers/categorical/integer_lookup.
/// </remarks>
[KerasLayer]
public sealed partial class IntegerLookup : IndexLookup<long>
{
    private readonly IReadOnlyList<ulong>? _salt;
    private readonly HashBuckets? _buckets;

    /// <summary>Makes the layer.</summary>
    /// <param name="maxTokens">Largest size of a vocabulary that is learned, special tokens included; null for no limit.</param>
    /// <param name="numOovIndices">Indices for numbers out of vocabulary; with 0 such numbers are errors.</param>
    /// <param name="maskToken">The number that stands for a missing one: index 0 with outputMode Int, else left out; null for
    /// none.</param>
    /// <param name="oovToken">What the indices out of vocabulary become again with <paramref name="invert"/>.</param>
    /// <param name="vocabulary">The numbers, each once; null to learn them with Adapt.</param>
    /// <param name="idfWeights">Their weights, for outputMode TfIdf.</param>
    /// <param name="invert">Whether the layer turns indices into numbers.</param>
    /// <param name="outputMode">What the layer gives. <c>"int"</c>, the default, <c>"one_hot"</c>, <c>"multi_hot"</c>, <c>"count"</c>
    /// or <c>"tf_idf"</c>.</param>
    /// <param name="padToMaxTokens">Whether encoded outputs have <paramref name="maxTokens"/> places even if the vocabulary is
    /// smaller.</param>
    /// <param name="oovMethod">Which of several out-of-vocabulary indices a number gets. <c>"floor_mod"</c>, the default, or
    /// <c>"farm_hash"</c>.</param>
    /// <param name="salt">One or two keys that make the hash SipHash-2-4, with <see cref="OovMethod.FarmHash"/>; null for
    /// FarmHash.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">Settings that contradict each other, or a vocabulary with a number twice.</exception>
    public IntegerLookup(int? maxTokens = null, int numOovIndices = 1, long? maskToken = null, long oovToken = -1,
        IReadOnlyList<long>? vocabulary = null,
        IReadOnlyList<double>? idfWeights = null, bool invert = false, Choice<OutputMode> outputMode = default,
        bool padToMaxTokens = false,
        Choice<OovMethod> oovMethod = default, IReadOnlyList<ulong>? salt = null, Shape? inputShape = null, string? name = null)
        : base(new LookupOptions(maxTokens, numOovIndices, outputMode.OrFirst(), padToMaxTokens, invert, maskToken is not null),
            maskToken ?? 0,
            oovToken, vocabulary, idfWeights, inputShape, name)
    {
        if (salt is not null && oovMethod.OrFirst() != OovMethod.FarmHash)
            throw new ArgumentException("IntegerLookup: salt is for oovMethod FarmHash; FloorMod does not hash.", nameof(salt));
        OovToken = oovToken;
        MaskToken = maskToken;
        OovMethod = oovMethod.OrFirst();
        _salt = HashBuckets.Keys(salt, nameof(IntegerLookup));
        if (numOovIndices > 1 && oovMethod.OrFirst() == OovMethod.FarmHash) _buckets = new HashBuckets(numOovIndices, _salt);
    }

    /// <summary>The number that stands for a missing one; null for none.</summary>
    public long? MaskToken { get; }

    /// <summary>What indices out of vocabulary become again.</summary>
    public long OovToken { get; }

    internal override string? InputType => DeclaredType.Int64;

    private protected override IComparer<long> Order => Comparer<long>.Default;

    /// <summary>Learns the vocabulary from a sequence of numbers, each of which is a document.</summary>
    /// <param name="tokens">The numbers.</param>
    /// <param name="steps">How many to read; null for all.</param>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public void Adapt(IEnumerable<int> tokens, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        Adapt(tokens.Select(token => (long)token), steps);
    }

    internal static IntegerLookup FromConfig(ConfigReader config)
    {
        config.RequireDense();
        StringLookup.RequireWord(config, "vocabulary_dtype", "int64");
        return new IntegerLookup(config.GetIntOrNull("max_tokens"), config.GetInt("num_oov_indices", 1), config.Long("mask_token"),
            config.Long("oov_token") ?? -1,
            config.Longs("vocabulary"), config.GetNumbers("idf_weights"), config.GetBool("invert", false),
            config.OutputMode(OutputMode.Int),
            config.GetBool("pad_to_max_tokens", false), config.Choice("oov_method", OovMethod.FloorMod),
            config.Salt(), name: config.Name())
        { ExpectedSize = config.Positive("vocabulary_size") };
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        base.WriteConfig(config);
        config.Write("invert", Invert).Write("max_tokens", MaxTokens).Write("num_oov_indices", NumOovIndices).Set("oov_token", OovToken)
            .Set("mask_token", MaskToken)
            .Write(OutputMode).Write("sparse", false).Write("pad_to_max_tokens", PadToMaxTokens)
            .Write("vocabulary_dtype", DeclaredType.Int64);
        WriteVocabulary(config, token => token);
        config.WriteChoice<OovMethod>("oov_method", OovMethod).Write(_salt);
    }

    private protected override long[] Read(ArraySource data) => WholeNumbers.Of(data, Place);

    private protected override ArraySource Write(long[] tokens, Shape shape) => ArraySource.From(tokens, shape);

    // The remainder has the sign of the divisor, as in Python.
    private protected override int OovBucket(long token) =>
        _buckets?.Of(token) ?? (int)((token % NumOovIndices + NumOovIndices) % NumOovIndices);

    private protected override long Parse(string line) =>
        long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long token) ? token
        : throw new ArgumentException($"'{Internal.ShortText.Of(line)}' in its vocabulary is no whole number.");

    private protected override string? Line(long token) => token.ToString(CultureInfo.InvariantCulture);
}
