using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

// What files keep of a lookup: weights next to those of other layers, the vocabulary in a file of lines or in the configuration.
public abstract partial class IndexLookup<T> : IKeepsAssets
{
    private const string WeightsArray = "idf_weights";

    private float[]? _loadedWeights;

    IReadOnlyList<string> IKeepsAssets.ArrayNames => OutputMode == OutputMode.TfIdf && _table is not null ? [WeightsArray] : [];

    IReadOnlyList<string>? IKeepsAssets.Lines => IsInConfig ? null : LineForm();

    /// <summary>Whether the configuration must hold the vocabulary, because a file of lines cannot.</summary>
    private bool IsInConfig => GivenVocabulary is not null || LineForm() is null;

    float[] IKeepsAssets.Array(string name) => Table.Weights!;

    bool IKeepsAssets.Takes(string name, Shape shape) =>
        name == WeightsArray && OutputMode == OutputMode.TfIdf && shape is [var length] && (_table is null || Fits(length));

    void IKeepsAssets.TakeArray(string name, float[] values)
    {
        _loadedWeights = values;
        if (_table is not null && Fits(values.Length)) Volatile.Write(ref _table, _table.With(values));
    }

    void IKeepsAssets.TakeLines(IReadOnlyList<string>? lines)
    {
        float[]? weights = _loadedWeights;
        if (GivenVocabulary is not null) return;
        if (lines is null) throw new ArgumentException("there is no vocabulary for it.");
        T[] all = [.. lines.Select(Parse)], special = SpecialTokens();
        T[] tokens = all.AsSpan().StartsWith(special) ? all[special.Length..] : all;
        RequireDistinct(tokens);
        if (OutputMode != OutputMode.TfIdf) weights = null;
        else if (weights is null
            || (weights.Length != _options.TokenStart + tokens.Length && weights.Length != Places(_options.TokenStart + tokens.Length)))
            throw new ArgumentException(
                $"its vocabulary has {_options.TokenStart + tokens.Length} tokens, but there are {weights?.Length ?? 0} idf_weights.");
        Set(tokens, weights is null ? null : Padded(weights));
    }

    /// <summary>Writes what all lookups write of their vocabulary.</summary>
    internal void WriteVocabulary(ConfigWriter config, Func<T, JsonNode> token)
    {
        bool given = GivenVocabulary is not null, whole = !given && _table is not null && (config.KeepsState || IsInConfig);
        IReadOnlyList<T>? vocabulary = whole ? GetVocabulary() : GivenVocabulary;
        IReadOnlyList<double>? weights = whole ? _table!.Weights?.Take(VocabularySize).Select(w => (double)w).ToArray() : GivenWeights;
        config.Write(WeightsArray, weights);
        config.Set("vocabulary", vocabulary is null ? null : new JsonArray([.. vocabulary.Select(token)]));
        config.Write("vocabulary_size", _table?.Size ?? ExpectedSize);
    }

    /// <summary>A line of the vocabulary's file as a token.</summary>
    private protected abstract T Parse(string line);

    /// <summary>A token as a line; null where it is none.</summary>
    private protected abstract string? Line(T token);

    // Readers drop empty lines at the end.
    private string[]? LineForm()
    {
        IReadOnlyList<string?> lines = [.. GetVocabulary().Select(Line)];
        return lines.Contains(null) || (lines.Count > _options.TokenStart && lines[^1]!.Length == 0) ? null : [.. lines.OfType<string>()];
    }

    private int Places(int size) => PadToMaxTokens ? MaxTokens!.Value : size;

    private bool Fits(int weights) => weights == VocabularySize || weights == Places(VocabularySize);

    private float[] Padded(float[] weights) => [.. weights, .. new float[Math.Max(0, Places(weights.Length) - weights.Length)]];
}
