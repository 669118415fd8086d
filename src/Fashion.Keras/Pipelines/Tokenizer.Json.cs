using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fashion.Keras;

// As text, in Keras's form: the dictionaries are texts of JSON inside the JSON.
public sealed partial class Tokenizer
{
    /// <summary>What it was made with and what it knows, as Keras's <c>to_json</c> writes it.</summary>
    /// <returns>The JSON; an <see cref="Analyzer"/> is code and is not in it.</returns>
    public string ToJson() => new JsonObject
    {
        ["class_name"] = nameof(Tokenizer),
        ["config"] = new JsonObject
        {
            ["num_words"] = NumWords,
            ["filters"] = Filters,
            ["lower"] = Lower,
            ["split"] = Split,
            ["char_level"] = CharLevel,
            ["oov_token"] = OovToken,
            ["document_count"] = DocumentCount,
            ["word_counts"] = Text(_wordCounts.Select(word => (word.Key, (JsonNode)word.Value))),
            ["word_docs"] = Text(_wordDocs.Select(word => (word.Key, (JsonNode)word.Value))),
            ["index_docs"] = Text(_indexDocs.Select(number => (Key(number.Key), (JsonNode)number.Value))),
            ["index_word"] = Text(_indexWord.Select(number => (Key(number.Key), (JsonNode)number.Value))),
            ["word_index"] = Text(_wordIndex.Select(word => (word.Key, (JsonNode)word.Value))),
        },
    }.ToJsonString();

    /// <summary>The tokenizer of a JSON that Keras's <c>tokenizer.to_json()</c> or <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="analyzer">Its analyzer, which the JSON cannot hold; null for none.</param>
    /// <exception cref="ModelFormatException">It is no such JSON.</exception>
    public static Tokenizer FromJson(string json, Func<string, IEnumerable<string>>? analyzer = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            JsonObject config = (JsonNode.Parse(json) as JsonObject)?["config"] as JsonObject
                ?? throw new FormatException("There is no 'config'.");
            var tokenizer = new Tokenizer((int?)config["num_words"], (string?)config["filters"] ?? DefaultFilters,
                (bool?)config["lower"] ?? true, (string?)config["split"] ?? " ", (bool?)config["char_level"] ?? false,
                (string?)config["oov_token"], analyzer)
            {
                DocumentCount = (int?)config["document_count"] ?? 0,
            };
            foreach (var (word, count) in Parts(config, "word_counts")) tokenizer._wordCounts[word] = Whole(count);
            foreach (var (word, count) in Parts(config, "word_docs")) tokenizer._wordDocs[word] = Whole(count);
            foreach (var (number, count) in Parts(config, "index_docs")) tokenizer._indexDocs[Number(number)] = Whole(count);
            foreach (var (number, word) in Parts(config, "index_word"))
                tokenizer._indexWord[Number(number)] = (string?)word ?? throw new FormatException("A word is null.");
            foreach (var (word, number) in Parts(config, "word_index")) tokenizer._wordIndex[word] = Whole(number);
            return tokenizer;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException
            or ArgumentException)
        {
            throw new ModelFormatException($"Tokenizer: this is not what Keras's to_json writes. {e.Message}", e);
        }
    }

    private static JsonObject Parts(JsonObject config, string key) =>
        (string?)config[key] is { } text && JsonNode.Parse(text) is JsonObject parts ? parts
            : throw new FormatException($"There is no '{key}'.");

    private static int Whole(JsonNode? number) => (int?)number ?? throw new FormatException("A number is null.");

    private static string Text(IEnumerable<(string Key, JsonNode Value)> parts) =>
        new JsonObject(parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value))).ToJsonString();

    private static string Key(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int Number(string key) => int.Parse(key, System.Globalization.CultureInfo.InvariantCulture);
}
