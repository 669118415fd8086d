using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

/// <summary>How a text becomes tokens. A name of Keras's can stand in its place, or a function: <see cref="Create"/>.</summary>
public sealed class TextSplit
{
    private static readonly SearchValues<char> WhiteSpace = SearchValues.Create(" \t\n\v\f\r");

    private readonly Func<string, IReadOnlyList<string>>? _function;

    private TextSplit(string? name, Func<string, IReadOnlyList<string>>? function = null)
    {
        Name = name;
        _function = function;
    }

    /// <summary>
    /// At spaces, tabs and line breaks: the default. Other Unicode spaces, such as U+00A0, are part of words, as in Keras.
    /// </summary>
    public static TextSplit Whitespace { get; } = new("whitespace");

    /// <summary>Into characters (code points).</summary>
    public static TextSplit Character { get; } = new("character");

    /// <summary>Not at all: each text is a token, and a sample may have several.</summary>
    public static TextSplit None { get; } = new(null);

    /// <summary>Keras's name, or that of your function; null for none.</summary>
    public string? Name { get; }

    /// <summary>A function of your own. A model file names it, but does not hold it.</summary>
    /// <param name="name">Its name, for files and messages.</param>
    /// <param name="function">Gives the tokens of a text. It may be called by several threads at once.</param>
    public static TextSplit Create(string name, Func<string, IReadOnlyList<string>> function)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(function);
        return new TextSplit(name, function);
    }

    /// <summary>A split by Keras's name; null stands for none.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    public static implicit operator TextSplit(string? name) =>
        Find(name) ?? throw Guard.Unknown("split of texts", name!, [Whitespace.Name!, Character.Name!]);

    /// <summary>A split by Keras's name; null for an unknown one.</summary>
    internal static TextSplit? Find(string? name) =>
        name switch { null => None, "whitespace" => Whitespace, "character" => Character, _ => null };

    /// <inheritdoc/>
    public override string ToString() => Name ?? "none";

    /// <summary>Gives each token of a text in order.</summary>
    internal void Apply(ReadOnlySpan<char> text, TokenSink sink)
    {
        if (_function is not null)
        {
            foreach (string token in _function(text.ToString())
                ?? throw new InvalidOperationException($"The function '{Name}' that splits texts returned null."))
                sink(Data.TextArrays.WellFormed(token
                    ?? throw new InvalidOperationException($"The function '{Name}' that splits texts returned a token that is null.")));
        }
        else if (this == Whitespace)
        {
            for (int start; (start = text.IndexOfAnyExcept(WhiteSpace)) >= 0;)
            {
                text = text[start..];
                int end = text.IndexOfAny(WhiteSpace);
                sink(end < 0 ? text : text[..end]);
                if (end < 0) return;
                text = text[end..];
            }
        }
        else if (this == Character)
        {
            while (text.Length > 0)
            {
                Rune.DecodeFromUtf16(text, out _, out int length);
                sink(text[..length]);
                text = text[length..];
            }
        }
        else sink(text);
    }

    internal JsonNode? ToJson() => Layers.FunctionJson.Of(Name, _function is not null);
}

/// <summary>Takes a token, which is valid during the call.</summary>
internal delegate void TokenSink(ReadOnlySpan<char> token);
