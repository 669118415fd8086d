using Fashion.Keras.Callbacks;
using Fashion.Keras.Internal;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// Training.
public partial class Model
{
    /// <summary>Trains the model.</summary>
    /// <param name="x">Samples: an array or tensor, a list of them for several inputs, or a dictionary by input name.</param>
    /// <param name="y">Targets, as many as samples.</param>
    /// <param name="batchSize">Samples per step; the last step of an epoch may have fewer.</param>
    /// <param name="epochs">Number of the last epoch: with an <paramref name="initialEpoch"/> of 2, 4 stands for two more.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="validationSplit">Share (0 to below 1) of the samples, from the end and before any shuffling, to validate on instead of training; not used with <paramref name="validationData"/>.</param>
    /// <param name="validationData">Data to check on after each epoch: (x, y) or (x, y, sampleWeight). It never trains and is never shuffled.</param>
    /// <param name="shuffle">Whether each epoch takes the samples in a new order.</param>
    /// <param name="classWeight">How much samples of a class count in the loss; classes that are missing weigh 1.</param>
    /// <param name="sampleWeight">How much each sample counts in the loss.</param>
    /// <param name="initialEpoch">Index of the first epoch, to continue an earlier run.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch; null for one pass over the data. Shorter epochs go on where the last one stopped.</param>
    /// <param name="validationSteps">Batches of a validation; null for all.</param>
    /// <param name="validationBatchSize">Samples per validation step; null for <paramref name="batchSize"/>.</param>
    /// <param name="validationFreq">Validate after every n-th epoch, or after those listed (from 1); null for every epoch.</param>
    /// <param name="cancellationToken">Ends training after the current step. Callbacks still see OnTrainEnd; the model stays usable as it is then.</param>
    /// <returns>Loss and metrics of every epoch.</returns>
    /// <exception cref="InvalidOperationException">Not compiled, no loss, or in use by another thread.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model, or settings that contradict each other.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public History Fit(ModelData x, ModelData y, int batchSize = 32, int epochs = 1, Verbosity verbose = Verbosity.Bar, CallbackList? callbacks = null,
        double validationSplit = 0, ValidationData? validationData = null, bool shuffle = true, IReadOnlyDictionary<int, double>? classWeight = null,
        ModelData? sampleWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null, int? validationBatchSize = null,
        ValidationFrequency? validationFreq = null, CancellationToken cancellationToken = default)
    {
        RequireCompiled();
        ArgumentNullException.ThrowIfNull(y);
        Guard.Positive(batchSize, nameof(Fit));
        Guard.NotNegative(epochs, nameof(Fit));
        Guard.NotNegative(initialEpoch, nameof(Fit));
        if (stepsPerEpoch is { } steps) Guard.Positive(steps, nameof(Fit), nameof(stepsPerEpoch));
        if (validationSteps is { } testSteps) Guard.Positive(testSteps, nameof(Fit), nameof(validationSteps));
        if (validationBatchSize is { } testBatch) Guard.Positive(testBatch, nameof(Fit), nameof(validationBatchSize));
        using Use use = Take(loops: true);
        (SampleSet samples, SampleSet? validation) = SplitSamples(SampleSet.Of(this, x, y, sampleWeight), validationSplit, validationData);
        ValidateTargets(samples);
        if (validation is not null) ValidateTargets(validation);
        if (classWeight is not null) samples = WithClassWeights(samples, classWeight);

        var settings = new FitSettings(batchSize, initialEpoch, epochs, shuffle, stepsPerEpoch, validationBatchSize ?? batchSize, validationSteps, validationFreq ?? 1, verbose);
        var history = new History();
        var parameters = new CallbackParameters(epochs, stepsPerEpoch ?? Batches.Count(samples.Rows, batchSize), verbose);
        var chain = new CallbackChain(this, callbacks, parameters, history);
        History = history;
        using var loop = new FitLoop(this, settings, samples, validation, chain);
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
        RequireCompiled();
        using Use use = Take();
        using KeptMetrics kept = KeepMetrics(_loops > 0);
        SampleSet samples = SampleSet.Of(this, x, y, sampleWeight);
        ValidateTargets(samples);
        if (classWeight is not null) samples = WithClassWeights(samples, classWeight);
        return RunOne(samples, StepKind.Train);
    }

    /// <summary>Loss and metrics of one batch, without training.</summary>
    /// <param name="x">The samples of the batch.</param>
    /// <param name="y">Their targets.</param>
    /// <param name="sampleWeight">How much each sample counts in the loss.</param>
    public Logs TestOnBatch(ModelData x, ModelData y, ModelData? sampleWeight = null)
    {
        RequireCompiled();
        using Use use = Take();
        using KeptMetrics kept = KeepMetrics(_loops > 0);
        SampleSet samples = SampleSet.Of(this, x, y, sampleWeight);
        ValidateTargets(samples);
        return RunOne(samples, StepKind.Test);
    }

    private Logs RunOne(SampleSet samples, StepKind kind)
    {
        var meter = new LossMeter(Objectives());
        meter.Reset();
        using var runner = new StepRunner(this, samples, kind);
        meter.Add(runner.Run(0, samples.Rows), samples.Rows);
        var logs = new Logs();
        meter.WriteTo(logs);
        return logs;
    }

    private (SampleSet Training, SampleSet? Validation) SplitSamples(SampleSet samples, double validationSplit, ValidationData? validationData)
    {
        if (validationData is not null) return (samples, SampleSet.Of(this, validationData.X, validationData.Y, validationData.SampleWeight));
        Guard.InRange(validationSplit, 0, 1, nameof(Fit));
        if (validationSplit == 0) return (samples, null);
        int split = (int)Math.Floor(samples.Rows * (1 - validationSplit));
        if (split == 0 || split == samples.Rows)
            throw new ArgumentException(FormattableString.Invariant($"Fit: a validationSplit of {validationSplit} of {samples.Rows} samples leaves {split} for training and {samples.Rows - split} for validation; both need at least one."), nameof(validationSplit));
        return (samples.Slice(0, split), samples.Slice(split, samples.Rows - split));
    }

    private SampleSet WithClassWeights(SampleSet samples, IReadOnlyDictionary<int, double> classWeight)
    {
        if (samples.Weights.Count > 0) throw new ArgumentException($"Model '{Name}': classWeight and sampleWeight cannot be given together; multiply them into sampleWeight.", nameof(classWeight));
        if (samples.Targets.Count != 1) throw new ArgumentException($"Model '{Name}': classWeight needs a model with one output, but this one has {samples.Targets.Count}.", nameof(classWeight));
        return samples.WithWeights(ClassWeights.PerSample(classWeight, samples.Targets[0], OutputShapes[0], Name));
    }

    private void ValidateTargets(SampleSet samples)
    {
        IReadOnlyList<Shape> outputs = OutputShapes;
        for (int i = 0; i < samples.Targets.Count; i++) Objectives().Losses[i]?.ValidateTargets(samples.Targets[i], outputs[i]);
        foreach (MetricEntry entry in Objectives().Metrics) entry.Validate(OutputNames[entry.Output], samples.Targets[entry.Output].Shape, outputs[entry.Output]);
    }
}
