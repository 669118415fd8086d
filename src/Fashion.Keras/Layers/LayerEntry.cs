using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Writes layers in the form of Keras 3: module, class name, configuration, and the shape they were built for.</summary>
internal static class LayerEntry
{
    /// <summary>A layer by its configuration.</summary>
    public static JsonObject Of(Layer layer, bool keepsState)
    {
        var config = new ConfigWriter { KeepsState = keepsState };
        layer.WriteConfig(config);
        JsonObject entry = Make(layer.Module, layer.ClassName, config.Json, layer.RegisteredName, null);
        if (Build(layer) is { } build) entry["build_config"] = build;
        return entry;
    }

    // Keras makes states for the shape that a stateful layer was built for, and the batch size is not in it here.
    private static JsonObject? Build(Layer layer)
    {
        IReadOnlyList<Shape> built = layer.StatesKeyword is null ? layer.BuiltShapes : [.. layer.BuiltShapes.Take(1)];
        if (layer.Weights.Count == 0 || built.Count == 0 || layer.KeepsStates) return null;
        string[] names = layer.Form.NamesOf(built.Count);
        return names.Length > 0
            ? new JsonObject
            {
                ["shapes_dict"] = new JsonObject(
                    names.Zip(built, (name, shape) => KeyValuePair.Create(name + "_shape", (JsonNode?)ConfigWriter.Sizes(shape))))
            }
            : new JsonObject
            {
                ["input_shape"] =
                built.Count == 1 ? ConfigWriter.Sizes(built[0]) : new JsonArray([.. built.Select(ConfigWriter.Sizes)])
            };
    }

    /// <summary>A layer or a model by its parts.</summary>
    public static JsonObject Make(string? module, string className, JsonObject config, string? registeredName, JsonNode? inputShape)
    {
        var entry =
            new JsonObject { ["module"] = module, ["class_name"] = className, ["config"] = config, ["registered_name"] = registeredName };
        if (inputShape is not null) entry["build_config"] = new JsonObject { ["input_shape"] = inputShape };
        return entry;
    }
}
