using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Reporting;

namespace Fashion.Keras.Training;

/// <summary>
/// Runs the steps of a model, or of several that learn together: owns what they compute, how they run, the compiled graphs,
/// the random numbers, and who may use it.
/// </summary>
internal abstract class Trainer
{
    private readonly Func<string> _name;
    private IStepProgram? _program;
    private ICollective? _ranks;
    private JointCall? _joint;
    private bool _agrees;
    private ModelOptions _options = new();

    /// <param name="name">Names the model, for messages.</param>
    /// <param name="models">The models whose weights and random layers take part.</param>
    /// <param name="defaultEngine">Makes the engine that runs the steps when the options name none.</param>
    protected Trainer(Func<string> name, Func<IReadOnlyList<Layer>> models, Func<IEngine> defaultEngine)
    {
        _name = name;
        Models = models;
        ModelLock = new ModelLock(name, models);
        Random = new RandomStreams(models, () => Options.Seed, () => Share, name);
        Steps = new CompiledSteps(name, ProgramOf, () => Options, defaultEngine, Warn);
    }

    /// <summary>For messages.</summary>
    public string Name => _name();

    public ModelLock ModelLock { get; }

    public RandomStreams Random { get; }

    public CompiledSteps Steps { get; }

    /// <summary>The ranks that train together; null for one. Setting it forgets the steps.</summary>
    public ICollective? Ranks
    {
        get => _ranks;
        set
        {
            _ranks = value is { Size: > 1 } ? value : null;
            _joint = _ranks is null ? null : new JointCall(_ranks, _name);
            _agrees = false;
            Forget();
        }
    }

    /// <summary>Which rows of a batch this rank computes.</summary>
    public RankShare Share => RankShare.Of(_ranks);

    /// <summary>How the steps run. Setting it forgets them.</summary>
    public ModelOptions Options
    {
        get => _options;
        set
        {
            _options = value;
            Forget();
        }
    }

    /// <summary>What steps of training and evaluation compute, made when first asked for.</summary>
    /// <exception cref="InvalidOperationException">Not compiled.</exception>
    public IStepProgram Program => _program ??= MakeProgram();

    /// <summary>Whether it is known what steps compute.</summary>
    public abstract bool IsReady { get; }

    /// <summary>Weights of all models.</summary>
    public IReadOnlyList<Variable> Weights => [.. Models().SelectMany(m => m.Weights).Distinct()];

    /// <summary>What changes weights; empty before training is set up.</summary>
    public abstract IReadOnlyList<Optimizer> Optimizers { get; }

    /// <summary>The layers that steps apply: which of them train decides what a step computes.</summary>
    protected virtual IEnumerable<Layer> AppliedLayers => Models();

    private Func<IReadOnlyList<Layer>> Models { get; }

    /// <summary>
    /// Keeps training steps of other threads away from all weights and the optimizers' state, and readers too if they are written, until
    /// disposed.
    /// </summary>
    public WeightGates.Held EnterWeights(bool write) =>
        WeightGates.Of(Weights.Concat(Optimizers.SelectMany(o => o.Variables)), Steps.Gate, write).Enter();

    /// <summary>Gives all ranks the weights, the optimizers' state and the random numbers of rank 0.</summary>
    /// <param name="again">Whether to do so when they have agreed before.</param>
    public void Agree(bool again)
    {
        if (_ranks is null || (_agrees && !again)) return;
        BuildOptimizers();
        new RankState(this, _ranks).TakeFromFirst();
        _agrees = true;
    }

    /// <summary>Runs a call that all ranks make together: none waits for another that has failed.</summary>
    /// <param name="work">What the call does; it calls <see cref="Begin"/> before it waits for other ranks.</param>
    public T Jointly<T>(Func<T> work) => _joint is null ? work() : _joint.Run(work);

    /// <summary>Waits until all ranks make the call, and refuses it where they make different ones.</summary>
    /// <param name="call">Name of the call.</param>
    /// <param name="facts">What must be the same on all ranks.</param>
    /// <param name="isComplete">Whether the call has begun after this; false where more is to be compared before.</param>
    /// <exception cref="InvalidOperationException">The ranks differ, or one has failed; all ranks throw it.</exception>
    public void Begin(string call, RankFact[] facts, bool isComplete = true) => _joint?.Begin(call, isComplete, facts);

    /// <summary>Takes the seed of the shuffling from rank 0, if the user gave none.</summary>
    public void ShareShuffleSeed()
    {
        if (_ranks is not null) new RankState(this, _ranks).ShareShuffleSeed();
    }

    /// <summary>Takes the weights of rank 0 where a rank has others.</summary>
    public void AgreeOnWeights()
    {
        if (_ranks is not null) new RankState(this, _ranks).TakeWeightsFromFirst();
    }

    /// <summary>Refuses weights and learning rates that differ between ranks.</summary>
    /// <param name="when">Names the moment, for the message.</param>
    /// <exception cref="InvalidOperationException">They differ; all ranks throw it.</exception>
    public void RequireEqualRanks(string when)
    {
        if (_ranks is not null) new RankState(this, _ranks).RequireEqual(when);
    }

    /// <summary>Puts the mean over the ranks in the place of weights that steps count rather than learn.</summary>
    public void AverageNonTrainable()
    {
        if (_ranks is not null) new RankState(this, _ranks).AverageNonTrainable();
    }

    /// <summary>Makes the optimizers' state where the weights are known.</summary>
    protected virtual void BuildOptimizers() { }

    /// <summary>Continues with seeds and counts from elsewhere.</summary>
    public void Restore(RandomState state)
    {
        Random.Set(state);
        Forget();
    }

    /// <summary>Which layers train, one letter each.</summary>
    public string TrainableState()
    {
        var text = new System.Text.StringBuilder();
        foreach (Layer layer in AppliedLayers) Append(layer);
        return text.ToString();

        void Append(Layer layer)
        {
            text.Append(layer.Trainable ? 'T' : 'F');
            foreach (Layer child in layer.Children) Append(child);
        }
    }

    /// <summary>Drops what follows from settings, options and layers.</summary>
    public void Forget() => Steps.Locked(() =>
    {
        Steps.Clear();
        _program = null;
    });

    /// <summary>Says something that the user should know: where the run writes if that was chosen, else to standard error.</summary>
    public void Warn(string text)
    {
        // Rank 0 says it.
        if (_ranks is null or { Rank: 0 }) (Options.Output ?? ConsoleOutput.ErrorWriter).Write($"Warning: {text}\n");
    }

    /// <summary>Puts the counts of all metrics back, when disposed, to what they are now.</summary>
    /// <param name="wanted">Whether there is a loop around that goes on counting.</param>
    public KeptMetrics KeepMetrics(bool wanted) =>
        new(wanted ? [.. Program.Metrics.SelectMany(m => m.Metric.Variables).Distinct().Select(v => (v, v.ToArray()))] : []);

    /// <summary>What steps of training and evaluation compute.</summary>
    /// <exception cref="InvalidOperationException">Not compiled.</exception>
    protected abstract IStepProgram MakeProgram();

    /// <summary>What a step of a kind computes.</summary>
    protected virtual IStepProgram ProgramOf(StepKind kind) => Program;

    internal readonly ref struct KeptMetrics((Variable Count, float[] Values)[] kept)
    {
        public void Dispose()
        {
            foreach ((Variable count, float[] values) in kept) count.Set(values);
        }
    }
}
