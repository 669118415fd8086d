using System.Text.Json.Nodes;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Layers one after another as one layer: a chain of preprocessing. Unlike a <see cref="Sequential"/> it is no model.
/// </summary>
/// <remarks>
/// Input that of the first layer, output that of the last one; weights those of the layers. The mask of each output goes to the next
/// layer. Source: keras.io/api/layers/preprocessing_layers/pipeline.
/// </remarks>
/// <example><code>
/// var augment = new Pipeline([new AutoContrast(), new RandomZoom(0.2), new RandomRotation(0.2)]);
/// train = train.Map((image, label) => (augment.Call(image, training: true), label));
/// </code></example>
[KerasLayer]
public sealed partial class Pipeline : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="layers">The layers in order, one or more, each with one input and one output.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">No layer, null among them, or an <see cref="Input"/>.</exception>
    public Pipeline(IReadOnlyList<Layer> layers, Shape? inputShape = null, string? name = null) : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0 || layers.Any(layer => layer is null or Input))
            throw new ArgumentException($"Layer '{Name}' (Pipeline) needs one layer or more, none of them null or an Input.",
                nameof(layers));
        Layers = [.. layers.Select(Track)];
    }

    /// <inheritdoc/>
    public override bool SupportsMasking => Layers[^1].SupportsMasking;

    internal override bool TakesSingleImages => Layers.All(layer => layer.TakesSingleImages);

    internal override string ChildKey(Layer child) => $"layers/{Names.SnakeCase(child.StoredClassName ?? child.ClassName)}";

    internal static Pipeline FromConfig(ConfigReader config, Func<NestedConfig, Layer> inside) =>
        new([.. config.GetObjects("layers").Select(inside)], name: config.Name());

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        foreach (Layer layer in Layers)
        {
            BuildInside(layer, inputShape);
            inputShape = After(layer, inputShape);
        }
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => Layers.Aggregate(inputShape, (shape, layer) => After(layer, shape));

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) =>
        Layers.Aggregate(inputs, (x, layer) => layer.Apply(x, context));

    // The layers have their own rules, which have written the mask already.
    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor?> ComputeMasks(IReadOnlyList<SymbolicTensor> inputs) => [null];

    private Shape After(Layer layer, Shape inputShape) => layer.ComputeOutputShapes([inputShape]) is [var output] ? output
        : throw new ArgumentException(
            $"Layer '{Name}' (Pipeline): '{layer.Name}' ({layer.ClassName}) has several outputs; a layer of a pipeline has one.");

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        // Keras takes no other settings here.
        config.Write("name", Name).Set("layers",
            new JsonArray([.. Layers.Select(layer => (JsonNode)layer.ToEntry(config.KeepsState))]));
    }
}
