using Fashion.Keras.Configuration;
using Fashion.Keras.Graph;
using Fashion.Keras.Optimizers.Schedules;

namespace Fashion.Keras.Optimizers;

/// <summary>
/// Changes weights along their gradients. A name of Keras's (<c>"adam"</c>, <c>"sgd"</c>, any case) can stand in its place.
/// </summary>
public abstract class Optimizer : IKerasObject
{
    private double _learningRate;

    /// <summary>Makes an optimizer.</summary>
    /// <param name="learningRate">Learning rate or schedule.</param>
    /// <param name="name">Its name; null for the class in snake case.</param>
    protected Optimizer(LearningRate learningRate, string? name)
    {
        _learningRate = learningRate.Value;
        Schedule = learningRate.Schedule;
        Name = name ?? Internal.Names.SnakeCase(ClassName);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public virtual string ClassName => GetType().Name;

    /// <inheritdoc/>
    public virtual string? Module => "keras.optimizers";

    /// <summary>The schedule of the learning rate, if it has one.</summary>
    public LearningRateSchedule? Schedule { get; }

    /// <summary>Learning rate of the next step. Callbacks may set it, unless it comes from a schedule.</summary>
    /// <exception cref="InvalidOperationException">Set although there is a schedule.</exception>
    public double LearningRate
    {
        get => Schedule?.At(Iterations) ?? _learningRate;
        set
        {
            if (Schedule is not null) throw new InvalidOperationException($"Optimizer '{Name}' takes its learning rate from a {Schedule.ClassName}; it cannot be set to {value}. Compile with a plain number instead.");
            _learningRate = value;
        }
    }

    /// <summary>Steps taken so far.</summary>
    public long Iterations { get; internal set; }

    /// <summary>The state per weight (momenta ...), in the order in which Keras stores it; empty before the first use.</summary>
    public abstract IReadOnlyList<Variable> Variables { get; }

    /// <summary>Makes the state for these weights, once.</summary>
    internal abstract void Build(IReadOnlyList<Variable> weights);

    /// <summary>
    /// Writes one step for all weights: clipping, decay, update, constraints. Numbers that change from step to step are taken
    /// from <paramref name="graph"/> as host scalars, in the order in which <see cref="WriteScalars"/> gives them.
    /// </summary>
    internal abstract void Apply(GraphBuilder graph, IReadOnlyList<(Variable Weight, Value Gradient)> gradients);

    /// <summary>How many host scalars <see cref="Apply"/> declares.</summary>
    internal abstract int ScalarCount { get; }

    /// <summary>Computes the scalars of the step that comes next (it sees <see cref="Iterations"/> and <see cref="LearningRate"/>).</summary>
    internal abstract void WriteScalars(Span<float> scalars);

    /// <inheritdoc/>
    public virtual void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("name", Name);
    }
}
