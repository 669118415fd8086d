using System.Text.Json.Nodes;

namespace Fashion.Keras.Saving;

/// <summary>
/// Rewrites configurations from the words of Keras 3 into those that tf.keras 2 knows and Keras 3 still reads: no modules,
/// InputLayer with <c>batch_input_shape</c>, connections as lists, only the settings that Keras 2 had.
/// </summary>
internal static class LegacyDialect
{
    // Keys that Keras 2 does not know, left out where they hold what Keras 2 does anyway.
    private static readonly Dictionary<string, string> Implied = new(StringComparer.Ordinal)
    {
        ["keepdims"] = "false",
        ["synchronized"] = "false",
        ["renorm"] = "false",
        ["ignore_class"] = "null",
        ["optional"] = "false",
        ["weight_decay"] = "null",
        ["clipnorm"] = "null",
        ["clipvalue"] = "null",
        ["global_clipnorm"] = "null",
        ["use_ema"] = "false",
        ["ema_momentum"] = "0.99",
        ["ema_overwrite_frequency"] = "null",
        ["loss_scale_factor"] = "null",
        // Keras 3 takes the name for that of a function.
        ["score_mode"] = "\"dot\"",
        ["gradient_accumulation_steps"] = "null",
    };

    // Where layers hold other layers. Keras 3 finds the class of such a layer only with its module, which tf.keras 2 ignores.
    private static readonly string[] Inside = ["layer", "backward_layer", "cell", "cells"];

    // Unknown to Keras 2, or holding an object that Keras 3 finds only with its module.
    private static readonly string[] WithModule = ["Pipeline", "LossScaleOptimizer"];

    private static readonly string[] Recurrent =
        ["SimpleRNN", "LSTM", "GRU", "SimpleRNNCell", "LSTMCell", "GRUCell", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"];

    /// <summary>The model's configuration.</summary>
    public static JsonObject Model(JsonObject model) => (JsonObject)Rewrite(model)!;

    /// <summary>The training settings: <c>training_config</c>.</summary>
    public static JsonObject Training(JsonObject compile)
    {
        var training = (JsonObject)Rewrite(compile)!;
        training.Remove("optimizer", out JsonNode? optimizer);
        // Keras 3 reads a schedule here only in its own form; tf.keras 2 ignores the module.
        if (optimizer?["config"]?["learning_rate"] is JsonObject)
            optimizer["config"]!["learning_rate"] = compile["optimizer"]!["config"]!["learning_rate"]!.DeepClone();
        // Keras's aliases are not read back out of .h5 files by Keras 3.
        if (training["loss"] is JsonValue name && name.TryGetValue(out string? loss)) training["loss"] = Losses.LossTable.FullName(loss);
        foreach (string key in (ReadOnlySpan<string>)["run_eagerly", "steps_per_execution", "jit_compile"]) training.Remove(key);
        training["optimizer_config"] = optimizer;
        return training;
    }

    private static JsonNode? Rewrite(JsonNode? node) => node switch
    {
        JsonArray list => new JsonArray([.. list.Select(Rewrite)]),
        JsonObject { } json when IsObject(json) => Object(json),
        JsonObject { } json => Members(json),
        _ => node?.DeepClone(),
    };

    private static bool IsObject(JsonObject json) =>
        json.ContainsKey("class_name") && json.ContainsKey("config") && json.ContainsKey("module");

    private static JsonObject Object(JsonObject json)
    {
        // tf.keras 2 has no operations between layers; Keras 3 reads them here too, in its own words.
        if (json["module"]?.GetValue<string>().StartsWith("keras.src.ops", StringComparison.Ordinal) == true)
            return (JsonObject)json.DeepClone();
        string className = json["class_name"]!.GetValue<string>();
        if (WithModule.Contains(className)) return json.DeepClone().AsObject();
        JsonNode? config = Rewrite(json["config"]);
        if (config is JsonObject settings)
        {
            Settings(className, settings);
            foreach (string key in Inside)
            {
                if (settings[key] is JsonObject inner && json["config"]![key] is JsonObject today && IsObject(today))
                    settings[key] = Wrapped(inner, today);
                if (settings[key] is not JsonArray list || json["config"]![key] is not JsonArray all) continue;
                for (int i = 0; i < list.Count; i++)
                    if (list[i] is JsonObject member && all[i] is JsonObject now && IsObject(now)) list[i] = Wrapped(member, now);
            }
        }
        // Classes of the user's own are found by their registered name; a function keeps its plain one.
        string? registered = json["registered_name"]?.GetValue<string>();
        if (className == "function") return new JsonObject { ["class_name"] = className, ["config"] = config };
        var result =
            new JsonObject
            {
                ["class_name"] =
                registered is { } own && own.Contains('>', StringComparison.Ordinal) ? own : OwnName(className),
                ["config"] = config
            };
        if (json["name"] is { } name) result["name"] = name.DeepClone();
        if (json["inbound_nodes"] is JsonArray nodes) result["inbound_nodes"] = new JsonArray([.. nodes.Select(n => Node(n!))]);
        return result;
    }

    // Classes are found by the name that they have in Keras's code.
    private static string OwnName(string className) =>
        className == nameof(Layers.GroupQueryAttention) ? Layers.GroupQueryAttention.OwnName : className;

    // A functional model whose outputs are in a list gives a list of one, of which Keras 3 makes no steps; it stays as it is.
    private static JsonObject Wrapped(JsonObject inner, JsonObject today)
    {
        if (HoldsFunctional(today)) return today.DeepClone().AsObject();
        JsonObject wrapped = inner.DeepClone().AsObject();
        (wrapped["module"], wrapped["registered_name"]) = (today["module"]?.DeepClone(), today["registered_name"]?.DeepClone());
        return wrapped;
    }

    private static bool HoldsFunctional(JsonNode? node) => node switch
    {
        JsonArray list => list.Any(HoldsFunctional),
        JsonObject json => json.ContainsKey("output_layers") || json.Any(member => HoldsFunctional(member.Value)),
        _ => false,
    };

    private static JsonObject Members(JsonObject json)
    {
        var result = new JsonObject();
        foreach (var (key, value) in json)
            if (!(Implied.TryGetValue(key, out string? implied) && (value?.ToJsonString() ?? "null") == implied))
                result[key] = Rewrite(value);
        return result;
    }

    private static void Settings(string className, JsonObject settings)
    {
        Rename(settings, "batch_shape", "batch_input_shape");
        if (className == "LeakyReLU") Rename(settings, "negative_slope", "alpha");
        if (Recurrent.Contains(className)) settings.Remove("seed");
        settings.Remove("build_input_shape");
        // Its default is another number.
        if (className == "Muon" && !settings.ContainsKey("weight_decay")) settings["weight_decay"] = null;
    }

    private static void Rename(JsonObject settings, string from, string to)
    {
        if (settings.Remove(from, out JsonNode? value)) settings.Insert(0, to, value);
    }

    // [["layer", use, output, {other arguments}], ...] for one use.
    private static JsonNode Node(JsonNode node)
    {
        // Tensors by name, masks and states, and several arguments have no place there.
        if (node["args"]!.AsArray().Count != 1 || node["kwargs"]!.AsObject().Any(argument => argument.Value is JsonObject or JsonArray))
            return node.DeepClone();
        var triples = new JsonArray();
        Collect(node["args"], node["kwargs"]!, triples);
        return triples;
    }

    private static void Collect(JsonNode? node, JsonNode more, JsonArray triples)
    {
        if (node is JsonArray list)
            foreach (JsonNode? item in list) Collect(item, more, triples);
        else if (node?["config"]?["keras_history"] is JsonArray place)
            triples.Add((JsonNode)new JsonArray([.. place.Select(p => p!.DeepClone()), more.DeepClone()]));
    }
}
