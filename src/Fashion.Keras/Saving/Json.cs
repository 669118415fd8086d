using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fashion.Keras.Saving;

/// <summary>JSON texts of model files, as trees: no reflection, no types named by the file.</summary>
internal static class Json
{
    // Models nest a few levels per layer. More nodes than a model of thousands of layers and a large vocabulary has are an
    // attack on memory: a node takes a hundred times the bytes of its text.
    private const int Deepest = 256, MostNodes = 1_000_000;

    public static byte[] Bytes(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Python reads any Unicode; '>' and '+' stay readable.
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) node.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    public static string Text(JsonNode node) => Encoding.UTF8.GetString(Bytes(node));

    /// <summary>Parses an object.</summary>
    /// <exception cref="ModelFormatException">No JSON, not an object, or a key twice.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> text, string file, string entry)
    {
        try
        {
            Count(text);
            if (JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = Deepest }) is not JsonObject json) throw new JsonException("an object is expected");
            Check(json);
            return json;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new ModelFormatException($"{file}: {entry} is no valid JSON: {e.Message}", e) { Path = file, Entry = entry };
        }
    }

    // Before anything is made of the text.
    private static void Count(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = Deepest });
        for (int nodes = 0; reader.Read(); nodes++)
            if (nodes > MostNodes) throw new JsonException($"it has more than {MostNodes} values");
    }

    public static JsonObject Parse(string text, string file, string entry) => Parse(Encoding.UTF8.GetBytes(text), file, entry);

    // A key that stands there twice and a text that is no Unicode are found out when they are first used; that should be now.
    private static void Check(JsonNode? node)
    {
        if (node is JsonObject json)
            foreach (var (_, value) in json) Check(value);
        else if (node is JsonArray list)
            foreach (JsonNode? value in list) Check(value);
        else if (node?.GetValueKind() == JsonValueKind.String)
            _ = node.GetValue<string>();
    }
}
