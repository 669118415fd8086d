using Fashion.Keras.Constraints;
using Fashion.Keras.Graph;
using Fashion.Keras.Initializers;
using Fashion.Keras.Internal;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// One step of a model: it knows its settings, its shapes and its weights, and writes what it computes with <see cref="Ops"/>.
/// For a layer of your own override <see cref="Build(Shape)"/> (make weights) and <see cref="Call(SymbolicTensor, CallContext)"/>.
/// </summary>
public abstract partial class Layer : IKerasObject, IApplicable
{
    private static int s_trainableChanges;

    private readonly List<Variable> _weights = [];
    private readonly List<Layer> _children = [];
    private readonly List<LayerNode> _nodes = [];
    private readonly Dictionary<Layer, string> _attributes = [];
    private Regularizer? _activityRegularizer;

    /// <summary>Makes a layer.</summary>
    /// <param name="name">Its name; null for an automatic one (the class in snake case, numbered).</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential; null elsewhere.</param>
    protected Layer(string? name = null, Shape? inputShape = null)
    {
        if (name?.Contains('/', StringComparison.Ordinal) == true)
            throw new ArgumentException($"{GetType().Name}: the name '{name}' of a layer cannot contain '/', which separates the groups " +
                "of a weights file; use '_'.", nameof(name));
        if (name is { Length: 0 }) throw new ArgumentException($"{GetType().Name}: the name of a layer cannot be empty.", nameof(name));
        Name = name ?? Names.Next(ClassName);
        InputShape = inputShape;
    }

    /// <summary>Its name, unique within a model.</summary>
    public string Name { get; internal set; }

    /// <inheritdoc/>
    public virtual string ClassName => GetType().Name;

    /// <inheritdoc/>
    public virtual string? Module => GetType().Assembly == typeof(Layer).Assembly ? "keras.layers" : null;

    /// <inheritdoc/>
    public virtual string? RegisteredName => Module is null ? RegisterSerializableAttribute.NameOf(GetType()) : null;

    /// <summary>Shape of one sample that was given to the constructor, for the first layer of a Sequential.</summary>
    public Shape? InputShape { get; internal set; }

    /// <summary>
    /// Whether training changes its weights; setting it also sets the layers inside. A frozen BatchNormalization also stops learning its
    /// statistics.
    /// </summary>
    public bool Trainable
    {
        get;
        set
        {
            if (field != value) NoteTrainableChange();
            field = value;
            foreach (Layer child in _children) child.Trainable = value;
        }
    } = true;

    /// <summary>
    /// Penalty on the output that is added to the loss, divided by the batch size; null for none. Any layer takes one:
    /// <c>new ReLU { ActivityRegularizer = "l2" }</c>.
    /// </summary>
    public Regularizer? ActivityRegularizer { get => _activityRegularizer; init => _activityRegularizer = value; }

    /// <summary>
    /// The precision that is asked for, in Keras <c>dtype</c>: <c>new Dense(3) { DTypePolicy = "float32" }</c>. All layers compute in
    /// float32; see <see cref="DTypePolicy"/> for the others. Files keep it.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such policy, or it is another one than float32 and was not said to be computed in
    /// float32.</exception>
    public DTypePolicy DTypePolicy
    {
        get => new(Precision, computeInFloat32: true);
        init => Precision = (value ?? throw new ArgumentNullException(nameof(value))).Of(this);
    }

    /// <summary>Whether its weights exist.</summary>
    public bool Built { get; private set; }

    /// <summary>All weights in the order in which they were made; those of a layer that is used in several places once.</summary>
    public IReadOnlyList<Variable> Weights =>
        _children.Count == 0 ? _weights : [.. _weights.Concat(_children.SelectMany(c => c.Weights)).Distinct()];

    /// <summary>Weights that training changes: empty for a frozen layer.</summary>
    public IReadOnlyList<Variable> TrainableWeights =>
        Trainable ? [.. _weights.Where(w => w.Trainable).Concat(_children.SelectMany(c => c.TrainableWeights)).Distinct()] : [];

    /// <summary>Weights that training leaves alone or changes by other means: moving averages, and all of a frozen layer.</summary>
    public IReadOnlyList<Variable> NonTrainableWeights =>
        Trainable ? [.. _weights.Where(w => !w.Trainable).Concat(_children.SelectMany(c => c.NonTrainableWeights)).Distinct()] : Weights;

    /// <summary>
    /// What a file says about the input of the first layer of a Sequential beyond its shape: type of the elements and batch size.
    /// </summary>
    internal (string? DType, int? BatchSize) InputFacts { get; set; }

    /// <summary>
    /// The precision that a file asks for, by Keras's name of the policy. All layers compute in float32; it is kept for files.
    /// </summary>
    internal string Precision { get; set; } = Data.DeclaredType.Float32;

    /// <summary>The class that a file names for this layer; null for a layer that is not out of a file, or of the library's own.</summary>
    internal string? StoredClassName { get; set; }

    /// <summary>Layers inside this one, in the order in which they were tracked.</summary>
    internal IReadOnlyList<Layer> Children => _children;

    /// <summary>The layer that messages name: one that the user made.</summary>
    internal virtual Layer InMessages => this;

    /// <summary>Another number whenever what is computed has changed because layers inside were added or removed.</summary>
    internal virtual int StructureVersion => _children.Sum(c => c.StructureVersion);

    /// <summary>Whether, called on values, it takes a single image without a batch axis.</summary>
    internal virtual bool TakesSingleImages => false;

    /// <summary>Grows whenever <see cref="Trainable"/> of any layer changes: training looks at the layers again.</summary>
    internal static int TrainableChanges => Volatile.Read(ref s_trainableChanges);

    /// <summary>Levels of layers inside this one: 0 for a layer without any.</summary>
    internal int LevelsInside { get; private set; }

    /// <summary>Seed of the random numbers that it draws in training; null for layers that draw none.</summary>
    internal int? DrawSeed { get; set; }

    /// <summary>The class after which weights files call a layer of a model.</summary>
    internal virtual string ClassInWeights => ClassName;

    /// <summary>What weights files call a layer inside this one: in Keras the attribute that holds it.</summary>
    internal virtual string ChildKey(Layer child) => AttributeOf(child) ?? Names.SnakeCase(child.ClassName);

    /// <summary>The weights of this layer alone, without those of layers inside.</summary>
    internal IReadOnlyList<Variable> OwnWeights => _weights;

    /// <summary>Those of its own weights that files have as such.</summary>
    internal virtual IReadOnlyList<Variable> StoredWeights => _weights;

    /// <summary>A weight that loading sets to 0, because files have it as part of another one; null for none.</summary>
    internal virtual Variable? ResetByFiles => null;

    /// <summary>What files have of a weight.</summary>
    internal virtual float[] StoredValues(Variable weight) => weight.ToArray();

    /// <summary>The uses of this layer in functional models.</summary>
    internal IReadOnlyList<LayerNode> Nodes => _nodes;

    /// <summary>Shapes it was built for, the batch axis first; empty before.</summary>
    internal IReadOnlyList<Shape> BuiltShapes { get; private set; } = [];

    /// <summary>Number of weights' elements.</summary>
    /// <exception cref="InvalidOperationException">The weights do not exist yet, or more than an <see cref="int"/> holds.</exception>
    public int CountParams()
    {
        if (!CountsAsBuilt) throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) has no weights to count yet: it is built " +
            "when the shape of its input is known.");
        long count = Weights.Sum(w => (long)w.Shape.ElementCount);
        return count <= int.MaxValue ? (int)count : throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) has {count} " +
            "numbers in its weights, more than fit an int; add up the element counts of Weights instead.");
    }

    /// <summary>Makes the weights. Called once, before the first use.</summary>
    /// <param name="inputShape">Shape of the input; the batch axis is <c>None</c>.</param>
    protected virtual void Build(Shape inputShape) { }

    /// <summary>Makes the weights of a layer with several inputs.</summary>
    /// <param name="inputShapes">Shapes of the inputs.</param>
    protected virtual void Build(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        Build(inputShapes[0]);
    }

    /// <summary>Writes what the layer computes.</summary>
    /// <param name="inputs">A batch.</param>
    /// <param name="context">Training or not, and what goes with the output.</param>
    protected virtual SymbolicTensor Call(SymbolicTensor inputs, CallContext context) =>
        throw new NotSupportedException($"Layer '{Name}' ({GetType().Name}) does not say what it computes: override Call.");

    /// <summary>Writes what a layer with several inputs or outputs computes.</summary>
    /// <param name="inputs">The batches.</param>
    /// <param name="context">Training or not, and what goes with the output.</param>
    protected virtual IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != 1)
            throw new ArgumentException($"Layer '{Name}' ({GetType().Name}) takes one input, but {inputs.Count} were given.",
                nameof(inputs));
        return [Call(inputs[0], context)];
    }

    /// <summary>
    /// Shape of the output. The default writes the layer once into a scratch graph; override it where a rule is known, so
    /// that errors come with the layer's own words.
    /// </summary>
    /// <param name="inputShape">Shape of the input; the batch axis may be <c>None</c>.</param>
    public virtual Shape ComputeOutputShape(Shape inputShape) => TraceShapes([inputShape])[0];

    /// <summary>Shapes of the outputs of a layer with several inputs.</summary>
    /// <param name="inputShapes">Shapes of the inputs.</param>
    public virtual IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        return inputShapes.Count == 1 ? [ComputeOutputShape(inputShapes[0])] : TraceShapes(inputShapes);
    }

    /// <summary>Creates a weight. Call it in <see cref="Build(Shape)"/>.</summary>
    /// <param name="name">Its name within the layer; Keras's words are kernel, bias, gamma, beta.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">Start values; null for <c>glorot_uniform</c>.</param>
    /// <param name="trainable">Whether training changes it.</param>
    /// <param name="regularizer">Penalty added to the loss.</param>
    /// <param name="constraint">Rule applied after each update.</param>
    protected Variable AddWeight(string name, Shape shape, Initializer? initializer = null, bool trainable = true,
        Regularizer? regularizer = null, Constraint? constraint = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Layer shown = InMessages;
        if (!shape.IsKnown) throw new ShapeMismatchException($"Layer '{shown.Name}': weight '{name}' cannot have the shape {shape}; " +
            "every size but the batch must be known. Give the model an Input, or the first layer an inputShape.")
        { LayerName = shown.Name };
        Data.Sizes.Count(shape.AsSpan(), $"Layer '{shown.Name}' ({shown.ClassName}): weight '{name}'");
        WeightLoadingScope.Reserve(shown.Name, name, shape);
        var variable = new Variable(name, shape, trainable) { Regularizer = regularizer, Constraint = constraint, Path = $"{Name}/{name}" };
        try
        {
            if (!WeightLoadingScope.HasValues) variable.Initialize(values => (initializer ?? new GlorotUniform()).Fill(shape, values));
        }
        catch (OutOfMemoryException e)
        {
            throw new InsufficientMemoryException($"Layer '{shown.Name}' ({shown.ClassName}): there is no memory for weight '{name}' of " +
                $"shape {shape}, {(long)shape.ElementCount * sizeof(float) >> 20} MiB.", e);
        }
        _weights.Add(variable);
        return variable;
    }

    /// <summary>Makes the weights of a layer inside this one count as its own.</summary>
    /// <param name="layer">The inner layer.</param>
    protected T Track<T>(T layer) where T : Layer
    {
        ArgumentNullException.ThrowIfNull(layer);
        LevelsInside = Nesting.LevelsWith(this, layer);
        _children.Add(layer);
        return layer;
    }

    /// <summary>Makes the weights of a layer inside this one count as its own.</summary>
    /// <param name="layer">The inner layer.</param>
    /// <param name="attribute">The attribute that holds it in a Python class of the same files, for example <c>first</c>, or
    /// <c>blocks/dense</c> in a list: Keras names groups of weights after it.</param>
    protected T Track<T>(T layer, string attribute) where T : Layer
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(attribute);
        Track(layer);
        _attributes[layer] = attribute;
        return layer;
    }

    /// <summary>The attribute of a Python class that holds a layer inside; null where none was given.</summary>
    internal string? AttributeOf(Layer child) => _attributes.GetValueOrDefault(child);

    /// <summary>Takes the activity penalty that a file states for a layer whose constructor has no such argument.</summary>
    internal void ReadActivityRegularizer(ConfigReader config) =>
        _activityRegularizer ??= RegularizerTable.From(config.GetObject("activity_regularizer"));

    /// <summary>Forgets a layer that was inside.</summary>
    internal void Untrack(Layer layer) => _children.Remove(layer);

    /// <summary>Writes the constructor arguments. Override it, and call the base, to make a layer of your own savable.</summary>
    /// <param name="config">Where to write.</param>
    public virtual void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("name", Name).Write("trainable", Trainable).Write("dtype", Precision);
        if (ActivityRegularizer is not null) config.Write("activity_regularizer", ActivityRegularizer);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({ClassName})";
}
