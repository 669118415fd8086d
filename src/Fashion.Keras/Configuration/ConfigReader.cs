using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fashion.Keras.Configuration;

/// <summary>
/// Reads the constructor arguments of one object out of a Keras file. A missing key gives the default; a value of the wrong
/// kind is a <see cref="ModelFormatException"/> that names the place.
/// </summary>
public sealed class ConfigReader
{
    private readonly JsonObject? _json;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <param name="json">The arguments; null for none, as when something is known by its name alone.</param>
    /// <param name="place">Where in the file this object stands, for messages.</param>
    /// <param name="custom">What the user registered.</param>
    internal ConfigReader(JsonObject? json, string place, CustomObjects? custom = null)
    {
        _json = json;
        Place = place;
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

    /// <summary>A truth value, or the default.</summary>
    public bool GetBool(string key, bool fallback) => IsEmpty(key) ? fallback : ReadTruth(key) ?? fallback;

    /// <summary>A whole number, or the default when there is one.</summary>
    public int GetInt(string key, int? fallback = null) => GetIntOrNull(key) ?? fallback ?? throw Wrong(key, "a whole number");

    /// <summary>A whole number, or null when it is missing or null.</summary>
    public int? GetIntOrNull(string key)
    {
        if (GetDoubleOrNull(key) is not { } number) return null;
        return number == (int)number ? (int)number : throw Wrong(key, "a whole number");
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
            if (list[i]!.GetValueKind() != JsonValueKind.Number) throw Wrong(key, "a list of sizes");
            double size = list[i]!.Deserialize(ConfigJson.Default.Double);
            sizes[i] = size == (int)size && size >= -1 ? (int)size : throw Wrong(key, "a list of sizes");
        }
        return sizes;
    }

    /// <summary>Axes, given as a number or a list; null when they are missing or null.</summary>
    public IReadOnlyList<int>? GetAxes(string key)
    {
        if (Value(key) is not JsonArray list) return GetIntOrNull(key) is { } axis ? [axis] : null;
        return [.. list.Select(n => n is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.Deserialize(ConfigJson.Default.Double) is var axis && axis == (int)axis
            ? (int)axis : throw Wrong(key, "a list of axes"))];
    }

    /// <summary>A nested object, given as {class_name, config} or as a plain name; null when it is missing or null.</summary>
    public NestedConfig? GetObject(string key) => Value(key) is { } node ? NestedConfig.From(node, $"{Place}.{key}", Custom) : null;

    /// <summary>A list of nested objects; empty when it is missing.</summary>
    public IReadOnlyList<NestedConfig> GetObjects(string key)
    {
        if (Value(key) is not { } node) return [];
        if (node is not JsonArray list) throw Wrong(key, "a list of objects");
        return [.. list.Select((item, i) => NestedConfig.From(item ?? throw Wrong(key, "a list of objects"), $"{Place}.{key}[{i}]", Custom))];
    }

    /// <summary>Whether there is nothing to read: only a name was given.</summary>
    internal bool HasNothing => _json is null;

    /// <summary>Whether somebody has asked for a key.</summary>
    internal bool WasRead(string key) => _read.Contains(key);

    // Objects that are known by their name alone have nothing to read, and need no JSON library loaded.
    private bool IsEmpty(string key)
    {
        _read.Add(key);
        return _json is null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private string? ReadText(string key) => Value(key) is { } node ? As<string>(key, node, "a text") : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool? ReadTruth(string key) => Value(key) is { } node ? As<bool>(key, node, "true or false") : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private double? ReadDouble(string key) => Value(key) is not { } node ? null
        : node.GetValueKind() == JsonValueKind.Number ? node.Deserialize(ConfigJson.Default.Double)
        : throw Wrong(key, "a number");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsThere(string key) => _json!.ContainsKey(key);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsObject(string key) => Value(key) is JsonObject;

    private JsonNode? Value(string key)
    {
        _read.Add(key);
        return _json?[key];
    }

    private T As<T>(string key, JsonNode node, string expected) => node is JsonValue value && value.TryGetValue(out T? result) ? result! : throw Wrong(key, expected);

    /// <summary>An error about one key: what was found, what was expected.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">What would be right.</param>
    public ModelFormatException Wrong(string key, string expected)
    {
        string found = Value(key)?.ToJsonString() ?? "nothing";
        if (found.Length > 80) found = found[..80] + "...";
        return new ModelFormatException($"{Place}: '{key}' should be {expected}, but is {found}.") { Entry = $"{Place}.{key}" };
    }
}
