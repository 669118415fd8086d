using System.Text.Json.Nodes;
using Fashion.Keras.Data;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Turns texts into numbers by a vocabulary, or numbers back into texts.</summary>
/// <remarks>
/// Input: texts of any shape; output: with <see cref="OutputMode.Int"/> their numbers in the same shape, else an array with a place per
/// number. Numbers: 0 for the mask token (if there is one, with outputMode Int), then those for tokens out of vocabulary, then the
/// vocabulary. No weights. The layer stands at the beginning of a model: see <see cref="HostLayer"/>.
/// Source: keras.io/api/layers/preprocessing_layers/categorical/string_lookup.
/// </remarks>
/// <example><code>
/// var lookup = new StringLookup(vocabulary: ["red", "green", "blue"]);
/// lookup.Call(["green", "pink"]);    // 2, 0
/// </code></example>
[KerasLayer]
public sealed partial class StringLookup : IndexLookup<string>
{
    // What Python's readers end a line at.
    private static readonly System.Buffers.SearchValues<char> LineBreaks =
        System.Buffers.SearchValues.Create("\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029");

    private readonly IReadOnlyList<ulong>? _salt;
    private readonly HashBuckets? _buckets;
    private readonly string? _maskToken;

    /// <summary>Makes the layer.</summary>
    /// <param name="maxTokens">Largest size of a vocabulary that is learned, special tokens included; null for no limit.</param>
    /// <param name="numOovIndices">Numbers for tokens out of vocabulary; of several the token's hash chooses. With 0 such tokens are
    /// errors.</param>
    /// <param name="maskToken">The text that stands for a missing one: number 0 with outputMode Int, else left out; null for
    /// none.</param>
    /// <param name="oovToken">What the numbers out of vocabulary become again with <paramref name="invert"/>.</param>
    /// <param name="vocabulary">The tokens, each once; null to learn them with Adapt.</param>
    /// <param name="idfWeights">Their weights, for outputMode TfIdf.</param>
    /// <param name="invert">Whether the layer turns numbers into texts.</param>
    /// <param name="outputMode">What the layer gives. <c>"int"</c>, the default, <c>"one_hot"</c>, <c>"multi_hot"</c>, <c>"count"</c>
    /// or <c>"tf_idf"</c>.</param>
    /// <param name="padToMaxTokens">Whether encoded outputs have <paramref name="maxTokens"/> places even if the vocabulary is
    /// smaller.</param>
    /// <param name="salt">One or two keys that make the hash of tokens out of vocabulary SipHash-2-4; null for FarmHash.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">Settings that contradict each other, or a vocabulary with a token twice.</exception>
    public StringLookup(int? maxTokens = null, int numOovIndices = 1, string? maskToken = null, string oovToken = "[UNK]",
        IReadOnlyList<string>? vocabulary = null,
        IReadOnlyList<double>? idfWeights = null, bool invert = false, Choice<OutputMode> outputMode = default,
        bool padToMaxTokens = false,
        IReadOnlyList<ulong>? salt = null, Shape? inputShape = null, string? name = null)
        : base(new LookupOptions(maxTokens, numOovIndices, outputMode.OrFirst(), padToMaxTokens, invert, maskToken is not null),
            maskToken,
            oovToken ?? throw new ArgumentNullException(nameof(oovToken)), vocabulary, idfWeights, inputShape, name)
    {
        OovToken = oovToken;
        _maskToken = maskToken;
        _salt = HashBuckets.Keys(salt, nameof(StringLookup));
        if (numOovIndices > 1) _buckets = new HashBuckets(numOovIndices, _salt);
    }

    /// <summary>The text that stands for a missing one; null for none.</summary>
    public string? MaskToken => _maskToken;

    /// <summary>What numbers out of vocabulary become again.</summary>
    public string OovToken { get; }

    internal override string? InputType => Invert ? DeclaredType.Int64 : DeclaredType.Text;

    internal override bool GivesTexts => Invert;

    private protected override IComparer<string> Order => CodePointOrder.Instance;

    internal static StringLookup FromConfig(ConfigReader config)
    {
        config.RequireDense();
        RequireWord(config, "encoding", "utf-8");
        RequireWord(config, "vocabulary_dtype", "string");
        if (config.GetString("oov_method", "floormod") is not ("floormod" or "farmhash"))
            throw config.Wrong("oov_method", "'floormod' or 'farmhash'");
        return new StringLookup(config.GetIntOrNull("max_tokens"), config.GetInt("num_oov_indices", 1), config.GetString("mask_token"),
            config.GetString("oov_token", "[UNK]")!, config.Has("vocabulary") ? config.GetTexts("vocabulary") : null,
            config.GetNumbers("idf_weights"),
            config.GetBool("invert", false), config.OutputMode(OutputMode.Int), config.GetBool("pad_to_max_tokens", false),
            config.Salt(), name: config.Name())
        { ExpectedSize = config.Positive("vocabulary_size") };
    }

    /// <summary>Refuses another word than the one that is supported.</summary>
    internal static void RequireWord(ConfigReader config, string key, string word)
    {
        if (config.GetString(key, word) is { } given && !given.Equals(word, StringComparison.OrdinalIgnoreCase))
            throw config.Wrong(key, $"'{word}'");
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        base.WriteConfig(config);
        config.Write("invert", Invert).Write("max_tokens", MaxTokens).Write("num_oov_indices", NumOovIndices)
            .Write("oov_token", OovToken).Write("mask_token", _maskToken)
            .Write(OutputMode).Write("sparse", false).Write("pad_to_max_tokens", PadToMaxTokens);
        WriteVocabulary(config, token => token);
        config.Write("oov_method", "floormod").Write(_salt).Write("encoding", "utf-8");
    }

    private protected override string[] Read(ArraySource data)
    {
        if (!data.IsText) throw new ArgumentException($"{Place} takes texts, but numbers were given ({data.Type} {data.Shape}).");
        TextArrays.RequireAll(data.Texts, Place);
        string[] tokens = data.Texts.ToArray();
        for (int i = 0; i < tokens.Length; i++) tokens[i] = TextArrays.WellFormed(tokens[i]);
        return tokens;
    }

    private protected override ArraySource Write(string[] tokens, Shape shape) => ArraySource.From(tokens, shape);

    private protected override string Token(string token) =>
        TextArrays.WellFormed(
            token ?? throw new ArgumentException($"{Place}: a token is null. A text that is missing is the empty text \"\"."));

    private protected override int OovBucket(string token) => _buckets!.Of(token);

    private protected override string Parse(string line) => line;

    private protected override string? Line(string token) => token.AsSpan().ContainsAny(LineBreaks) ? null : token;
}
