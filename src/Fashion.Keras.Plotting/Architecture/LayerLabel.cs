using System.Text.Json.Nodes;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Plotting.Architecture;

/// <summary>What a box says about its layer.</summary>
internal static class LayerLabel
{
    public static string Title(Layer layer, ModelPlotOptions options) =>
        options.ShowLayerNames ? $"{layer.Name} ({layer.ClassName})" : layer.ClassName;

    /// <param name="layer">The layer.</param>
    /// <param name="uses">Its uses in the model; null for the model itself.</param>
    /// <param name="options">What is shown.</param>
    public static IEnumerable<DiagramLine> Lines(Layer layer, IEnumerable<LayerNode>? uses, ModelPlotOptions options)
    {
        if (options.ShowLayerActivations && Activation(layer) is { } activation) yield return new($"activation: {activation}");
        if (options.ShowShapes)
            yield return new(uses is null ? Shapes(layer as Model) : string.Join("; ", uses.Select(use => Shapes(layer, use)).Distinct()));
        if (options.ShowDtype) yield return new(layer.DTypePolicy.Name);
        if (options.ShowTrainable && layer.Weights.Count > 0)
            yield return new(layer.Trainable ? "trainable" : "non-trainable", layer.Trainable);
    }

    private static string Shapes(Layer layer, LayerNode use)
    {
        string outputs = Text(use.Outputs.Select(o => o.Shape));
        return layer is Input || use.Inputs.Count == 0 ? outputs : $"{Text(use.Inputs.Select(i => i.Shape))} → {outputs}";
    }

    private static string Shapes(Model? model) =>
        model is null || model.InputShapes.Count == 0 ? "?" : $"{Text(model.InputShapes)} → {Text(model.OutputShapes)}";

    private static string Text(IEnumerable<Shape> shapes)
    {
        string[] all = [.. shapes.Select(s => s.ToString())];
        return all.Length == 1 ? all[0] : $"[{string.Join(", ", all)}]";
    }

    // The configuration knows it for every layer, those of users included; an object stands for a function with settings.
    private static string? Activation(Layer layer)
    {
        try
        {
            return layer.GetConfig()["activation"] switch
            {
                JsonValue name => name.ToString(),
                JsonObject function => (function["config"] as JsonValue ?? function["class_name"])?.ToString(),
                _ => null,
            };
        }
        catch (NotSupportedException)
        {
            // A layer that no file can hold has no configuration.
            return null;
        }
    }
}
