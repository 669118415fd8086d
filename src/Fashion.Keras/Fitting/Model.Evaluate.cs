using Fashion.Keras.Callbacks;
using Fashion.Keras.Internal;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// Judging a model.
public partial class Model
{
    /// <summary>
    /// Loss and metrics over a data set. Nothing is learned. In a callback of Fit it leaves the averages of the epoch alone.
    /// </summary>
    /// <param name="x">Samples.</param>
    /// <param name="y">Targets, as many as samples.</param>
    /// <param name="batchSize">Samples per step.</param>
    /// <param name="verbose">How much is printed.</param>
    /// <param name="sampleWeight">How much each sample counts in the loss.</param>
    /// <param name="steps">Batches to look at; null for all.</param>
    /// <param name="callbacks">One or a list.</param>
    /// <param name="cancellationToken">Ends the evaluation after the current step.</param>
    /// <exception cref="InvalidOperationException">Not compiled, no loss, or in use by another thread.</exception>
    /// <exception cref="ArgumentException">Data that does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EvaluationResult Evaluate(ModelData x, ModelData y, int batchSize = 32, VerbosityArgument verbose = default,
        ModelData? sampleWeight = null,
        int? steps = null, CallbackList? callbacks = null, CancellationToken cancellationToken = default)
    {
        Trainer.RequireSettings();
        ArgumentNullException.ThrowIfNull(y);
        Guard.Positive(batchSize, nameof(Evaluate));
        if (steps is { } count) Guard.Positive(count, nameof(Evaluate), nameof(steps));
        using ModelLock.Held held = Trainer.ModelLock.Acquire(loops: true);
        return Trainer.Jointly(() =>
        {
            SampleSet samples = SampleSet.Of(Trainer, x, y, sampleWeight).Validated(Trainer);
            using BatchSource source = samples.Batches(batchSize, share: Trainer.Share);
            return RunEvaluation(source, steps, verbose, callbacks, cancellationToken);
        });
    }

    private EvaluationResult RunEvaluation(BatchSource source, int? steps, Verbosity verbose, CallbackList? callbacks,
        CancellationToken cancellationToken)
    {
        using Trainer.KeptMetrics kept = Trainer.KeepMetrics(Trainer.ModelLock.Loops > 1);
        using var loop = new EvaluationLoop(Trainer, source, steps);
        var chain = new CallbackChain([this], Trainer, callbacks, new CallbackParameters(1, loop.Steps ?? 0, verbose));
        if (Trainer.Ranks is not null) Trainer.Begin(nameof(Evaluate), [.. BatchSource.Facts(source), ("steps", steps)]);
        Trainer.Agree(again: false);
        Trainer.AgreeOnWeights();
        loop.Run(chain, cancellationToken);
        var values = new Logs();
        loop.Averages.WriteTo(values);
        return new EvaluationResult(values);
    }
}
