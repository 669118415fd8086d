using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fashion.Keras.Serialization;

/// <summary>What a value of JSON is. Nothing here throws, whatever the value: readers say what is wrong, and where.</summary>
internal static class JsonValues
{
    public static bool TryText(JsonNode? node, out string text)
    {
        text = "";
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.String || !value.TryGetValue(out string? found))
            return false;
        text = found;
        return true;
    }

    /// <summary>A finite number; 1e999 is none.</summary>
    public static bool TryNumber(JsonNode? node, out double number)
    {
        number = 0;
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number) return false;
        // Values that a program made keep their own type.
        if (!value.TryGetValue(out number))
            number = value.TryGetValue(out int small)
                ? small
                : value.TryGetValue(out long large) ? large : value.TryGetValue(out float single) ? single : double.NaN;
        return double.IsFinite(number);
    }

    /// <summary>A whole number of 32 bits, also when it is written as 3.0.</summary>
    public static bool TryInt(JsonNode? node, out int number)
    {
        bool fits = TryNumber(node, out double value) && value is >= int.MinValue and <= int.MaxValue && value == Math.Floor(value);
        number = fits ? (int)value : 0;
        return fits;
    }

    /// <summary>The beginning of a value as it is written, for messages; a large one is not written in full.</summary>
    public static string Short(JsonNode? node, int most = 80)
    {
        var text = new StringBuilder();
        Append(text, node, most);
        return text.Length <= most ? text.ToString() : text.ToString(0, most) + "...";
    }

    private static void Append(StringBuilder text, JsonNode? node, int most)
    {
        if (text.Length > most) return;
        switch (node)
        {
            case JsonArray list:
                text.Append('[');
                for (int i = 0; i < list.Count && text.Length <= most; i++)
                {
                    if (i > 0) text.Append(',');
                    Append(text, list[i], most);
                }
                text.Append(']');
                break;
            case JsonObject json:
                text.Append('{');
                foreach (var (key, value) in json)
                {
                    if (text.Length > most) return;
                    text.Append(text[^1] == '{' ? "" : ",").Append('"').Append(key.Length > most ? key[..most] : key).Append("\":");
                    Append(text, value, most);
                }
                text.Append('}');
                break;
            case null: text.Append("null"); break;
            case var _ when TryText(node, out string word) && word.Length > most: text.Append('"').Append(word, 0, most); break;
            default: text.Append(node.ToJsonString()); break;
        }
    }
}
