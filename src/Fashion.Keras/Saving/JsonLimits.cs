using System.Text.Json;
using System.Text.Unicode;

namespace Fashion.Keras.Saving;

/// <summary>
/// What a text of JSON in a file may be. A tree takes fifty times the memory of a text of small numbers, so everything is
/// counted and checked while the text is read, before a tree is made.
/// </summary>
internal static class JsonLimits
{
    /// <summary>Most bytes of a text.</summary>
    public const int MostBytes = 64 << 20;

    /// <summary>Most names, values, brackets and braces: a model of 10,000 layers has about a million.</summary>
    public const int MostTokens = 2_000_000;

    /// <summary>Deepest nesting: a model inside a model takes three levels.</summary>
    public const int Deepest = 4 * Layers.Nesting.Deepest + 64;

    /// <summary>Reads through a text.</summary>
    /// <exception cref="JsonException">It is no JSON, goes beyond a limit, or has a name twice in one object.</exception>
    /// <exception cref="InvalidOperationException">A text in it is no Unicode.</exception>
    public static void Check(ReadOnlySpan<byte> text)
    {
        if (text.Length > MostBytes) throw new JsonException($"it has {text.Length} bytes; {MostBytes} are read at most");
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = Deepest });
        var names = new Stack<HashSet<string>?>();
        for (int tokens = 1; reader.Read(); tokens++)
        {
            if (tokens > MostTokens) throw new JsonException($"it has more than {MostTokens} values");
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject: names.Push(null); break;
                case JsonTokenType.EndObject: names.Pop(); break;
                case JsonTokenType.PropertyName:
                    HashSet<string> own = names.Pop() ?? new(StringComparer.Ordinal);
                    if (!own.Add(reader.GetString()!))
                        throw new JsonException($"'{Short(reader.GetString()!)}' stands twice in one object");
                    names.Push(own);
                    break;
                case JsonTokenType.String:
                    // Escapes can hide halves of characters; only reading the text finds them.
                    if (reader.ValueIsEscaped) _ = reader.GetString();
                    else if (!Utf8.IsValid(reader.ValueSpan)) throw new JsonException("a text is no Unicode");
                    break;
            }
        }
    }

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
