using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

// What files keep of the layer: its settings, and the vocabulary of the lookup inside it.
public sealed partial class TextVectorization : IKeepsAssets
{
    private IKeepsAssets Inner => _lookup;

    IReadOnlyList<string> IKeepsAssets.ArrayNames => Inner.ArrayNames;

    IReadOnlyList<string>? IKeepsAssets.Lines => Inner.Lines;

    internal static TextVectorization FromConfig(ConfigReader config)
    {
        config.RequireDense();
        StringLookup.RequireWord(config, "encoding", "utf-8");
        var layer = new TextVectorization(config.GetIntOrNull("max_tokens"),
            FunctionJson.Read(config, "standardize", "lower_and_strip_punctuation", TextStandardization.Find),
            FunctionJson.Read(config, "split", "whitespace", TextSplit.Find), NgramsOf(config), config.OutputMode(OutputMode.Int),
            config.GetIntOrNull("output_sequence_length"),
            config.GetBool("pad_to_max_tokens", false), config.Has("vocabulary") ? config.GetTexts("vocabulary") : null,
            config.GetNumbers("idf_weights"), name: config.Name());
        layer._lookup.ExpectedSize = config.Positive("vocabulary_size");
        return layer;
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        base.WriteConfig(config);
        config.Write("max_tokens", MaxTokens).Set("standardize", Standardize.ToJson()).Set("split", Split.ToJson())
            .Set("ngrams", Ngrams is null ? null
                : Ngrams.UpTo is { } width ? width : new JsonArray([.. Ngrams.Widths.Select(w => (JsonNode)w)]))
            .Write(OutputMode).Write("output_sequence_length", OutputSequenceLength).Write("pad_to_max_tokens", PadToMaxTokens)
            .Write("sparse", false).Write("ragged", false);
        _lookup.WriteVocabulary(config, token => token);
        config.Write("encoding", "utf-8")
            .Write("vocabulary_size", config.Json["vocabulary_size"] is { } size ? size.GetValue<int>() : VocabularySize);
    }

    float[] IKeepsAssets.Array(string name) => Inner.Array(name);

    bool IKeepsAssets.Takes(string name, Shape shape) => Inner.Takes(name, shape);

    void IKeepsAssets.TakeArray(string name, float[] values) => Inner.TakeArray(name, values);

    void IKeepsAssets.TakeLines(IReadOnlyList<string>? lines) => Inner.TakeLines(lines);

    private static Ngrams? NgramsOf(ConfigReader config)
    {
        if (!config.Has("ngrams")) return null;
        IReadOnlyList<int> widths = config.Json["ngrams"] is JsonArray ? config.GetInts("ngrams") : [config.GetInt("ngrams")];
        if (widths.Any(w => w is < 1 or > Keras.Ngrams.Most) || widths.Count > Keras.Ngrams.Most)
            throw config.Wrong("ngrams", $"one or several whole numbers from 1 to {Keras.Ngrams.Most}");
        return config.Json["ngrams"] is JsonArray ? [.. widths] : widths[0];
    }
}
