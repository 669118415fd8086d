using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fashion.Keras.Saving;

/// <summary>JSON texts of model files, as trees: no reflection, no types named by the file.</summary>
internal static class Json
{
    public static byte[] Bytes(JsonNode node, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Python reads any Unicode; '>' and '+' stay readable.
        using (var writer = new Utf8JsonWriter(buffer,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = indented })) node.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    public static string Text(JsonNode node, bool indented = false) => Encoding.UTF8.GetString(Bytes(node, indented));

    /// <summary>Parses an object.</summary>
    /// <exception cref="ModelFormatException">No JSON, beyond a limit, not an object, or a key twice.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> text, string file, string entry)
    {
        try
        {
            JsonLimits.Check(text);
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = JsonLimits.Deepest }) as JsonObject
                ?? throw new JsonException("an object is expected");
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new ModelFormatException($"{file}: {entry} is no JSON that can be read: {e.Message}", e) { Path = file, Entry = entry };
        }
    }

    public static JsonObject Parse(string text, string file, string entry) => Parse(Encoding.UTF8.GetBytes(text), file, entry);
}
