using Fashion.Keras.Layers;

namespace Fashion.Keras.Onnx.Export;

/// <summary>Finds layers by what is known of them.</summary>
internal static class LayerSearch
{
    /// <summary>The model's layer of a name, those of layers and models inside included; null when there is none.</summary>
    public static Layer? ByName(Layer model, string name) => All(model).FirstOrDefault(layer => layer.Name == name);

    /// <summary>All layers of a model, it itself first.</summary>
    public static IEnumerable<Layer> All(Layer layer) => [layer, .. layer.Children.SelectMany(All)];
}
