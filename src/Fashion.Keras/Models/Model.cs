using Fashion.Keras.Data;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;
using Fashion.Keras.Training;

namespace Fashion.Keras;

/// <summary>
/// A graph of layers with inputs and outputs that can be compiled, trained, evaluated, saved. It is a layer itself: inside
/// another model it behaves like one.
/// </summary>
/// <example><code>
/// var image = Input.Of([28, 28]);
/// var model = new Model(inputs: image, outputs: image.Flatten().Dense(10, "softmax"));
/// </code></example>
public partial class Model : Layer, ITrainable
{
    private LayerGraph? _topology;
    private int _changes;

    /// <summary>Makes a model from the tensors between its layers.</summary>
    /// <param name="inputs">
    /// Where data enters: what <see cref="Input.Of(Shape, string?, string?, int?)"/> gave; one, a list or by name. A tensor from the middle
    /// of another model gets a new input in its place; the layers after it are shared with that model.
    /// </param>
    /// <param name="outputs">What it computes: one tensor, a list or by name.</param>
    /// <param name="name">Its name; null for an automatic one (functional, functional_1 ...).</param>
    /// <exception cref="ArgumentException">The outputs depend on something that is no input, or two layers share a name.</exception>
    public Model(ModelTensors inputs, ModelTensors outputs, string? name = null) : this(name, hasOwnCall: false)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.Count == 0) throw new ArgumentException($"Model '{Name}' needs at least one output.", nameof(outputs));
        LayerOutput[] sources = [.. inputs.Select(i => i as LayerOutput
            ?? throw new ArgumentException($"Model '{Name}': {i} is no input; start with Input.Of, or with a tensor between layers.",
                nameof(inputs)))];
        LayerOutput[] results = [.. outputs.Select(o => o as LayerOutput
            ?? throw new ArgumentException(
                $"Model '{Name}': {o} is no tensor between layers; it must come from a layer that was applied to an Input.Of.",
                nameof(outputs)))];
        if (!sources.All(s => s.Node.Inputs.Count == 0)) (sources, results) = GraphCopy.FromMiddle(sources, results);
        var topology = new LayerGraph(sources, results, outputs.Names);
        foreach (Layer layer in topology.Layers) Track(layer);
        InputNames = inputs.Names ?? [.. sources.Select(s => s.Node.Layer.Name)];
        OutputNames = outputs.Names ?? UniqueNames(results);
        Topology = topology;
        _ = topology.HostPart;
        EnsureBuilt([.. sources.Select(s => s.Shape)]);
    }

    private protected Model(string? name, bool hasOwnCall) : base(hasOwnCall ? name ?? nameof(Model) : name)
    {
        Trainer = new SupervisedTrainer(this, DefaultEngine.Create);
        HasOwnCall = hasOwnCall;
        if (hasOwnCall && name is null) Name = Internal.Names.Next(ClassName);
    }

    /// <inheritdoc/>
    public override string ClassName => HasOwnCall ? base.ClassName : "Functional";

    /// <inheritdoc/>
    public override string? Module => HasOwnCall ? base.Module : "keras.src.models.functional";

    /// <summary>The layers in Keras's order: inputs first.</summary>
    public virtual IReadOnlyList<Layer> Layers => HasOwnCall ? Children : Topology?.Layers ?? [];

    /// <summary>Shapes of the inputs, the batch axis (<c>None</c>) first; empty while they are not known.</summary>
    public IReadOnlyList<Shape> InputShapes => HasOwnCall ? BuiltShapes : [.. Sources.Select(i => i.Shape)];

    /// <summary>Shapes of the outputs, the batch axis (<c>None</c>) first; empty while they are not known.</summary>
    public IReadOnlyList<Shape> OutputShapes => HasOwnCall ? _ownOutputs : [.. Results.Select(o => o.Shape)];

    /// <summary>Names under which data is given when there are several inputs.</summary>
    public IReadOnlyList<string> InputNames { get; private protected set; } = [];

    /// <summary>Names under which targets, losses and metrics are given when there are several outputs.</summary>
    public IReadOnlyList<string> OutputNames { get; private protected set; } = [];

    /// <summary>Set it to true, in a callback, to end training after the current batch.</summary>
    public bool StopTraining { get; set; }

    /// <summary>Runs the steps of the model.</summary>
    internal SupervisedTrainer Trainer { get; }

    Layer ITrainable.Layer => this;

    bool ITrainable.IsBuilt => IsBuilt;

    IHostPart? ITrainable.HostPart => Topology?.HostPart;

    void ITrainable.BuildFor(IReadOnlyList<ArraySource> inputs)
    {
        Expect(inputs);
        EnsureBuilt([.. inputs.Select(i => i.Shape.With(0, Shape.Unknown))]);
    }

    /// <summary>Looks at the first data of a model whose inputs are not known.</summary>
    private protected virtual void Expect(IReadOnlyList<ArraySource> inputs) { }

    /// <summary>
    /// The tensors at which data enters, for another model: <c>new Model(model.Inputs, model.GetLayer("flatten").Output)</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The shape of the input is not known yet, or the model computes with a <c>Call</c> of its
    /// own.</exception>
    public override ModelTensors Inputs => ModelTensors.Create([.. RequiredGraph.Inputs]);

    /// <summary>The tensors that the model gives, for another model or for layers on top.</summary>
    /// <exception cref="InvalidOperationException">The shape of the input is not known yet, or the model computes with a <c>Call</c> of its
    /// own.</exception>
    public override ModelTensors Outputs => ModelTensors.Create([.. RequiredGraph.Outputs]);

    private LayerGraph RequiredGraph =>
        Topology
            ?? throw new InvalidOperationException(
                HasOwnCall ? $"Model '{Name}' ({ClassName}) computes with a Call of its own, so it has no tensors between layers."
                    : $"Model '{Name}' has no tensors between layers yet: start it with an Input, give the first layer an inputShape, or " +
                        "call Build.");

    internal IReadOnlyList<LayerOutput> Sources => Topology?.Inputs ?? [];

    /// <summary>The types that the inputs declare, by Keras's names.</summary>
    internal IReadOnlyList<string> InputTypes =>
        HasOwnCall ? [.. BuiltShapes.Select(_ => DeclaredType.Float32)] : [.. Sources.Select(i => ((Input)i.Node.Layer).DType)];

    IReadOnlyList<string> ITrainable.InputTypes => InputTypes;

    internal IReadOnlyList<LayerOutput> Results => Topology?.Outputs ?? [];

    /// <summary>The uses of layers in the order in which they are computed; null while the shape of the input is not known.</summary>
    internal LayerGraph? Topology
    {
        get => Volatile.Read(ref _topology) ?? Complete(MakeTopology());
        private protected set
        {
            Volatile.Write(ref _topology, value);
            _changes++;
            Trainer.Forget();
        }
    }

    /// <summary>
    /// Has the weights lie as the forward pass of this model wants them, so that it predicts with the same bits whatever else uses them.
    /// </summary>
    internal void AdoptWeights(int rows)
    {
        Shape[] inputs = [.. InputShapes.Select(s => s.With(0, rows))];
        if (inputs.Length > 0 && inputs.All(s => s.IsKnown)) Trainer.Steps.Get(new StepKey(StepKind.Predict, inputs));
    }

    /// <summary>The graph of a model that puts it together only when it is needed; null while there is none.</summary>
    private protected virtual LayerGraph? MakeTopology() => null;

    // Of several threads that ask at once, one gives its graph to all.
    private LayerGraph? Complete(LayerGraph? made) => made is null ? null : Interlocked.CompareExchange(ref _topology, made, null) ?? made;

    /// <summary>A layer by name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">No such layer; the message lists those there are.</exception>
    public Layer GetLayer(string name) => FindLayer(name)
        ?? throw new ArgumentException($"Model '{Name}' has no layer '{name}'. It has: {string.Join(", ", Layers.Select(l => l.Name))}.",
            nameof(name));

    /// <summary>A layer by its place.</summary>
    /// <param name="index">Place in <see cref="Layers"/>, from 0, or from the end: -1 is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such place.</exception>
    public Layer GetLayer(int index) => index >= -Layers.Count && index < Layers.Count ? Layers[index < 0 ? index + Layers.Count : index]
        : throw new ArgumentOutOfRangeException(nameof(index), index,
            $"Model '{Name}' has {Layers.Count} layers; there is none at place {index}.");

    /// <summary>
    /// Lets the next batch start as the first one did in all stateful recurrent layers, those of models inside included: call it before a
    /// new set of sequences. Other models stay as they are.
    /// </summary>
    public void ResetStates() => ForgetStates();

    internal override int StructureVersion => _changes + base.StructureVersion;

    internal override bool TakesSingleImages => !HasOwnCall && Layers.Count > 0 && Layers.All(l => l.TakesSingleImages || l is Input);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => ComputeOutputShapes([inputShape])[0];

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        if (HasOwnCall)
        {
            EnsureBuilt(inputShapes);
            return Traced(inputShapes, new CallContext(training: false));
        }
        LayerGraph topology = BuiltTopology(inputShapes);
        if (inputShapes.SequenceEqual(topology.Inputs.Select(i => i.Shape))) return OutputShapes;
        return Propagate(topology, inputShapes, static (node, shapes, _) => node.Layer.ComputeOutputShapes(shapes, node.Arguments));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        // A model is called with the masks of its inputs.
        inputs = [.. inputs.Select(i => i.SeenMask == i.Mask ? i : i.WithMask(i.Mask))];
        if (HasOwnCall) return base.Call(inputs, context);
        LayerGraph topology = BuiltTopology([.. inputs.Select(i => i.Shape)]);
        if (KeepsStates && Graph.GraphBuilder.Current is { ShapesOnly: false }) RequireBatchSize(topology, inputs);
        SymbolicTensor[] outputs = Propagate(topology, inputs, (node, _, known) => ApplyNode(node, known, context));
        // The masks of the last layers are the model's, also of one that hands its input on.
        return [.. outputs.Select(o => o.WithMask(o.Mask))];
    }

    // Elsewhere the batch size that an input declares is only kept for files; states belong to it.
    private void RequireBatchSize(LayerGraph topology, IReadOnlyList<SymbolicTensor> inputs)
    {
        foreach ((LayerOutput input, SymbolicTensor given) in topology.Inputs.Zip(inputs))
            if (((Input)input.Node.Layer).BatchSize is { } size && given.Shape[0] != size)
                throw new ShapeMismatchException($"Model '{Name}' has stateful layers " +
                    $"({string.Join(", ", Layers.Where(l => l.KeepsStates).Select(l => $"'{l.Name}'"))}), and its input " +
                    $"'{input.Node.Layer.Name}' declares batches of {size} samples, but a batch of {given.Shape[0]} was given. Use " +
                    $"batchSize: {size} and a number of samples that it divides.")
                { Received = given.Shape };
    }

    /// <summary>Writes what one use of a layer computes.</summary>
    internal static IReadOnlyList<SymbolicTensor> ApplyNode(LayerNode node, IReadOnlyDictionary<LayerOutput, SymbolicTensor> known,
        CallContext context) =>
        node.Layer.Apply(AsDeclared(node, Masked(node, [.. node.Inputs.Select(i => known[i])], known)), node.Arguments, context);

    // A mask that was given to a use goes before the one that the input brings along.
    private static IReadOnlyList<SymbolicTensor> Masked(LayerNode node, IReadOnlyList<SymbolicTensor> inputs,
        IReadOnlyDictionary<LayerOutput, SymbolicTensor> known) =>
        node.Masks is not { } masks ? inputs
            : [.. inputs.Select((input, i) => i < masks.Count && masks[i] is { } mask ? input.WithMask(known[mask], given: true) : input)];

    // A model in a model may declare whole numbers where the outer one computes fractions. What data gives is converted already.
    private static IReadOnlyList<SymbolicTensor> AsDeclared(LayerNode node,
        IReadOnlyList<SymbolicTensor> inputs) => node.Layer is not Model inner ? inputs
        : [.. inputs.Select((input, i) =>
            DeclaredType.IsWhole(inner.InputTypes[i]) && !(node.Inputs[i].Node.Layer is Input outer && DeclaredType.IsWhole(outer.DType))
                ? Ops.Sign(input) * Ops.Floor(Ops.Abs(input))
                : input)];

    /// <summary>Takes something (shapes, tensors) from the inputs through all layers to the outputs.</summary>
    private T[] Propagate<T>(LayerGraph topology, IReadOnlyList<T> inputs,
        Func<LayerNode, IReadOnlyList<T>, IReadOnlyDictionary<LayerOutput, T>, IReadOnlyList<T>> apply)
    {
        if (inputs.Count != topology.Inputs.Count)
            throw new ArgumentException(
                $"Model '{Name}' takes {topology.Inputs.Count} inputs ({string.Join(", ", InputNames)}), but {inputs.Count} were given.",
                nameof(inputs));
        var known = new Dictionary<LayerOutput, T>();
        for (int i = 0; i < inputs.Count; i++) known[topology.Inputs[i]] = inputs[i];
        foreach (LayerNode node in topology.Nodes.Where(n => n.Inputs.Count > 0))
        {
            IReadOnlyList<T> results = apply(node, [.. node.Inputs.Select(i => known[i])], known);
            for (int i = 0; i < results.Count; i++) known[node.Outputs[i]] = results[i];
        }
        return [.. topology.Outputs.Select(o => known[o])];
    }

    private LayerGraph BuiltTopology(IReadOnlyList<Shape> inputShapes)
    {
        EnsureBuilt(inputShapes);
        return Topology ?? throw new InvalidOperationException($"Model '{Name}' has no layers.");
    }

    private protected virtual Layer? FindLayer(string name) =>
        HasOwnCall ? Children.FirstOrDefault(l => l.Name == name) : Topology?.FindLayer(name);

    // An output layer used twice, or a layer with several outputs, still gives every output a name of its own.
    private static string[] UniqueNames(IReadOnlyList<LayerOutput> outputs)
    {
        var names = new UniqueNames();
        return [.. outputs.Select(output => names.Next(output.Node.Layer.Name))];
    }
}
