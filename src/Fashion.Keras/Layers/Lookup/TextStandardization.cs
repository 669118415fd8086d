using System.Buffers;
using System.Text.Json.Nodes;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

/// <summary>
/// What is done with a text before it is split. A name of Keras's can stand in its place, or a function: <see cref="Create"/>.
/// </summary>
public sealed class TextStandardization
{
    // Exactly the 32 ASCII punctuation characters; others are part of words, as in Keras.
    private static readonly SearchValues<char> Punctuation = SearchValues.Create("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

    private readonly Func<string, string>? _function;

    private TextStandardization(string? name, bool lower, bool strip, Func<string, string>? function = null)
    {
        Name = name;
        Lower = lower;
        Strip = strip;
        _function = function;
    }

    /// <summary>
    /// A to Z become lower case, and ASCII punctuation is removed: the default. As in Keras, letters and punctuation beyond ASCII stay as
    /// they are.
    /// </summary>
    public static TextStandardization LowerAndStripPunctuation { get; } = new("lower_and_strip_punctuation", true, true);

    /// <summary>A to Z become lower case.</summary>
    public static TextStandardization ToLower { get; } = new("lower", true, false);

    /// <summary>ASCII punctuation is removed.</summary>
    public static TextStandardization StripPunctuation { get; } = new("strip_punctuation", false, true);

    /// <summary>Texts stay as they are.</summary>
    public static TextStandardization None { get; } = new(null, false, false);

    /// <summary>Keras's name, or that of your function; null for none.</summary>
    public string? Name { get; }

    internal bool Lower { get; }

    internal bool Strip { get; }

    /// <summary>A function of your own. A model file names it, but does not hold it.</summary>
    /// <param name="name">Its name, for files and messages.</param>
    /// <param name="function">Gives the text that is split. It may be called by several threads at once.</param>
    public static TextStandardization Create(string name, Func<string, string> function)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(function);
        return new TextStandardization(name, false, false, function);
    }

    /// <summary>A standardization by Keras's name; null stands for none.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    public static implicit operator TextStandardization(string? name) =>
        Find(name) ?? throw Guard.Unknown("standardization of texts", name!, Named.Select(s => s.Name!));

    /// <summary>A standardization by Keras's name; null for an unknown one.</summary>
    internal static TextStandardization? Find(string? name) => name is null ? None : Named.FirstOrDefault(s => s.Name == name);

    private static TextStandardization[] Named => [LowerAndStripPunctuation, ToLower, StripPunctuation];

    /// <inheritdoc/>
    public override string ToString() => Name ?? "none";

    /// <summary>Standardizes a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="buffer">Room for as many characters.</param>
    /// <returns>The standardized text, well-formed: in the buffer, or as long as the function made it.</returns>
    internal Span<char> Apply(string text, Span<char> buffer)
    {
        if (_function is not null)
        {
            text = _function(text) ?? throw new InvalidOperationException($"The function '{Name}' that standardizes texts returned null.");
            if (text.Length > buffer.Length) buffer = new char[text.Length];
        }
        int length = 0;
        foreach (char c in text)
            if (!Strip || !Punctuation.Contains(c)) buffer[length++] = Lower && char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;
        Data.TextArrays.MakeWellFormed(buffer[..length]);
        return buffer[..length];
    }

    internal JsonNode? ToJson() => Layers.FunctionJson.Of(Name, _function is not null);
}
