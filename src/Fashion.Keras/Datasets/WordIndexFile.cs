using System.Text.Json;

namespace Fashion.Keras.Datasets;

/// <summary>A JSON object of words and their numbers.</summary>
internal static class WordIndexFile
{
    public static Dictionary<string, int> Parse(byte[] content, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 2 });
            var words = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (JsonProperty word in document.RootElement.EnumerateObject()) words[word.Name] = word.Value.GetInt32();
            return words;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{name} is no JSON object of words and whole numbers: {e.Message}", e);
        }
    }
}
