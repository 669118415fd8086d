using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Activations;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Saving;

/// <summary>
/// What configurations of Keras 1 and 2 mean otherwise than the same words, or the lack of them, mean in Keras 3: it is put into
/// words that mean the same today.
/// </summary>
internal static class OldMeanings
{
    private const string HardSigmoid = "hard_sigmoid";

    /// <summary>Rewrites a configuration in place.</summary>
    public static JsonObject Apply(JsonObject config, FileVersion version)
    {
        Rewrite(config, version);
        return config;
    }

    private static void Rewrite(JsonNode? node, FileVersion version)
    {
        if (node is JsonArray list && list.Count > 0 && list[0] is not JsonValue)
            foreach (JsonNode? item in list) Rewrite(item, version);
        if (node is not JsonObject json) return;
        if (json["config"] is JsonObject settings && json["class_name"] is JsonValue name && name.TryGetValue(out string? className))
            Settings(className, settings, version);
        foreach (var (_, value) in json) Rewrite(value, version);
    }

    private static void Settings(string className, JsonObject settings, FileVersion version)
    {
        // Every version that has this option writes it; without it a layer works as before there was one.
        if (className is "GRU" or "GRUCell") settings.TryAdd("reset_after", false);
        if (!version.IsBefore(3, 0)) return;
        if (className is "LSTM" or "GRU" or "LSTMCell" or "GRUCell" && version.IsBefore(2, 3) && !settings.ContainsKey("inner_activation"))
            settings.TryAdd("recurrent_activation", HardSigmoid);
        if (className == "Adagrad") settings.TryAdd("initial_accumulator_value", 0.0);
        foreach (string key in settings.Where(s => s.Key.EndsWith("activation", StringComparison.Ordinal) && IsHardSigmoid(s.Value))
            .Select(s => s.Key).ToArray())
            settings[key] = ConfigWriter.ObjectJson(new Keras2HardSigmoid());
    }

    // By name, or as a function object.
    private static bool IsHardSigmoid(JsonNode? value) => value switch
    {
        JsonValue text => text.GetValueKind() == JsonValueKind.String && text.GetValue<string>() == HardSigmoid,
        JsonObject function => function["config"] is JsonValue name && IsHardSigmoid(name),
        _ => false,
    };
}
