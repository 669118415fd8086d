using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Saving;

/// <summary>
/// Puts models together from their configuration, as Keras 3, tf.keras 2 or Keras 1 wrote it. Weights are made, but hold
/// nothing yet. Everything that goes wrong is a <see cref="ModelFormatException"/>.
/// </summary>
internal static class ModelConfigReader
{
    /// <summary>The model that a configuration describes; the shape of its input may be unknown.</summary>
    /// <param name="node">Class name and configuration.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <param name="custom">What the user registered.</param>
    public static Model ReadAny(JsonNode node, string place,
        CustomObjects? custom) => Layer(NestedConfig.From(node, place, custom)) as Model
        ?? throw new ModelFormatException($"{place}: this describes a single layer, not a model.") { Entry = place };

    /// <summary>The model that a configuration describes, with all its weights.</summary>
    /// <inheritdoc cref="ReadAny"/>
    public static Model Read(JsonNode node, string place, CustomObjects? custom)
    {
        Model model = ReadAny(node, place, custom);
        if (!model.IsBuilt) throw new ModelFormatException($"{place}: the shape of the input of model '{model.Name}' is not in the file, " +
            "or the model has no layers.")
        { Entry = place };
        return model;
    }

    /// <summary>A layer or a model, without values in its weights.</summary>
    internal static Layer Layer(NestedConfig nested) => nested.ClassName switch
    {
        "Sequential" => Sequential(nested),
        "Functional" or "Model" => Functional(nested.Config),
        _ => Own(LayerTable.From(nested, Layer), nested),
    };

    // A model with a Call of its own has the shapes that it was built for in the file, and no graph.
    private static Layer Own(Layer layer, NestedConfig nested)
    {
        if (layer is Model { HasOwnCall: true, IsBuilt: false } model && nested.Json?["build_config"] is JsonObject build)
        {
            var config = new ConfigReader(build, $"{nested.Config.Place}.build_config");
            Shape[] shapes = build["input_shape"] is JsonArray { Count: > 0 } list && list.All(item => item is JsonArray)
                ? [.. list.Select(
                    item =>
                        new ConfigReader(new JsonObject { ["input_shape"] = item!.DeepClone() }, config.Place).GetShape("input_shape")!)]
                : config.GetShape("input_shape") is { } only ? [only] : [];
            if (shapes.Length > 0) Try(nested.Config, () => { model.Build(shapes); return model; });
        }
        return layer;
    }

    private static Sequential Sequential(NestedConfig nested)
    {
        ConfigReader config = nested.Config;
        var model = Try(config, () => Named(new Sequential(config.Name()), config));
        foreach (NestedConfig entry in config.GetObjects("layers"))
        {
            Layer layer = Layer(entry);
            Try(entry.Config, () => { model.Add(layer); return model; });
        }
        if (model.Topology is null && (config.GetShape("build_input_shape") ?? BuildShape(nested)) is { Rank: > 0 } shape)
            Try(config, () => { model.Build(shape); return model; });
        // True says nothing about the layers inside, each of which has a word of its own.
        if (!config.GetBool("trainable", true)) model.Trainable = false;
        return model;
    }

    private static Shape? BuildShape(NestedConfig nested) =>
        nested.Json?["build_config"] is JsonObject build
            ? new ConfigReader(build, $"{nested.Config.Place}.build_config").GetShape("input_shape")
            : null;

    private static Model Functional(ConfigReader config)
    {
        var graph = new FunctionalGraphReader(config);
        foreach (NestedConfig entry in config.GetObjects("layers"))
        {
            if (LayerTable.Replacement(entry) is { } own) graph.AddReplacement(own, entry);
            else if (OperationEntry.Find(entry) is { } operation) graph.Add(entry, operation);
            else graph.Add(Layer(entry), entry);
        }
        graph.Connect();
        Model model = Try(config, () => new Model(graph.Tensors("input_layers"), graph.Tensors("output_layers"), config.Name()));
        Named(model, config);
        // True says nothing about the layers inside, each of which has a word of its own.
        if (!config.GetBool("trainable", true)) model.Trainable = false;
        return model;
    }

    private static T Named<T>(T model, ConfigReader config) where T : Model
    {
        if (config.GetString("name") is { Length: > 0 } name) model.Name = name;
        return model;
    }

    /// <summary>Runs a step of putting together; wrong shapes and arguments become errors of the file.</summary>
    internal static T Try<T>(ConfigReader config, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or ShapeMismatchException or OverflowException
            or NotSupportedException or IndexOutOfRangeException or DivideByZeroException or OutOfMemoryException)
        {
            throw new ModelFormatException($"{config.Place}: {e.Message}", e) { Entry = config.Place };
        }
    }
}
