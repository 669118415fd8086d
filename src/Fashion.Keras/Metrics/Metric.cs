using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>
/// What is reported next to the loss. A name of Keras's (<c>"accuracy"</c>) can stand in its place; a metric of your own comes
/// from <see cref="Create"/> or derives from <see cref="MeanMetric"/>.
/// </summary>
public abstract partial class Metric : IKerasObject
{
    private readonly List<Variable> _state = [];

    // Of its own: counting during an evaluation does not hold up predictions, which read the weights.
    private readonly Graph.WeightGate _gate = new();

    /// <summary>Makes a metric.</summary>
    /// <param name="name">The name it has in logs.</param>
    protected Metric(string name) => Name = name;

    /// <summary>The name it has in logs.</summary>
    public string Name { get; internal set; }

    /// <summary>The text that stood in its place, exactly as given; null for an object. Files keep it.</summary>
    internal string? GivenName { get; set; }

    /// <summary>The type that a file stated, in which Keras would compute; null for none.</summary>
    internal string? StatedType { get; set; }

    /// <summary>The type that files get.</summary>
    private protected string TypeInFiles => StatedType ?? OwnType;

    /// <summary>The type of the running sums.</summary>
    private protected virtual string OwnType => "float32";

    /// <inheritdoc/>
    public virtual string ClassName => GetType().Name;

    /// <inheritdoc/>
    public virtual string? Module => GetType().Assembly == typeof(Metric).Assembly ? "keras.metrics" : null;

    /// <inheritdoc/>
    public virtual string? RegisteredName => Module is null ? RegisterSerializableAttribute.NameOf(GetType()) : null;

    /// <summary>Whether a larger value is better, for callbacks in auto mode; null where that is unknown.</summary>
    public virtual bool? LargerIsBetter => null;

    /// <summary>The running sums, in Keras's order.</summary>
    public virtual IReadOnlyList<Variable> Variables => _state;

    /// <summary>Creates a running sum; it starts, and restarts, at 0.</summary>
    /// <param name="name">Its name: total, count ...</param>
    /// <param name="shape">Its shape.</param>
    protected Variable AddVariable(string name, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Data.Sizes.Count(shape.AsSpan(), $"Metric '{Name}' ({ClassName}): '{name}'");
        var variable = new Variable(name, shape, trainable: false) { Path = $"{Name}/{name}" };
        variable.JoinGate(_gate);
        _state.Add(variable);
        return variable;
    }

    /// <summary>The metric that does the work for these shapes: "accuracy" picks one of three; all others are themselves.</summary>
    internal virtual Metric Resolve(Shape yTrue, Shape yPred) => this;

    /// <summary>What the metric needs when targets do not fit predictions, as the end of a sentence; null when they fit.</summary>
    /// <param name="yTrue">Shape of the targets.</param>
    /// <param name="yPred">Shape of the predictions; the batch axis may be unknown.</param>
    internal virtual string? Misfit(Shape yTrue, Shape yPred) => null;

    /// <summary>Writes how a batch changes the running sums (with <see cref="Add(Variable, SymbolicTensor)"/>).</summary>
    /// <param name="yTrue">Targets, as floats.</param>
    /// <param name="yPred">Predictions.</param>
    /// <param name="sampleWeight">One weight per sample; null for none.</param>
    protected internal abstract void Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight);

    /// <summary>The value since the last reset; 0 when nothing was seen. Of several values their mean.</summary>
    public abstract double Result();

    /// <summary>Whether there is a value per class or threshold instead of one.</summary>
    internal virtual bool HasSeveralValues => false;

    /// <summary>All values of a metric that has several, one per class or threshold; others give their one.</summary>
    public virtual IReadOnlyList<double> ResultVector() => [Result()];

    /// <summary>Starts again.</summary>
    public virtual void ResetState()
    {
        foreach (Variable variable in _state)
            variable.Set(Internal.Allocation.Of<float>(variable.Shape.ElementCount,
                $"Metric '{Name}' ({ClassName}): '{variable.Name}' of shape {variable.Shape}"));
    }

    /// <summary>Writes variable += value.</summary>
    /// <param name="variable">A running sum.</param>
    /// <param name="value">What to add, of the same shape.</param>
    protected static void Add(Variable variable, SymbolicTensor value)
    {
        ArgumentNullException.ThrowIfNull(variable);
        Graph.GraphBuilder graph = Graph.GraphBuilder.Current
            ?? throw new InvalidOperationException("A metric is updated while a model is being compiled.");
        SymbolicTensor sum = variable + value;
        graph.Assign(variable, sum.Resolve(graph));
    }

    /// <inheritdoc/>
    public virtual void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("name", Name).Write("dtype", TypeInFiles);
    }

    /// <summary>A metric of your own: the mean of one value per sample.</summary>
    /// <param name="name">The name it has in logs.</param>
    /// <param name="function">One value per sample from targets and predictions, written with <see cref="Ops"/>.</param>
    public static Metric Create(string name, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function) =>
        new FunctionMetric(name, function);

    /// <summary>A metric by Keras's name or alias; it keeps the name exactly as given.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    public static implicit operator Metric(string name) => MetricTable.ByName(name);

    /// <summary>A loss reported as a metric.</summary>
    public static implicit operator Metric(Losses.Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new LossMetric(loss);
    }
}
