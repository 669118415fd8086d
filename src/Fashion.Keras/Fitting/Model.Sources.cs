using System.Numerics.Tensors;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Internal;
using Fashion.Keras.Pipelines;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// Training, judging and predicting with data that comes in batches, from anywhere.
public partial class Model
{
    /// <summary>Trains the model on batches from a pipeline or any other sequence.</summary>
    /// <param name="source">The batches. Every epoch reads them from the beginning, unless <paramref name="stepsPerEpoch"/> is
    /// given.</param>
    /// <param name="epochs">Number of the last epoch: with an <paramref name="initialEpoch"/> of 2, 4 stands for two more.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="validationData">Data to check on after each epoch: arrays, a pipeline, or <see cref="ValidationData.From"/> of another
    /// sequence.</param>
    /// <param name="classWeight">How much samples of a class count in the loss; classes that are missing weigh 1.</param>
    /// <param name="initialEpoch">Index of the first epoch, to continue an earlier run.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch; null for one pass over the source. Epochs go on where the last one stopped; when the
    /// source ends, it begins again.</param>
    /// <param name="validationSteps">Batches of a validation; null for all.</param>
    /// <param name="validationBatchSize">Samples per validation step, where <paramref name="validationData"/> is arrays; null for
    /// 32.</param>
    /// <param name="validationFreq">Validate after every n-th epoch, or after those listed (from 1); null for every epoch.</param>
    /// <param name="cancellationToken">Ends training after the current step. Callbacks still see OnTrainEnd; the model stays usable as it
    /// is then.</param>
    /// <returns>Loss and metrics of every epoch.</returns>
    /// <exception cref="InvalidOperationException">Not compiled, no loss, in use by another thread, or a source without
    /// batches.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model, settings that contradict each other, or a source without end
    /// and no <paramref name="stepsPerEpoch"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public History Fit(IEnumerable<DataBatch> source, int epochs = 1, VerbosityArgument verbose = default, CallbackList? callbacks = null,
        ValidationData? validationData = null,
        IReadOnlyDictionary<int, double>? classWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null,
        int? validationBatchSize = null,
        ValidationFrequency? validationFreq = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return FitStream(source, true, classWeight, epochs, verbose, callbacks, validationData, initialEpoch,
            stepsPerEpoch, validationSteps, validationBatchSize, validationFreq, cancellationToken);
    }

    /// <summary>Trains the model on batches by their number, which several threads may make.</summary>
    /// <param name="source">The batches.</param>
    /// <param name="shuffle">Whether each epoch takes the batches in a new order.</param>
    /// <param name="epochs">Number of the last epoch: with an <paramref name="initialEpoch"/> of 2, 4 stands for two more.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="validationData">Data to check on after each epoch: arrays, a pipeline, or <see cref="ValidationData.From"/> of another
    /// sequence.</param>
    /// <param name="classWeight">How much samples of a class count in the loss; classes that are missing weigh 1.</param>
    /// <param name="initialEpoch">Index of the first epoch, to continue an earlier run.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch; null for one pass over the source. Epochs go on where the last one stopped; when the
    /// source ends, it begins again.</param>
    /// <param name="validationSteps">Batches of a validation; null for all.</param>
    /// <param name="validationBatchSize">Samples per validation step, where <paramref name="validationData"/> is arrays; null for
    /// 32.</param>
    /// <param name="validationFreq">Validate after every n-th epoch, or after those listed (from 1); null for every epoch.</param>
    /// <param name="cancellationToken">Ends training after the current step. Callbacks still see OnTrainEnd; the model stays usable as it
    /// is then.</param>
    /// <returns>Loss and metrics of every epoch.</returns>
    /// <exception cref="InvalidOperationException">Not compiled, no loss, in use by another thread, or a source without
    /// batches.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model, settings that contradict each other, or a source without end
    /// and no <paramref name="stepsPerEpoch"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public History Fit(DataSequence source, bool shuffle = true, int epochs = 1, VerbosityArgument verbose = default,
        CallbackList? callbacks = null, ValidationData? validationData = null,
        IReadOnlyDictionary<int, double>? classWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null,
        int? validationBatchSize = null,
        ValidationFrequency? validationFreq = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return FitStream(source, shuffle, classWeight, epochs, verbose, callbacks, validationData,
            initialEpoch, stepsPerEpoch, validationSteps, validationBatchSize, validationFreq, cancellationToken);
    }

    /// <summary>Trains the model on single samples with targets, which are joined into batches in the order in which they come.</summary>
    /// <typeparam name="TX">Type of a sample: a number, an array or a tensor; for several inputs a tuple or a dictionary by name of
    /// such.</typeparam>
    /// <typeparam name="TY">Type of its target, likewise.</typeparam>
    /// <param name="samples">The samples. Every epoch reads them from the beginning, unless <paramref name="stepsPerEpoch"/> is given. For
    /// a random order call <see cref="Dataset{T}.Shuffle"/>.</param>
    /// <param name="batchSize">Samples per step; the last step of an epoch may have fewer.</param>
    /// <param name="epochs">Number of the last epoch: with an <paramref name="initialEpoch"/> of 2, 4 stands for two more.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="validationData">Data to check on after each epoch: arrays, a pipeline, or <see cref="ValidationData.From"/> of another
    /// sequence.</param>
    /// <param name="classWeight">How much samples of a class count in the loss; classes that are missing weigh 1.</param>
    /// <param name="initialEpoch">Index of the first epoch, to continue an earlier run.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch; null for one pass over the source. Epochs go on where the last one stopped; when the
    /// source ends, it begins again.</param>
    /// <param name="validationSteps">Batches of a validation; null for all.</param>
    /// <param name="validationBatchSize">Samples per validation step, where <paramref name="validationData"/> is arrays; null for
    /// <paramref name="batchSize"/>.</param>
    /// <param name="validationFreq">Validate after every n-th epoch, or after those listed (from 1); null for every epoch.</param>
    /// <param name="cancellationToken">Ends training after the current step. Callbacks still see OnTrainEnd; the model stays usable as it
    /// is then.</param>
    /// <returns>Loss and metrics of every epoch.</returns>
    /// <exception cref="InvalidOperationException">Not compiled, no loss, in use by another thread, or a source without
    /// batches.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model, settings that contradict each other, or a source without end
    /// and no <paramref name="stepsPerEpoch"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public History Fit<TX, TY>(IEnumerable<(TX X, TY Y)> samples, int batchSize = 32, int epochs = 1, VerbosityArgument verbose = default,
        CallbackList? callbacks = null, ValidationData? validationData = null,
        IReadOnlyDictionary<int, double>? classWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null,
        int? validationBatchSize = null,
        ValidationFrequency? validationFreq = null, CancellationToken cancellationToken = default) =>
        Fit(samples.Batch(batchSize), epochs, verbose, callbacks, validationData, classWeight, initialEpoch, stepsPerEpoch, validationSteps,
            validationBatchSize ?? batchSize, validationFreq, cancellationToken);

    /// <summary>
    /// Trains the model on single samples with targets and weights, which are joined into batches in the order in which they come.
    /// </summary>
    /// <typeparam name="TX">Type of a sample: a number, an array or a tensor; for several inputs a tuple or a dictionary by name of
    /// such.</typeparam>
    /// <typeparam name="TY">Type of its target, likewise.</typeparam>
    /// <typeparam name="TW">Type of its weight.</typeparam>
    /// <param name="samples">The samples. Every epoch reads them from the beginning, unless <paramref name="stepsPerEpoch"/> is given. For
    /// a random order call <see cref="Dataset{T}.Shuffle"/>.</param>
    /// <param name="batchSize">Samples per step; the last step of an epoch may have fewer.</param>
    /// <param name="epochs">Number of the last epoch: with an <paramref name="initialEpoch"/> of 2, 4 stands for two more.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="validationData">Data to check on after each epoch: arrays, a pipeline, or <see cref="ValidationData.From"/> of another
    /// sequence.</param>
    /// <param name="initialEpoch">Index of the first epoch, to continue an earlier run.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch; null for one pass over the source. Epochs go on where the last one stopped; when the
    /// source ends, it begins again.</param>
    /// <param name="validationSteps">Batches of a validation; null for all.</param>
    /// <param name="validationBatchSize">Samples per validation step, where <paramref name="validationData"/> is arrays; null for
    /// <paramref name="batchSize"/>.</param>
    /// <param name="validationFreq">Validate after every n-th epoch, or after those listed (from 1); null for every epoch.</param>
    /// <param name="cancellationToken">Ends training after the current step. Callbacks still see OnTrainEnd; the model stays usable as it
    /// is then.</param>
    /// <returns>Loss and metrics of every epoch.</returns>
    /// <exception cref="InvalidOperationException">Not compiled, no loss, in use by another thread, or a source without
    /// batches.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model, settings that contradict each other, or a source without end
    /// and no <paramref name="stepsPerEpoch"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public History Fit<TX, TY, TW>(IEnumerable<(TX X, TY Y, TW SampleWeight)> samples, int batchSize = 32, int epochs = 1,
        VerbosityArgument verbose = default, CallbackList? callbacks = null, ValidationData? validationData = null,
        int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null, int? validationBatchSize = null,
        ValidationFrequency? validationFreq = null, CancellationToken cancellationToken = default) =>
        Fit(samples.Batch(batchSize), epochs, verbose, callbacks, validationData, null, initialEpoch, stepsPerEpoch, validationSteps,
            validationBatchSize ?? batchSize, validationFreq, cancellationToken);

    /// <summary>Loss and metrics over batches from a pipeline or any other sequence. Nothing is learned.</summary>
    /// <param name="source">The batches, read from the beginning.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="steps">Batches to look at; null for all.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="cancellationToken">Ends the evaluation after the current step.</param>
    /// <exception cref="InvalidOperationException">Not compiled, no loss, in use by another thread, or a source without
    /// batches.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model, or a source without end and no
    /// <paramref name="steps"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EvaluationResult Evaluate(IEnumerable<DataBatch> source, VerbosityArgument verbose = default, int? steps = null,
        CallbackList? callbacks = null, CancellationToken cancellationToken = default)
    {
        Trainer.RequireSettings();
        ArgumentNullException.ThrowIfNull(source);
        if (steps is { } count) Guard.Positive(count, nameof(Evaluate), nameof(steps));
        using ModelLock.Held held = Trainer.ModelLock.Acquire(loops: true);
        return Trainer.Jointly(() =>
        {
            ShareOrder(source);
            using var batches = Stream(source);
            batches.RequireEnd(steps, $"Model '{Name}': {nameof(Evaluate)}", nameof(steps));
            return RunEvaluation(batches, steps, verbose, callbacks, cancellationToken);
        });
    }

    /// <summary>Loss and metrics over single samples with targets, which are joined into batches. Nothing is learned.</summary>
    /// <typeparam name="TX">Type of a sample: a number, an array or a tensor; for several inputs a tuple or a dictionary by name of
    /// such.</typeparam>
    /// <typeparam name="TY">Type of its target, likewise.</typeparam>
    /// <param name="samples">The samples, read from the beginning.</param>
    /// <param name="batchSize">Samples per step.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="steps">Batches to look at; null for all.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="cancellationToken">Ends the evaluation after the current step.</param>
    /// <exception cref="InvalidOperationException">Not compiled, no loss, in use by another thread, or a source without
    /// batches.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model, or a source without end and no
    /// <paramref name="steps"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EvaluationResult Evaluate<TX, TY>(IEnumerable<(TX X, TY Y)> samples, int batchSize = 32, VerbosityArgument verbose = default,
        int? steps = null, CallbackList? callbacks = null, CancellationToken cancellationToken = default) =>
        Evaluate(samples.Batch(batchSize), verbose, steps, callbacks, cancellationToken);

    /// <summary>Loss and metrics over single samples with targets and weights, which are joined into batches. Nothing is learned.</summary>
    /// <typeparam name="TX">Type of a sample: a number, an array or a tensor; for several inputs a tuple or a dictionary by name of
    /// such.</typeparam>
    /// <typeparam name="TY">Type of its target, likewise.</typeparam>
    /// <typeparam name="TW">Type of its weight.</typeparam>
    /// <param name="samples">The samples, read from the beginning.</param>
    /// <param name="batchSize">Samples per step.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="steps">Batches to look at; null for all.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="cancellationToken">Ends the evaluation after the current step.</param>
    /// <exception cref="InvalidOperationException">Not compiled, no loss, in use by another thread, or a source without
    /// batches.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model, or a source without end and no
    /// <paramref name="steps"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EvaluationResult Evaluate<TX, TY, TW>(IEnumerable<(TX X, TY Y, TW SampleWeight)> samples, int batchSize = 32,
        VerbosityArgument verbose = default, int? steps = null, CallbackList? callbacks = null,
        CancellationToken cancellationToken = default) =>
        Evaluate(samples.Batch(batchSize), verbose, steps, callbacks, cancellationToken);

    /// <summary>
    /// The output for every sample of batches from a pipeline or any other sequence. The model need not be compiled; targets are not looked
    /// at.
    /// </summary>
    /// <param name="source">The batches, read from the beginning.</param>
    /// <param name="verbose">How much is printed. The default is a bar at a terminal or into <see cref="ModelOptions.Output"/>, and nothing
    /// where standard output is redirected.</param>
    /// <param name="steps">Batches to compute; null for all.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="cancellationToken">Ends the prediction after the current step.</param>
    /// <returns>One row per sample.</returns>
    /// <exception cref="InvalidOperationException">The model has several outputs (PredictAll gives all of them), or a source without
    /// batches.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model, a source without end and no <paramref name="steps"/>, or a
    /// result of more elements than an array can hold.</exception>
    public Tensor<float> Predict(IEnumerable<DataBatch> source, VerbosityArgument verbose = default, int? steps = null,
        CallbackList? callbacks = null, CancellationToken cancellationToken = default)
    {
        RequireOneOutput(OutputNames.Count);
        return Only(PredictAll(source, verbose, steps, callbacks, cancellationToken));
    }

    /// <summary>All outputs, in order, for every sample of batches from a pipeline or any other sequence.</summary>
    /// <param name="source">The batches, read from the beginning.</param>
    /// <param name="verbose">How much is printed. The default is a bar at a terminal or into <see cref="ModelOptions.Output"/>, and nothing
    /// where standard output is redirected.</param>
    /// <param name="steps">Batches to compute; null for all.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="cancellationToken">Ends the prediction after the current step.</param>
    /// <returns>One row per sample for each output.</returns>
    /// <exception cref="InvalidOperationException">A source without batches.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model, a source without end and no <paramref name="steps"/>, or a
    /// result of more elements than an array can hold.</exception>
    public IReadOnlyList<Tensor<float>> PredictAll(IEnumerable<DataBatch> source, VerbosityArgument verbose = default, int? steps = null,
        CallbackList? callbacks = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (steps is { } count) Guard.Positive(count, nameof(Predict), nameof(steps));
        using var batches = Opened(StreamBatches.Of(Name, source, batch => SampleSet.Of(Trainer, batch.X)));
        batches.RequireEnd(steps, $"Model '{Name}': {nameof(Predict)}", nameof(steps));
        return RunPrediction(batches, steps, verbose, callbacks, cancellationToken);
    }

    private History FitStream(IEnumerable<DataBatch> source, bool shuffles, IReadOnlyDictionary<int, double>? classWeight, int epochs,
        Verbosity verbose, CallbackList? callbacks, ValidationData? validationData,
        int initialEpoch, int? stepsPerEpoch, int? validationSteps, int? validationBatchSize, ValidationFrequency? validationFreq,
        CancellationToken cancellationToken)
    {
        Trainer.RequireSettings();
        FitSettings settings = FitSettings.Checked(initialEpoch, epochs, stepsPerEpoch, validationSteps, validationFreq, verbose);
        if (validationBatchSize is { } testBatch) Guard.Positive(testBatch, nameof(Fit), nameof(validationBatchSize));
        using ModelLock.Held held = Trainer.ModelLock.Acquire(loops: true);
        return Trainer.Jointly(() =>
        {
            ShareOrder(source, validationData?.Batches);
            int? order = shuffles ? Trainer.Random.ShuffleSeed : null;
            using StreamBatches batches =
                Opened(StreamBatches.Of(Name, source, batch => SampleSet.WithTargets(Trainer, batch, classWeight), order, Trainer.Share));
            batches.RequireEnd(stepsPerEpoch, $"Model '{Name}': {nameof(Fit)}", nameof(stepsPerEpoch));
            using BatchSource? validation = validationData is null or { Batches: not null } ? ValidationStream(validationData)
                : SampleSet.Of(Trainer, validationData.X, validationData.Y, validationData.SampleWeight).Validated(Trainer)
                    .Batches(validationBatchSize ?? 32, share: Trainer.Share);
            validation?.RequireEnd(validationSteps, $"Model '{Name}': {nameof(Fit)}", nameof(validationSteps));
            return RunFit(settings, batches, validation, callbacks, cancellationToken);
        });
    }

    private StreamBatches? ValidationStream(ValidationData? data) => data?.Batches is { } batches ? Stream(batches) : null;

    private StreamBatches Stream(IEnumerable<DataBatch> source) =>
        Opened(StreamBatches.Of(Name, source, batch => SampleSet.WithTargets(Trainer, batch), share: Trainer.Share));

    // The shape of the first batch decides what the weights of a model are that has none yet.
    private StreamBatches Opened(StreamBatches batches)
    {
        if (IsBuilt) return batches;
        try
        {
            Trainer.EnsureBuiltFor(batches.LookAhead().X.Arrays);
            return batches;
        }
        catch
        {
            batches.Dispose();
            throw;
        }
    }
}
