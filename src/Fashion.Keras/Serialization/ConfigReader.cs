using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Serialization;

/// <summary>
/// Reads the constructor arguments of one object out of a Keras file. A missing key gives the default; a value of the wrong
/// kind is a <see cref="ModelFormatException"/> that names the place.
/// </summary>
public sealed class ConfigReader
{
    // Room for a layer with its class and name, and a part of it.
    private const int LongestPlace = 200;

    private readonly JsonObject? _json;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <param name="json">The arguments; null for none, as when something is known by its name alone.</param>
    /// <param name="place">Where in the file this object stands, for messages.</param>
    /// <param name="custom">What the user registered.</param>
    internal ConfigReader(JsonObject? json, string place, CustomObjects? custom = null)
    {
        _json = json;
        Place = ShortText.WithoutMiddle(place, LongestPlace, LongestPlace / 4);
        Custom = custom;
    }

    /// <summary>Where in the file this object stands, for messages.</summary>
    public string Place { get; }

    internal JsonObject Json => _json ?? [];

    /// <summary>What the user registered for this file.</summary>
    internal CustomObjects? Custom { get; }

    /// <summary>Whether the key is there and not null.</summary>
    public bool Has(string key) => !IsEmpty(key) && Value(key) is not null;

    /// <summary>Whether the key is there, null or not.</summary>
    internal bool Contains(string key) => !IsEmpty(key) && IsThere(key);

    /// <summary>Whether the key holds an object.</summary>
    internal bool HasObject(string key) => !IsEmpty(key) && IsObject(key);

    /// <summary>A text, or the default when it is missing or null.</summary>
    public string? GetString(string key, string? fallback = null) => IsEmpty(key) ? fallback : ReadText(key) ?? fallback;

    /// <summary>
    /// A truth value, or the default. Old files have numbers in its place: 0 is false, all others are true, as in Python.
    /// </summary>
    public bool GetBool(string key, bool fallback) => IsEmpty(key) ? fallback : ReadTruth(key) ?? fallback;

    /// <summary>A whole number, or the default when there is one.</summary>
    public int GetInt(string key, int? fallback = null) => GetIntOrNull(key) ?? fallback ?? throw Wrong(key, "a whole number");

    /// <summary>A whole number, or null when it is missing or null.</summary>
    public int? GetIntOrNull(string key)
    {
        if (IsEmpty(key) || Value(key) is not { } node) return null;
        return JsonValues.TryInt(node, out int number) ? number : throw Wrong(key, "a whole number");
    }

    /// <summary>A number, or the default when there is one.</summary>
    public double GetDouble(string key, double? fallback = null) => GetDoubleOrNull(key) ?? fallback ?? throw Wrong(key, "a number");

    /// <summary>A number, or null when it is missing or null.</summary>
    public double? GetDoubleOrNull(string key) => IsEmpty(key) ? null : ReadDouble(key);

    /// <summary>A height and a width: a list of two, or one number for both.</summary>
    public Size2D GetSize2D(string key, Size2D? fallback = null)
    {
        if (Value(key) is null) return fallback ?? throw Wrong(key, "one or two whole numbers");
        if (Value(key) is not JsonArray) return GetInt(key);
        Shape sizes = GetShape(key)!;
        return sizes.Rank == 2 ? (sizes[0], sizes[1]) : sizes.Rank == 1 ? sizes[0] : throw Wrong(key, "one or two whole numbers");
    }

    /// <summary>A list of sizes (null inside is unknown), or null when it is missing.</summary>
    public Shape? GetShape(string key)
    {
        if (Value(key) is not { } node) return null;
        if (node is not JsonArray list) throw Wrong(key, "a list of sizes");
        var sizes = new int[list.Count];
        for (int i = 0; i < sizes.Length; i++)
        {
            if (list[i] is null) { sizes[i] = Shape.Unknown; continue; }
            sizes[i] = JsonValues.TryInt(list[i], out int size) && size >= -1 ? size : throw Wrong(key, "a list of sizes");
        }
        return sizes;
    }

    /// <summary>Axes, given as a number or a list; null when they are missing or null.</summary>
    public IReadOnlyList<int>? GetAxes(string key)
    {
        if (Value(key) is not JsonArray list) return GetIntOrNull(key) is { } axis ? [axis] : null;
        return Ints(list, key, "a list of axes");
    }

    /// <summary>A list of whole numbers.</summary>
    internal IReadOnlyList<int> GetInts(string key) =>
        Value(key) is JsonArray list ? Ints(list, key, "a list of whole numbers") : throw Wrong(key, "a list of whole numbers");

    /// <summary>A list of texts.</summary>
    internal IReadOnlyList<string> GetTexts(string key) => Value(key) is not JsonArray list ? throw Wrong(key, "a list of texts")
        : [.. list.Select(n => JsonValues.TryText(n, out string text) ? text : throw Wrong(key, "a list of texts"))];

    /// <summary>The numbers of a (nested) list, or one number; null when the key is missing or null.</summary>
    internal IReadOnlyList<double>? GetNumbers(string key)
    {
        if (Value(key) is not JsonArray list) return GetDoubleOrNull(key) is { } number ? [number] : null;
        return [.. Numbers(list)];

        IEnumerable<double> Numbers(JsonArray items) => items.SelectMany(item => item is JsonArray inner ? Numbers(inner)
            : JsonValues.TryNumber(item, out double number) ? [number] : throw Wrong(key, "a number or a list of numbers"));
    }

    /// <summary>The names in this object.</summary>
    internal IEnumerable<string> Keys => Json.Select(entry => entry.Key);

    /// <summary>An object without a class of its own.</summary>
    internal ConfigReader GetReader(string key) => new(Value(key) as JsonObject ?? throw Wrong(key, "an object"), $"{Place}.{key}", Custom);

    /// <summary>A list of objects without classes of their own; empty when it is missing.</summary>
    internal IReadOnlyList<ConfigReader> GetReaders(string key)
    {
        if (Value(key) is not { } node) return [];
        if (node is not JsonArray list) throw Wrong(key, "a list of objects");
        return [.. list.Select((item, i) =>
            new ConfigReader(item as JsonObject ?? throw Wrong(key, "a list of objects"), $"{Place}.{key}[{i}]", Custom))];
    }

    private IReadOnlyList<int> Ints(JsonArray list, string key, string expected) =>
        [.. list.Select(n => JsonValues.TryInt(n, out int number) ? number : throw Wrong(key, expected))];

    /// <summary>A nested object, given as {class_name, config} or as a plain name; null when it is missing or null.</summary>
    public NestedConfig? GetObject(string key) => Value(key) is { } node ? NestedConfig.From(node, $"{Place}.{key}", Custom) : null;

    /// <summary>A list of nested objects; empty when it is missing.</summary>
    public IReadOnlyList<NestedConfig> GetObjects(string key)
    {
        if (Value(key) is not { } node) return [];
        if (node is not JsonArray list) throw Wrong(key, "a list of objects");
        return [.. list.Select((item, i) =>
            NestedConfig.From(item ?? throw Wrong(key, "a list of objects"), $"{Place}.{key}[{i}]", Custom))];
    }

    /// <summary>Whether there is nothing to read: only a name was given.</summary>
    internal bool HasNothing => _json is null;

    /// <summary>Whether a key has been asked for.</summary>
    internal bool WasRead(string key) => _read.Contains(key);

    // Objects that are known by their name alone have nothing to read, and need no JSON library loaded.
    private bool IsEmpty(string key)
    {
        _read.Add(key);
        return _json is null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private string? ReadText(string key) =>
        Value(key) is not { } node ? null : JsonValues.TryText(node, out string text) ? text : throw Wrong(key, "a text");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool? ReadTruth(string key) => Value(key)?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when JsonValues.TryNumber(Value(key), out double number) => number != 0,
        _ => throw Wrong(key, "true or false"),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private double? ReadDouble(string key) =>
        Value(key) is not { } node ? null : JsonValues.TryNumber(node, out double number) ? number : throw Wrong(key, "a number");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsThere(string key) => _json!.ContainsKey(key);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsObject(string key) => Value(key) is JsonObject;

    private JsonNode? Value(string key)
    {
        _read.Add(key);
        return _json?[key];
    }

    /// <summary>An error about one key: what was found, what was expected.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">What would be right.</param>
    public ModelFormatException Wrong(string key, string expected)
    {
        string found = Value(key) is { } node ? JsonValues.Short(node) : "nothing";
        return new ModelFormatException($"{Place}: '{ShortText.Of(key)}' should be {expected}, but is {found}.")
        { Entry = $"{Place}.{key}" };
    }
}
