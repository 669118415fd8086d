using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>Trains one model on samples and targets, with the losses and metrics of Compile.</summary>
/// <param name="model">The model.</param>
/// <param name="defaultEngine">Makes the engine that runs the steps when the options name none.</param>
internal sealed class SupervisedTrainer(ITrainable model, Func<IEngine> defaultEngine)
    : Trainer(() => model.Name, () => [model.Layer], defaultEngine)
{
    private CompileSettings? _settings;

    public ITrainable Model => model;

    /// <summary>Settings of the latest Compile; null before. Setting them forgets the compiled steps.</summary>
    public CompileSettings? Settings
    {
        get => _settings;
        set
        {
            _settings = value;
            Forget();
        }
    }

    /// <summary>What changes the weights; null before Compile.</summary>
    public Optimizer? Optimizer => _settings?.Optimizer;

    public override bool IsReady => _settings is not null;

    public override IReadOnlyList<Optimizer> Optimizers => Optimizer is { } optimizer ? [optimizer] : [];

    /// <summary>Losses and metrics per output.</summary>
    /// <exception cref="InvalidOperationException">Not compiled.</exception>
    public LossesAndMetrics LossesAndMetrics => ((SupervisedSteps)Program).LossesAndMetrics!;

    /// <exception cref="InvalidOperationException">Not compiled.</exception>
    public CompileSettings RequireSettings() => _settings
        ?? throw new InvalidOperationException(
            $"Model '{Name}' does not know what to learn yet: call Compile(optimizer, loss, metrics) first.");

    /// <summary>Makes the weights from the shapes of the data, if no other shapes were given.</summary>
    public void EnsureBuiltFor(IReadOnlyList<ArraySource> inputs) => Steps.Locked(() =>
    {
        if (model.IsBuilt) return;
        model.BuildFor(inputs);
        if (!model.IsBuilt) throw new InvalidOperationException($"Model '{Name}' has no layers; add some before it is used.");
    });

    protected override void BuildOptimizers()
    {
        if (model.IsBuilt) Optimizer?.Build(model.Layer.TrainableWeights);
    }

    protected override IStepProgram MakeProgram()
    {
        CompileSettings settings = RequireSettings();
        return new SupervisedSteps(model, new LossesAndMetrics(model, settings), settings.Optimizer, Ranks);
    }

    // A model predicts without having been compiled.
    protected override IStepProgram ProgramOf(StepKind kind) => kind == StepKind.Predict ? new SupervisedSteps(model, null, null) : Program;
}
