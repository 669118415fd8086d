using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Fashion.Keras.Optimizers.Schedules;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>
/// Changes weights along their gradients. A name of Keras's (<c>"adam"</c>, <c>"sgd"</c>, any case) can stand in its place; an
/// optimizer of your own derives from this class, makes its slots in <see cref="CreateSlots"/> and writes a step in <see cref="Update"/>.
/// </summary>
public abstract partial class Optimizer : IKerasObject
{
    private readonly LearningRateSchedule? _schedule;
    private double _learningRate;

    /// <summary>Makes an optimizer.</summary>
    /// <param name="learningRate">Learning rate or schedule.</param>
    /// <param name="options">The arguments that all optimizers share; null for their defaults.</param>
    /// <param name="name">Its name; null for the class in snake case.</param>
    protected Optimizer(LearningRate learningRate, OptimizerOptions? options = null, string? name = null)
    {
        _schedule = learningRate.Schedule;
        if (_schedule is null) _learningRate = CheckedRate(learningRate.Value, nameof(learningRate));
        Options = (options ?? new OptimizerOptions()).Checked(ClassName);
        Name = name ?? Internal.Names.SnakeCase(ClassName);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public virtual string ClassName => GetType().Name;

    /// <inheritdoc/>
    public virtual string? Module => GetType().Assembly == typeof(Optimizer).Assembly ? "keras.optimizers" : null;

    /// <summary>The schedule of the learning rate, if it has one.</summary>
    public virtual LearningRateSchedule? Schedule => _schedule;

    /// <summary>Learning rate of the next step, >= 0. Callbacks may set it, unless it comes from a schedule.</summary>
    /// <exception cref="InvalidOperationException">Set although there is a schedule.</exception>
    public virtual double LearningRate
    {
        get => Schedule?.At(Iterations) ?? _learningRate;
        set
        {
            if (Schedule is not null) throw new InvalidOperationException($"Optimizer '{Name}' takes its learning rate from a " +
                $"{Schedule.ClassName}; it cannot be set to {value.ToString(CultureInfo.InvariantCulture)}. Compile with a plain number " +
                "instead.");
            _learningRate = CheckedRate(value, nameof(LearningRate));
        }
    }

    /// <summary>Calls so far: one per batch, also while gradients are only accumulated.</summary>
    public virtual long Iterations { get; internal set; }

    /// <summary>Share of each weight that a step takes away, times the learning rate; null for none.</summary>
    public double? WeightDecay => Options.WeightDecay;

    /// <summary>Largest norm of each gradient; null for no limit.</summary>
    public double? Clipnorm => Options.Clipnorm;

    /// <summary>Largest absolute value of each gradient element; null for no limit.</summary>
    public double? Clipvalue => Options.Clipvalue;

    /// <summary>Largest norm of all gradients together; null for no limit.</summary>
    public double? GlobalClipnorm => Options.GlobalClipnorm;

    /// <summary>Whether it keeps a moving average of the weights, which replaces them at the end of Fit.</summary>
    public bool UseEma => Options.UseEma;

    /// <summary>Weight of the old value in that average.</summary>
    public double EmaMomentum => Options.EmaMomentum;

    /// <summary>After how many steps the average replaces the weights; null for never before the end.</summary>
    public int? EmaOverwriteFrequency => Options.EmaOverwriteFrequency;

    /// <summary>Factor of the loss, by which gradients are divided again; null for 1.</summary>
    public double? LossScaleFactor => Options.LossScaleFactor;

    /// <summary>How many batches' gradients are averaged before a step is taken; null for one.</summary>
    public int? GradientAccumulationSteps => Options.GradientAccumulationSteps;

    private protected OptimizerOptions Options { get; private set; }

    /// <summary>Steps in which the weights were really changed: <see cref="Iterations"/>, divided by the batches of a step.</summary>
    private long AppliedSteps => Iterations / (GradientAccumulationSteps ?? 1);

    /// <summary>Drops the fixed factor of the loss: one that changes takes its place.</summary>
    internal void DropLossScale() => Options = Options with { LossScaleFactor = null };

    /// <inheritdoc/>
    public virtual void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("name", Name);
        if (Schedule is not null) config.Write("learning_rate", Schedule);
        else config.Write("learning_rate", LearningRate);
        Options.WriteConfig(config);
    }

    /// <summary>An optimizer by Keras's name; null stands for the default, <c>rmsprop</c>.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Optimizer?(string? name) => name is null ? null : OptimizerTable.ByName(name);

    private double CheckedRate(double rate, string name) => rate >= 0 && double.IsFinite(rate) ? rate
        : throw new ArgumentOutOfRangeException(name, rate, $"{ClassName}: the learning rate must be a finite number that is not " +
            $"negative, not {rate.ToString(CultureInfo.InvariantCulture)}. 0.001 is a common start.");
}
