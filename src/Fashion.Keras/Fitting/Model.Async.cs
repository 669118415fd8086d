using System.Numerics.Tensors;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Pipelines;

namespace Fashion.Keras;

// Training, judging and predicting with data for which one has to wait. The work runs on a thread of its own.
public partial class Model
{
    /// <summary>Trains the model on batches of an asynchronous stream. Callbacks run on the thread that trains.</summary>
    /// <param name="source">The batches. Every epoch begins the stream again, unless <paramref name="stepsPerEpoch"/> is given. It is read
    /// ahead while the model trains.</param>
    /// <param name="epochs">Number of the last epoch: with an <paramref name="initialEpoch"/> of 2, 4 stands for two more.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="validationData">Data to check on after each epoch: arrays, a pipeline, or <see cref="ValidationData.From"/> of another
    /// sequence.</param>
    /// <param name="classWeight">How much samples of a class count in the loss; classes that are missing weigh 1.</param>
    /// <param name="initialEpoch">Index of the first epoch, to continue an earlier run.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch; null for one pass over the source.</param>
    /// <param name="validationSteps">Batches of a validation; null for all.</param>
    /// <param name="validationFreq">Validate after every n-th epoch, or after those listed (from 1); null for every epoch.</param>
    /// <param name="cancellationToken">Ends training after the current step, or a wait for data. The stream is given it too.</param>
    /// <returns>Loss and metrics of every epoch.</returns>
    /// <exception cref="InvalidOperationException">Not compiled, no loss, in use by another thread, or a source without
    /// batches.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model, or settings that contradict each other.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<History> FitAsync(IAsyncEnumerable<DataBatch> source, int epochs = 1, VerbosityArgument verbose = default,
        CallbackList? callbacks = null, ValidationData? validationData = null,
        IReadOnlyDictionary<int, double>? classWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null,
        ValidationFrequency? validationFreq = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return OwnThread(() => Fit(new AsyncBatches(source, cancellationToken), epochs, verbose, callbacks, validationData, classWeight,
            initialEpoch, stepsPerEpoch, validationSteps, null, validationFreq, cancellationToken), cancellationToken);
    }

    /// <summary>Loss and metrics over batches of an asynchronous stream. Nothing is learned.</summary>
    /// <param name="source">The batches, read ahead from the beginning.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="steps">Batches to look at; null for all.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="cancellationToken">Ends the evaluation after the current step, or a wait for data.</param>
    /// <exception cref="InvalidOperationException">Not compiled, no loss, in use by another thread, or a source without
    /// batches.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<EvaluationResult> EvaluateAsync(IAsyncEnumerable<DataBatch> source, VerbosityArgument verbose = default, int? steps = null,
        CallbackList? callbacks = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return OwnThread(() => Evaluate(new AsyncBatches(source, cancellationToken), verbose, steps, callbacks, cancellationToken),
            cancellationToken);
    }

    /// <summary>The output for every sample of an asynchronous stream of batches.</summary>
    /// <param name="source">The batches, read ahead from the beginning; targets are not looked at.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="steps">Batches to compute; null for all.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="cancellationToken">Ends the prediction after the current step, or a wait for data.</param>
    /// <returns>One row per sample.</returns>
    /// <exception cref="InvalidOperationException">The model has several outputs, or the source has no batches.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<Tensor<float>> PredictAsync(IAsyncEnumerable<DataBatch> source, VerbosityArgument verbose = default, int? steps = null,
        CallbackList? callbacks = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return OwnThread(() => Predict(new AsyncBatches(source, cancellationToken), verbose, steps, callbacks, cancellationToken),
            cancellationToken);
    }

    // A thread of the pool would be taken away from others for as long as training lasts.
    private async Task<T> OwnThread<T>(Func<T> work, CancellationToken cancellationToken)
    {
        // Of several ranks the others have to hear of it.
        if (Trainer.Ranks is null) cancellationToken.ThrowIfCancellationRequested();
        return await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .ConfigureAwait(false);
    }
}
