using Fashion.Keras.Callbacks;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;
using Fashion.Keras.Training;

namespace Fashion.Keras;

/// <summary>
/// A training step of your own over one or several models: the place of Keras's <c>train_step</c>. The function is called once for
/// each shape of a batch and writes down what is to be computed, with models, losses and <see cref="Ops"/>; the engine compiles
/// that, gradients and updates included, and runs it for every batch.
/// </summary>
/// <remarks>
/// What can be in the function: models and layers, losses, metrics, <see cref="Ops"/>, random numbers of the
/// <see cref="TrainStepContext"/>, plain C# that decides by shapes. What cannot: decisions by the values of tensors (use
/// <see cref="Ops.Where"/>), and anything that shall happen in every step (use a callback); C# code runs while the step is written,
/// not when it runs. Models inside work as in training; pass <see cref="TrainStepContext.Inference"/> to one that shall not.
/// </remarks>
/// <example><code>
/// var step = TrainStep.Define((real, t) =>
/// {
///     SymbolicTensor fake = generator.Apply(t.RandomNormal([t.BatchSize, 64]));
///     SymbolicTensor d = bce.Compute(1, discriminator.Apply(real)) + bce.Compute(0, discriminator.Apply(Ops.StopGradient(fake)));
///     SymbolicTensor g = bce.Compute(1, discriminator.Apply(fake));
///     t.Minimize(d, discriminator, dOptimizer);
///     t.Minimize(g, generator, gOptimizer);
///     return new() { ["d_loss"] = d, ["g_loss"] = g };
/// });
/// step.Fit(images, epochs: 20);
/// </code></example>
public sealed class TrainStep
{
    private readonly CustomSteps _steps;
    private readonly CustomTrainer _trainer;

    private TrainStep(string name, Func<TrainStepContext, Dictionary<string, SymbolicTensor>> function, int? seed)
    {
        Name = name;
        _steps = new CustomSteps($"TrainStep '{name}'", context => new StepValues(function(context), []), seed ?? SeedSource.Next());
        _trainer = new CustomTrainer(name, _steps, DefaultEngine.Create);
    }

    /// <summary>Its name, for messages.</summary>
    public string Name { get; }

    /// <summary>How the step runs: threads, output, seed of the shuffling.</summary>
    public ModelOptions Options
    {
        get => _trainer.Options;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            using ModelLock.Held held = _trainer.ModelLock.AcquireToChange("its options");
            _trainer.Options = value;
        }
    }

    /// <summary>A step on samples and targets.</summary>
    /// <param name="step">From the samples, the targets and the context: minimizes what is to be minimized and gives the numbers to log.
    /// Numbers that are not single are averaged.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="seed">Seed of the random numbers that the context draws; null for one from <see cref="Utils.SetRandomSeed"/> or,
    /// without that, a random one.</param>
    public static TrainStep Define(Func<SymbolicTensor, SymbolicTensor, TrainStepContext, Dictionary<string, SymbolicTensor>> step,
        string name = "train_step", int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(step);
        return new TrainStep(name,
            t => step(t.Inputs[0], t.Targets is [var y, ..]
                ? y
                : throw new ArgumentException($"TrainStep '{name}' takes samples and targets, but was given no targets."), t), seed);
    }

    /// <summary>A step on samples alone.</summary>
    /// <param name="step">From the samples and the context: minimizes what is to be minimized and gives the numbers to log. Numbers that
    /// are not single are averaged.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="seed">Seed of the random numbers that the context draws; null for one from <see cref="Utils.SetRandomSeed"/> or,
    /// without that, a random one.</param>
    public static TrainStep Define(Func<SymbolicTensor, TrainStepContext, Dictionary<string, SymbolicTensor>> step,
        string name = "train_step", int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(step);
        return new TrainStep(name, t => step(t.Inputs[0], t), seed);
    }

    /// <summary>
    /// A step on any number of arrays, which <see cref="TrainStepContext.Inputs"/> and <see cref="TrainStepContext.Targets"/> give.
    /// </summary>
    /// <param name="step">From the context: minimizes what is to be minimized and gives the numbers to log.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="seed">Seed of the random numbers that the context draws; null for one from <see cref="Utils.SetRandomSeed"/> or,
    /// without that, a random one.</param>
    public static TrainStep Define(Func<TrainStepContext, Dictionary<string, SymbolicTensor>> step, string name = "train_step",
        int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(step);
        return new TrainStep(name, step, seed);
    }

    /// <summary>Runs the step over arrays, epoch after epoch.</summary>
    /// <param name="x">Samples: an array or tensor, or a list of them.</param>
    /// <param name="y">Targets; null for a step without.</param>
    /// <param name="batchSize">Samples per step; the last step of an epoch may have fewer.</param>
    /// <param name="epochs">Number of the last epoch.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="callbacks">One or a list. Their <see cref="Callback.Model"/> is the first model for which the step minimizes a loss;
    /// setting StopTraining of any of its models ends training.</param>
    /// <param name="validationData">Data on which the step runs without changing weights after each epoch; its numbers are logged with
    /// val_.</param>
    /// <param name="shuffle">Whether each epoch takes the samples in a new order.</param>
    /// <param name="sampleWeight">What <see cref="TrainStepContext.SampleWeight"/> gives; null for none.</param>
    /// <param name="initialEpoch">Index of the first epoch.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch; null for one pass over the data.</param>
    /// <param name="validationSteps">Batches of a validation; null for all.</param>
    /// <param name="cancellationToken">Ends training after the current step.</param>
    /// <returns>The logged numbers of every epoch.</returns>
    /// <exception cref="InvalidOperationException">The function minimizes nothing, changes from call to call, or one of its models is in
    /// use by another thread.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public History Fit(ModelData x, ModelData? y = null, int batchSize = 32, int epochs = 1, VerbosityArgument verbose = default,
        CallbackList? callbacks = null, ValidationData? validationData = null,
        bool shuffle = true, ModelData? sampleWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null,
        CancellationToken cancellationToken = default)
    {
        Guard.Positive(batchSize, nameof(Fit));
        using var source = new ArrayBatches(SampleSet.Of(Name, x, y, sampleWeight), batchSize, shuffle);
        return Run(source, batchSize, epochs, verbose, callbacks, validationData, initialEpoch, stepsPerEpoch, validationSteps,
            cancellationToken);
    }

    /// <summary>Runs the step over batches from a pipeline or any other sequence, epoch after epoch.</summary>
    /// <param name="source">The batches. Every epoch reads them from the beginning, unless <paramref name="stepsPerEpoch"/> is
    /// given.</param>
    /// <param name="epochs">Number of the last epoch.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="callbacks">One or a list. Their <see cref="Callback.Model"/> is the first model for which the step minimizes a loss;
    /// setting StopTraining of any of its models ends training.</param>
    /// <param name="validationData">Data on which the step runs without changing weights after each epoch; its numbers are logged with
    /// val_.</param>
    /// <param name="initialEpoch">Index of the first epoch.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch; null for one pass over the source.</param>
    /// <param name="validationSteps">Batches of a validation; null for all.</param>
    /// <param name="cancellationToken">Ends training after the current step.</param>
    /// <returns>The logged numbers of every epoch.</returns>
    /// <exception cref="InvalidOperationException">The function minimizes nothing, changes from call to call, or one of its models is in
    /// use by another thread.</exception>
    /// <exception cref="ArgumentException">A source without end and no <paramref name="stepsPerEpoch"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public History Fit(IEnumerable<DataBatch> source, int epochs = 1, VerbosityArgument verbose = default, CallbackList? callbacks = null,
        ValidationData? validationData = null,
        int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        using StreamBatches batches = Stream(source, _trainer.Random.ShuffleSeed);
        batches.RequireEnd(stepsPerEpoch, $"TrainStep '{Name}': {nameof(Fit)}", nameof(stepsPerEpoch));
        return Run(batches, 32, epochs, verbose, callbacks, validationData, initialEpoch, stepsPerEpoch, validationSteps,
            cancellationToken);
    }

    /// <summary>Runs the step once.</summary>
    /// <param name="x">The samples of the batch.</param>
    /// <param name="y">Their targets; null for a step without.</param>
    /// <param name="sampleWeight">What <see cref="TrainStepContext.SampleWeight"/> gives; null for none.</param>
    /// <returns>The logged numbers of this batch, before the update.</returns>
    public Logs TrainOnBatch(ModelData x, ModelData? y = null, ModelData? sampleWeight = null)
    {
        SampleSet samples = SampleSet.Of(Name, x, y, sampleWeight);
        using var batch = new ArrayBatches(samples, samples.Rows);
        return Exclusively(batch, () => SingleStep.Run(_trainer, StepKind.Train, batch));
    }

    private History Run(BatchSource source, int batchSize, int epochs, Verbosity verbose, CallbackList? callbacks,
        ValidationData? validationData, int initialEpoch, int? stepsPerEpoch, int? validationSteps, CancellationToken cancellationToken)
    {
        FitSettings settings = FitSettings.Checked(initialEpoch, epochs, stepsPerEpoch, validationSteps, validationFreq: null, verbose);
        using BatchSource? checks = validationData is null ? null : validationData.Batches is { } batches ? Stream(batches)
            : new ArrayBatches(SampleSet.Of(Name, validationData.X, validationData.Y, validationData.SampleWeight), batchSize);
        checks?.RequireEnd(validationSteps, $"TrainStep '{Name}': {nameof(Fit)}", nameof(validationSteps));
        return Exclusively(source, () =>
        {
            Model[] models = [.. _steps.Models.OfType<Model>()];
            if (models.Length == 0) throw new InvalidOperationException($"TrainStep '{Name}' minimizes no loss for a model, which " +
                $"callbacks need: call Minimize for one. A step that changes free variables only is taken by {nameof(TrainOnBatch)}.");
            var history = new History();
            var chain = new CallbackChain(models, _trainer, callbacks,
                new CallbackParameters(epochs, stepsPerEpoch ?? source.Count ?? 0, verbose), history);
            using var loop = new FitLoop(_trainer, settings, source, checks, chain);
            loop.Run(cancellationToken);
            return history;
        });
    }

    private StreamBatches Stream(IEnumerable<DataBatch> source, int? shuffleSeed = null) =>
        StreamBatches.Of(Name, source, batch => SampleSet.Of(Name, batch.X, batch.Y, batch.SampleWeight), shuffleSeed);

    // The first batch tells the shapes with which the function is called for the first time.
    private T Exclusively<T>(BatchSource source, Func<T> run)
    {
        using ModelLock.Held held = _trainer.ModelLock.Acquire(loops: true);
        if (_steps.ForgetOldStructure()) _trainer.Forget();
        if (!_steps.IsKnown)
        {
            _steps.Discover(new StepKey(StepKind.Train,
                source.FirstShapes ?? throw new InvalidOperationException($"TrainStep '{Name}': the source gave no batches.")));
            foreach (Model model in _steps.Models.OfType<Model>()) model.AdoptWeights(source.FirstShapes.Rows);
        }
        using Trainer.KeptMetrics kept = _trainer.KeepMetrics(_trainer.ModelLock.Loops > 1);
        return Taken(0, run);
    }

    private T Taken<T>(int index, Func<T> run)
    {
        Model[] models = [.. _steps.Models.OfType<Model>()];
        if (index == models.Length) return run();
        if (models[index].Trainer.Ranks is not null)
            throw new NotSupportedException($"TrainStep '{Name}': model '{models[index].Name}' was joined to ranks (Distribute), which " +
                "train it by Fit of the model only. Write the loss as one of Compile, or run the step on one rank.");
        using ModelLock.Held held = models[index].Trainer.ModelLock.Acquire(loops: true);
        return Taken(index + 1, run);
    }
}
