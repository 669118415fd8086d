using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>What a layer is told while it writes its operations.</summary>
public sealed class CallContext
{
    [ThreadStatic] private static CallContext? s_default;

    private readonly CallContext? _outer;
    private readonly HashSet<Variable> _assigned = [];
    private int _streams;

    internal CallContext(bool training) => Training = training;

    private CallContext(CallContext outer, bool training)
    {
        Training = training;
        _outer = outer;
        _assigned = outer._assigned;
        Losses = outer.Losses;
        Applied = outer.Applied;
        (Ranks, RankWeight) = (outer.Ranks, outer.RankWeight);
    }

    /// <summary>
    /// What applies where a layer is used without one; null, for a model that is used and not trained, outside of a training step of the
    /// user's own.
    /// </summary>
    internal static CallContext? Default => s_default;

    /// <summary>Makes this the default of the thread while something runs.</summary>
    internal T AsDefault<T>(Func<T> run)
    {
        CallContext? before = s_default;
        s_default = this;
        try
        {
            return run();
        }
        finally
        {
            s_default = before;
        }
    }

    /// <summary>Whether the model is being trained (fit) rather than used (evaluate, predict).</summary>
    public bool Training { get; }

    /// <summary>Penalties that layers add to the loss (activity regularizers), in order.</summary>
    internal List<SymbolicTensor> Losses { get; } = [];

    /// <summary>Layers that were applied, if they are recorded: the computation changes when they do.</summary>
    internal HashSet<Layer>? Applied { get; init; }

    /// <summary>The ranks that train the model together; null for one.</summary>
    internal ICollective? Ranks { get; init; }

    /// <summary>How much the samples of this rank count: 1 where all ranks have as many.</summary>
    internal double RankWeight { get; init; } = 1;

    /// <summary>
    /// The same context for a part of the model that works as in training or as in Predict, whatever the model does; null for what the
    /// model does.
    /// </summary>
    internal CallContext With(bool? training) => training is { } other && other != Training ? new CallContext(this, other) : this;

    /// <summary>Weights that this graph changes in addition to the optimizer.</summary>
    internal IReadOnlySet<Variable> Assigned => _assigned;

    /// <summary>A number that no other call site of this graph has: keeps random draws apart.</summary>
    internal int NextStream() => _outer?.NextStream() ?? _streams++;

    /// <summary>Adds a penalty, a single number, to the loss.</summary>
    /// <param name="penalty">What to add.</param>
    public void AddLoss(SymbolicTensor penalty) => Losses.Add(penalty);

    /// <summary>Replaces a weight that is not trainable (a moving average) once this step runs.</summary>
    /// <param name="variable">The weight.</param>
    /// <param name="value">Its new value, of the same shape.</param>
    public void Assign(Variable variable, SymbolicTensor value)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(value);
        _assigned.Add(variable);
        GraphBuilder graph = GraphBuilder.Current
            ?? throw new InvalidOperationException("Assign was called where nothing is being computed; use it inside Call.");
        graph.Assign(variable, value.Resolve(graph));
    }
}
