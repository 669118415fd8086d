using System.Collections;
using Fashion.Keras.Data;
using Fashion.Keras.Layers;
using Fashion.Keras.Training;

namespace Fashion.Keras;

/// <summary>Layers in a sequence, each with one input and one output.</summary>
/// <remarks>
/// The weights are made as soon as the shape of the input is known: from an <see cref="Fashion.Keras.Input"/>, from the
/// <c>inputShape</c> of the first layer, from <see cref="Build(Shape)"/>, or at the latest from the first data.
/// </remarks>
/// <example><code>
/// var model = new Sequential { new Flatten(inputShape: [28, 28]), new Dense(10, activation: "softmax") };
/// var same = new Sequential().Input(28, 28).Flatten().Dense(10, "softmax");
/// </code></example>
public sealed partial class Sequential : Model, IEnumerable<Layer>, ILayerTarget<Sequential>
{
    private readonly List<Layer> _layers = [];
    private readonly List<LayerOutput> _outputs = [];
    private readonly Dictionary<string, Layer> _byName = new(StringComparer.Ordinal);
    private Input? _input;
    private string? _expectedType;

    /// <summary>Makes an empty model.</summary>
    /// <param name="name">Its name; null for an automatic one (sequential, sequential_1 ...).</param>
    public Sequential(string? name = null) : base(name, hasOwnCall: false) { }

    /// <summary>Makes a model from layers.</summary>
    /// <param name="layers">The layers in order.</param>
    /// <param name="name">Its name; null for an automatic one (sequential, sequential_1 ...).</param>
    public Sequential(IEnumerable<Layer> layers, string? name = null) : base(name, hasOwnCall: false)
    {
        ArgumentNullException.ThrowIfNull(layers);
        foreach (Layer layer in layers) Add(layer);
    }

    /// <inheritdoc/>
    public override string ClassName => "Sequential";

    /// <inheritdoc/>
    public override string? Module => "keras.models";

    /// <summary>The layers in order, without the input.</summary>
    public override IReadOnlyList<Layer> Layers => _layers;

    /// <summary>The tensor between layers at which data enters.</summary>
    /// <exception cref="InvalidOperationException">The shape of the input is not known yet.</exception>
    public SymbolicTensor Input => Only(Inputs, "input");

    /// <summary>The input, given or made from the first layer's shape; null while the shape is not known.</summary>
    internal Input? InputLayer => _input;

    /// <summary>Appends a layer. A layer that is there already is applied once more, with the same weights.</summary>
    /// <param name="layer">The layer.</param>
    /// <exception cref="ArgumentException">Another layer of this model has its name, or it is an input that is not the first.</exception>
    /// <exception cref="ShapeMismatchException">It cannot take what the layer before it gives.</exception>
    /// <exception cref="InvalidOperationException">The model is being trained or evaluated.</exception>
    public void Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        using ModelLock.Held held = Trainer.ModelLock.AcquireToChange("its layers");
        if (layer is Input input)
        {
            if (_input is not null || _layers.Count > 0)
                throw new ArgumentException(
                    $"Model '{Name}': input '{layer.Name}' must be the first entry of a Sequential, and the only input.", nameof(layer));
            _input = input;
            return;
        }
        bool again = _byName.GetValueOrDefault(layer.Name) == layer;
        if ((!again && _byName.ContainsKey(layer.Name)) || _input?.Name == layer.Name)
            throw new ArgumentException($"Model '{Name}' already has a layer named '{layer.Name}'; names must be unique within a model.",
                nameof(layer));
        if (!again) Track(layer);
        Input? given = _input;
        try
        {
            if (_layers.Count == 0) _input ??= ImpliedInput(layer);
            if (_input is not null) Connect(layer);
        }
        catch
        {
            _input = given;
            if (!again) Untrack(layer);
            throw;
        }
        _layers.Add(layer);
        _byName[layer.Name] = layer;
        if (_input is not null) Close();
    }

    /// <summary>Begins the model with an input, as <c>model.add(keras.Input((28, 28)))</c>.</summary>
    /// <param name="input">What <see cref="Input.Of(Shape, string?, string?, int?)"/> gave.</param>
    /// <exception cref="ArgumentException">It is another tensor, or not the first entry.</exception>
    /// <exception cref="InvalidOperationException">The model is being trained or evaluated.</exception>
    /// <example><code>var model = new Sequential { Input.Of([28, 28]), new Flatten(), new Dense(10) };</code></example>
    public void Add(SymbolicTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Add((input as LayerOutput)?.Node.Layer as Input
            ?? throw new ArgumentException($"Model '{Name}': {input} is no input. A Sequential is made of layers, and may begin with " +
                "Input.Of; tensors between layers belong into a Model.", nameof(input)));
    }

    /// <summary>Removes the last layer.</summary>
    /// <exception cref="InvalidOperationException">There is none, or the model is being trained or evaluated.</exception>
    public Layer Pop()
    {
        using ModelLock.Held held = Trainer.ModelLock.AcquireToChange("its layers");
        if (_layers.Count == 0) throw new InvalidOperationException($"Model '{Name}' has no layers to remove.");
        Layer last = _layers[^1];
        _layers.RemoveAt(_layers.Count - 1);
        if (!_layers.Contains(last))
        {
            _byName.Remove(last.Name);
            Untrack(last);
        }
        if (_outputs.Count > 0) _outputs.RemoveAt(_outputs.Count - 1);
        if (_outputs.Count > 0) Close();
        else Topology = null;
        return last;
    }

    /// <inheritdoc/>
    public Sequential Then(Layer layer)
    {
        Add(layer);
        return this;
    }

    /// <summary>Makes the weights now, from the shape that the model was given.</summary>
    /// <exception cref="InvalidOperationException">The shape of the input is not known, or there are no layers.</exception>
    public void Build()
    {
        if (_layers.Count == 0) throw new InvalidOperationException($"Model '{Name}' has no layers.");
        if (_input is null) throw new InvalidOperationException($"Model '{Name}' does not know its input: start with an Input, give the " +
            "first layer an inputShape, or call Build with the shape of a batch.");
    }

    /// <summary>Makes the weights now, for batches of this shape. Nothing happens when they exist.</summary>
    /// <param name="inputShape">Shape of a batch: the batch axis (-1) first, for example <c>[-1, 28, 28]</c>.</param>
    public new void Build(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        if (inputShape.Rank < 1)
            throw new ArgumentException($"Model '{Name}': the shape of a batch has at least the batch axis, but {inputShape} was given.",
                nameof(inputShape));
        EnsureBuilt([inputShape.With(0, Shape.Unknown)]);
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        if (inputShapes.Count != 1)
            throw new ArgumentException($"Model '{Name}' (Sequential) takes one input, but {inputShapes.Count} were given.",
                nameof(inputShapes));
        if (Topology is not null) return;
        if (_layers.Count == 0) throw new InvalidOperationException($"Model '{Name}' has no layers.");
        _input = new Input(inputShapes[0][1..], null, TypeOf(_layers[0]) ?? _expectedType);
        foreach (Layer layer in _layers) Connect(layer);
        Close();
    }

    private protected override void Expect(IReadOnlyList<ArraySource> inputs) =>
        _expectedType = inputs is [{ IsText: true }] ? DeclaredType.Text : null;

    // What a layer at the beginning takes, whatever the data is.
    private static string? TypeOf(Layer first) => first switch
    {
        HostLayer host => host.InputType,
        Sequential { _layers: [var inner, ..] } => TypeOf(inner),
        _ => null,
    };

    private static Input? ImpliedInput(Layer first) => first switch
    {
        { InputShape: { } shape } => new Input(shape, null, first.InputFacts.DType ?? TypeOf(first), first.InputFacts.BatchSize),
        HostLayer { TakesOneText: true } => new Input([1], null, DeclaredType.Text),
        Model { Sources: [{ Node.Layer: Input only }] } => new Input(only.InputShape!, null, only.DType, only.BatchSize),
        _ => null,
    };

    // Keras names a weight model/layer/weight when the Sequential made it, and leaves alone what was there before.
    private void Connect(Layer layer)
    {
        bool fresh = !layer.Built;
        LayerOutput source = _outputs.Count > 0 ? _outputs[^1] : _input!.Source;
        SymbolicTensors results = layer.Apply([source]);
        if (results.Count != 1) throw new ArgumentException($"Model '{Name}': layer '{layer.Name}' has {results.Count} outputs; the " +
            "layers of a Sequential have one. Use a functional Model.", nameof(layer));
        _outputs.Add((LayerOutput)results[0]);
        if (!fresh) return;
        foreach (Variable weight in layer.Weights) weight.Path = $"{Name}/{weight.Path}";
    }

    // The graph is made on demand: once per layer that is added, building would take quadratic time.
    private protected override LayerGraph? MakeTopology() => _outputs.Count == 0 ? null : new LayerGraph([_input!.Source], [_outputs[^1]]);

    private protected override Layer? FindLayer(string name) => _byName.GetValueOrDefault(name);

    private void Close()
    {
        Topology = null;
        InputNames = [_input!.Name];
        OutputNames = [_layers[^1].Name];
        EnsureBuilt([_input.Source.Shape]);
    }

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => _layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
