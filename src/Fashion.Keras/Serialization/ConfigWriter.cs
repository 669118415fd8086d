using System.Text.Json.Nodes;

namespace Fashion.Keras.Serialization;

/// <summary>
/// Collects the constructor arguments of a layer, loss, optimizer ... under Keras's names, in order. The result becomes the
/// <c>config</c> object of a Keras file.
/// </summary>
public sealed class ConfigWriter
{
    internal JsonObject Json { get; } = [];

    /// <summary>Whether the configuration is all that the file keeps of a layer's state apart from its weights.</summary>
    internal bool KeepsState { get; init; }

    /// <summary>Writes a text; null is kept as null.</summary>
    public ConfigWriter Write(string key, string? value) => Set(key, value is null ? null : JsonValue.Create(value));

    /// <summary>Writes a truth value.</summary>
    public ConfigWriter Write(string key, bool value) => Set(key, JsonValue.Create(value));

    /// <summary>Writes a whole number.</summary>
    public ConfigWriter Write(string key, int value) => Set(key, JsonValue.Create(value));

    /// <summary>Writes a whole number or null.</summary>
    public ConfigWriter Write(string key, int? value) => Set(key, value is { } number ? JsonValue.Create(number) : null);

    /// <summary>Writes a number; always with a decimal point or exponent, so that Python reads a float.</summary>
    public ConfigWriter Write(string key, double value) => Set(key, Number(value));

    /// <summary>Writes a number or null.</summary>
    public ConfigWriter Write(string key, double? value) => Set(key, value is { } number ? Number(number) : null);

    /// <summary>Writes a list of numbers; null is kept as null.</summary>
    public ConfigWriter Write(string key, IReadOnlyList<double>? values) =>
        Set(key, values is null ? null : new JsonArray([.. values.Select(Number)]));

    /// <summary>Writes a height and a width as a list.</summary>
    public ConfigWriter Write(string key, Size2D value) => Set(key, new JsonArray(value.Height, value.Width));

    /// <summary>Writes sizes as a list, unknown ones as null.</summary>
    public ConfigWriter Write(string key, Shape? value) => Set(key, value is null ? null : Sizes(value));

    /// <summary>Writes a nested object (an initializer, a regularizer ...) with its class name and arguments.</summary>
    public ConfigWriter Write(string key, IKerasObject? value) => Set(key, value is null ? null : ObjectJson(value));

    /// <summary>Writes a list of nested objects.</summary>
    public ConfigWriter Write(string key, IEnumerable<IKerasObject> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Set(key, new JsonArray([.. values.Select(v => (JsonNode)ObjectJson(v))]));
    }

    internal ConfigWriter Set(string key, JsonNode? value)
    {
        Json[key] = value;
        return this;
    }

    /// <summary>Keras's object form: module, class_name, config, registered_name.</summary>
    internal static JsonObject ObjectJson(IKerasObject value)
    {
        var config = new ConfigWriter();
        value.WriteConfig(config);
        return new JsonObject
        {
            ["module"] = value.Module,
            ["class_name"] = value.ClassName,
            ["config"] = config.Json,
            ["registered_name"] = value.RegisteredName,
        };
    }

    internal static JsonArray Sizes(Shape shape) => [.. shape.Select(s => s == Shape.Unknown ? null : (JsonNode)JsonValue.Create(s))];

    // 1.0 must stay 1.0: Python's json would read 1 as an int, which Keras refuses for a learning rate.
    internal static JsonNode Number(double value)
    {
        string text = value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        if (double.IsFinite(value) && text.AsSpan().IndexOfAny('.', 'E') < 0) text += ".0";
        return double.IsFinite(value) ? JsonNode.Parse(text)! : JsonValue.Create(text);
    }
}
