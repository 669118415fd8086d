using System.Globalization;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Internal;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// Training.
public partial class Model
{
    /// <summary>What the latest Fit recorded; null before the first.</summary>
    public History? History { get; internal set; }

    /// <summary>Trains the model.</summary>
    /// <param name="x">Samples: an array or tensor, a list of them for several inputs, or a dictionary by input name.</param>
    /// <param name="y">Targets, as many as samples.</param>
    /// <param name="batchSize">Samples per step; the last step of an epoch may have fewer.</param>
    /// <param name="epochs">Number of the last epoch: with an <paramref name="initialEpoch"/> of 2, 4 stands for two more.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="validationSplit">Share (0 to below 1) of the samples, from the end and before any shuffling, to validate on instead of
    /// training; not used with <paramref name="validationData"/>.</param>
    /// <param name="validationData">Data to check on after each epoch: (x, y) or (x, y, sampleWeight). It never trains and is never
    /// shuffled.</param>
    /// <param name="shuffle">Whether each epoch takes the samples in a new order.</param>
    /// <param name="classWeight">How much samples of a class count in the loss; classes that are missing weigh 1.</param>
    /// <param name="sampleWeight">How much each sample counts in the loss.</param>
    /// <param name="initialEpoch">Index of the first epoch, to continue an earlier run.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch; null for one pass over the data. Shorter epochs go on where the last one
    /// stopped.</param>
    /// <param name="validationSteps">Batches of a validation; null for all.</param>
    /// <param name="validationBatchSize">Samples per validation step; null for <paramref name="batchSize"/>.</param>
    /// <param name="validationFreq">Validate after every n-th epoch, or after those listed (from 1); null for every epoch.</param>
    /// <param name="cancellationToken">Ends training after the current step. Callbacks still see OnTrainEnd; the model stays usable as it
    /// is then.</param>
    /// <returns>Loss and metrics of every epoch.</returns>
    /// <exception cref="InvalidOperationException">Not compiled, no loss, or in use by another thread.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model, or settings that contradict each other.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public History Fit(ModelData x, ModelData y, int batchSize = 32, int epochs = 1, VerbosityArgument verbose = default,
        CallbackList? callbacks = null,
        double validationSplit = 0, ValidationData? validationData = null, bool shuffle = true,
        IReadOnlyDictionary<int, double>? classWeight = null,
        ModelData? sampleWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null,
        int? validationBatchSize = null,
        ValidationFrequency? validationFreq = null, CancellationToken cancellationToken = default)
    {
        Trainer.RequireSettings();
        ArgumentNullException.ThrowIfNull(y);
        Guard.Positive(batchSize, nameof(Fit));
        FitSettings settings = FitSettings.Checked(initialEpoch, epochs, stepsPerEpoch, validationSteps, validationFreq, verbose);
        if (validationBatchSize is { } testBatch) Guard.Positive(testBatch, nameof(Fit), nameof(validationBatchSize));
        using ModelLock.Held held = Trainer.ModelLock.Acquire(loops: true);
        return Trainer.Jointly(() =>
        {
            (SampleSet samples, SampleSet? validation) =
                SplitSamples(SampleSet.Of(Trainer, x, y, sampleWeight), validationSplit, validationData);
            samples.Validated(Trainer);
            validation?.Validated(Trainer);
            if (classWeight is not null) samples = samples.WithClassWeights(this, classWeight);
            using BatchSource source = samples.Batches(batchSize, shuffle, Trainer.Share);
            using BatchSource? checks = validation is null
                ? ValidationStream(validationData)
                : validation.Batches(validationBatchSize ?? batchSize, share: Trainer.Share);
            checks?.RequireEnd(validationSteps, $"Model '{Name}': {nameof(Fit)}", nameof(validationSteps));
            return RunFit(settings, source, checks, callbacks, cancellationToken);
        });
    }

    private History RunFit(FitSettings settings, BatchSource source, BatchSource? validation, CallbackList? callbacks,
        CancellationToken cancellationToken)
    {
        using Trainer.KeptMetrics kept = Trainer.KeepMetrics(Trainer.ModelLock.Loops > 1);
        var history = new History();
        var parameters = new CallbackParameters(settings.Epochs, settings.StepsPerEpoch ?? source.Count ?? 0, settings.Verbose);
        var chain = new CallbackChain([this], Trainer, callbacks, parameters, history);
        History = history;
        using var loop = new FitLoop(Trainer, settings, source, validation, chain);
        loop.Run(cancellationToken);
        return history;
    }

    /// <summary>Takes one training step.</summary>
    /// <param name="x">The samples of the batch.</param>
    /// <param name="y">Their targets.</param>
    /// <param name="sampleWeight">How much each sample counts in the loss.</param>
    /// <param name="classWeight">How much samples of a class count in the loss.</param>
    /// <returns>Loss and metrics of this batch alone, before the update.</returns>
    public Logs TrainOnBatch(ModelData x, ModelData y, ModelData? sampleWeight = null, IReadOnlyDictionary<int, double>? classWeight = null)
    {
        Trainer.RequireSettings();
        using ModelLock.Held held = Trainer.ModelLock.Acquire();
        using Trainer.KeptMetrics kept = Trainer.KeepMetrics(Trainer.ModelLock.Loops > 0);
        return RunOne(StepKind.Train, () =>
        {
            SampleSet samples = SampleSet.Of(Trainer, x, y, sampleWeight).Validated(Trainer);
            return classWeight is null ? samples : samples.WithClassWeights(this, classWeight);
        });
    }

    /// <summary>Loss and metrics of one batch, without training.</summary>
    /// <param name="x">The samples of the batch.</param>
    /// <param name="y">Their targets.</param>
    /// <param name="sampleWeight">How much each sample counts in the loss.</param>
    public Logs TestOnBatch(ModelData x, ModelData y, ModelData? sampleWeight = null)
    {
        Trainer.RequireSettings();
        using ModelLock.Held held = Trainer.ModelLock.Acquire();
        using Trainer.KeptMetrics kept = Trainer.KeepMetrics(Trainer.ModelLock.Loops > 0);
        return RunOne(StepKind.Test, () => SampleSet.Of(Trainer, x, y, sampleWeight).Validated(Trainer));
    }

    private Logs RunOne(StepKind kind, Func<SampleSet> make) => Trainer.Jointly(() =>
    {
        SampleSet samples = make();
        using BatchSource batch = samples.Batches(samples.Rows, share: Trainer.Share);
        return SingleStep.Run(Trainer, kind, batch);
    });

    private (SampleSet Training, SampleSet? Validation) SplitSamples(SampleSet samples, double validationSplit,
        ValidationData? validationData)
    {
        if (validationData is { Batches: not null }) return (samples, null);
        if (validationData is not null)
            return (samples, SampleSet.Of(Trainer, validationData.X, validationData.Y, validationData.SampleWeight));
        Guard.InRange(validationSplit, 0, 1, nameof(Fit));
        if (validationSplit == 0) return (samples, null);
        int split = (int)Math.Floor(samples.Rows * (1 - validationSplit));
        if (split == 0 || split == samples.Rows)
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"Fit: a validationSplit of {validationSplit} of {samples.Rows} " +
                $"samples leaves {split} for training and {samples.Rows - split} for validation; both need at least one."),
                nameof(validationSplit));
        return (samples.Slice(0, split), samples.Slice(split, samples.Rows - split));
    }
}
