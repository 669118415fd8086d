using Fashion.Keras.Layers;

namespace Fashion.Keras;

// The same model once more.
public partial class Model
{
    /// <summary>
    /// A model of the same layers with new weights, as <c>keras.models.clone_model</c>; not compiled. With a function it is a way
    /// to replace layers: <c>model.Clone(layer => layer is ReLU ? new LeakyReLU() : layer.Clone())</c>.
    /// </summary>
    /// <param name="cloneFunction">Gives the layer in the place of each layer that is no input, once per layer; a model inside counts as
    /// one layer. Null for copies.</param>
    /// <param name="customObjects">How to make layers of your own for copies.</param>
    /// <exception cref="ModelFormatException">A layer of your own that <paramref name="customObjects"/> does not list.</exception>
    /// <exception cref="InvalidOperationException">The model computes with a <c>Call</c> of its own, and a function was given.</exception>
    public virtual Model Clone(Func<Layer, Layer>? cloneFunction = null, CustomObjects? customObjects = null)
    {
        if (HasOwnCall)
        {
            if (cloneFunction is not null)
                throw new InvalidOperationException($"Model '{Name}' ({ClassName}) computes with a Call of its own, so its layers cannot " +
                    "be replaced one by one; only copies of the whole can be made.");
            return (Model)Deserialize(Serialize(), customObjects);
        }
        LayerGraph graph = RequiredGraph;
        var made = new Dictionary<Layer, Layer>();
        Input[] inputs = [.. graph.Inputs.Select(i => (Input)((Input)i.Node.Layer).Clone())];
        LayerOutput[] sources = [.. inputs.Select(i => i.Source)];
        LayerOutput[] outputs = GraphCopy.Rebuild(graph.Inputs, graph.Outputs, sources, layer =>
        {
            if (!made.TryGetValue(layer, out Layer? clone)) made[layer] = clone = CloneOf(layer, cloneFunction, customObjects);
            return clone;
        });
        ModelTensors results = graph.OutputNames is { } names ? ModelTensors.Named(outputs, names) : ModelTensors.Create(outputs);
        var copy = new Model(ModelTensors.Named(sources, InputNames), results, Name) { OutputNames = OutputNames };
        // True says nothing about the layers inside, each of which has a word of its own.
        if (!Trainable) copy.Trainable = false;
        return copy;
    }

    /// <summary>The layer in the place of another one.</summary>
    private protected static Layer CloneOf(Layer layer, Func<Layer, Layer>? cloneFunction, CustomObjects? customObjects) => layer switch
    {
        OperationLayer operation => operation.Copy(),
        _ when cloneFunction is not null => cloneFunction(layer)
            ?? throw new ArgumentException($"The clone function gave null for layer '{layer.Name}'.", nameof(cloneFunction)),
        _ => layer.Clone(customObjects),
    };
}
