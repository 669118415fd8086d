using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Experiments;

/// <summary>A short text that stands for a model, what it was compiled with and further settings.</summary>
internal static class SettingsHash
{
    private const int Digits = 16;

    public static string Of(Model model, IReadOnlyDictionary<string, string> settings)
    {
        var text = new StringBuilder(Architecture(model));
        foreach ((string key, string value) in settings.OrderBy(s => s.Key, StringComparer.Ordinal))
            text.Append('\n').Append(key).Append('=').Append(value);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Digits];
    }

    // Automatic names depend on what else the process has made: each name is replaced by its place.
    private static string Architecture(Model model)
    {
        try
        {
            JsonNode json = JsonNode.Parse(model.ToJson())!;
            var places = new Dictionary<string, string>(StringComparer.Ordinal);
            AddNames(json, places);
            return Renamed(json, places)!.ToJsonString();
        }
        // A layer that no file can hold, a lambda for instance: its class and weights say what can be said.
        catch (InvalidOperationException)
        {
            return Classes(model);
        }
    }

    private static void AddNames(JsonNode? node, Dictionary<string, string> places)
    {
        if (node is JsonObject entries)
            foreach ((string key, JsonNode? value) in entries)
            {
                if (key == "name" && value is JsonValue text && text.TryGetValue(out string? name)) places.TryAdd(name, $"#{places.Count}");
                AddNames(value, places);
            }
        else if (node is JsonArray items)
            foreach (JsonNode? item in items) AddNames(item, places);
    }

    private static JsonNode? Renamed(JsonNode? node, Dictionary<string, string> places) => node switch
    {
        JsonObject entries =>
            new JsonObject(entries.Select(e => KeyValuePair.Create(places.GetValueOrDefault(e.Key, e.Key), Renamed(e.Value, places)))),
        JsonArray items => new JsonArray([.. items.Select(i => Renamed(i, places))]),
        JsonValue value when value.TryGetValue(out string? text) => places.GetValueOrDefault(text, text),
        _ => node?.DeepClone(),
    };

    private static string Classes(Layer layer) =>
        $"{layer.ClassName}({string.Join(",", layer.Children.Select(Classes))}){string.Join(",", layer.Children.Count > 0 ? [] : layer.Weights.Select(w => w.Shape.ToString()))}";
}
