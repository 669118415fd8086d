using System.Text.Json.Nodes;
using Fashion.Keras.Saving;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

// Settings as JSON, in Keras's form.
public abstract partial class Layer
{
    /// <summary>The constructor arguments under Keras's names; those of a model with all its layers. Weights are not part of it.</summary>
    /// <exception cref="InvalidOperationException">A layer inside cannot be written.</exception>
    public JsonObject GetConfig() => (JsonObject)ToEntry()["config"]!.DeepClone();

    /// <summary>Module, class name and settings, as files have a layer and <c>keras.layers.serialize</c> gives it.</summary>
    /// <exception cref="InvalidOperationException">A layer inside cannot be written.</exception>
    public JsonObject Serialize() => ToEntry();

    /// <summary>Makes a layer or a model from its settings, with new weights.</summary>
    /// <typeparam name="T">Its class; <see cref="Model"/> for a functional one.</typeparam>
    /// <param name="config">What <see cref="GetConfig"/> gave, here or in Python.</param>
    /// <param name="customObjects">How to make classes of your own; <typeparamref name="T"/> itself, too.</param>
    /// <exception cref="ModelFormatException">An unknown class, or a setting that is wrong or not supported.</exception>
    /// <example><code>Dense copy = Layer.FromConfig&lt;Dense&gt;(dense.GetConfig());</code></example>
    public static T FromConfig<T>(JsonObject config, CustomObjects? customObjects = null) where T : Layer
    {
        ArgumentNullException.ThrowIfNull(config);
        string name = typeof(T) == typeof(Input) ? "InputLayer" : typeof(T) == typeof(Model) ? "Functional" : typeof(T).Name;
        string? registered = typeof(T).Assembly == typeof(Layer).Assembly ? null : RegisterSerializableAttribute.NameOf(typeof(T));
        Layer layer =
            Deserialize(new JsonObject { ["class_name"] = name, ["config"] = config.DeepClone(), ["registered_name"] = registered },
                customObjects);
        return layer as T ?? throw new ModelFormatException($"The settings gave a {layer.ClassName}, not a {typeof(T).Name}.");
    }

    /// <summary>Makes the layer or the model that an object describes, with new weights.</summary>
    /// <param name="layer">What <see cref="Serialize"/> gave, or <c>keras.layers.serialize</c> in Python.</param>
    /// <param name="customObjects">How to make classes of your own.</param>
    /// <exception cref="ModelFormatException">An unknown class, or a setting that is wrong or not supported.</exception>
    public static Layer Deserialize(JsonObject layer, CustomObjects? customObjects = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return ModelConfigReader.Layer(NestedConfig.From(layer.DeepClone(), "config", customObjects));
    }

    /// <summary>The same layer with new weights, which are made when it is used.</summary>
    /// <param name="customObjects">How to make classes of your own.</param>
    /// <exception cref="ModelFormatException">A class of your own that <paramref name="customObjects"/> does not list.</exception>
    public Layer Clone(CustomObjects? customObjects = null) =>
        this is Model model ? model.Clone(null, customObjects) : Deserialize(Serialize(), customObjects);
}
