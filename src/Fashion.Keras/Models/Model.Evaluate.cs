using Fashion.Keras.Callbacks;
using Fashion.Keras.Internal;
using Fashion.Keras.Training;

namespace Fashion.Keras;

// Judging a model.
public partial class Model
{
    /// <summary>Loss and metrics over a data set. Nothing is learned. In a callback of Fit it leaves the averages of the epoch alone.</summary>
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
    public EvaluationResult Evaluate(ModelData x, ModelData y, int batchSize = 32, Verbosity verbose = Verbosity.Bar, ModelData? sampleWeight = null,
        int? steps = null, CallbackList? callbacks = null, CancellationToken cancellationToken = default)
    {
        RequireCompiled();
        ArgumentNullException.ThrowIfNull(y);
        Guard.Positive(batchSize, nameof(Evaluate));
        if (steps is { } count) Guard.Positive(count, nameof(Evaluate), nameof(steps));
        using Use use = Take(loops: true);
        using KeptMetrics kept = KeepMetrics(_loops > 1);
        SampleSet samples = SampleSet.Of(this, x, y, sampleWeight);
        ValidateTargets(samples);
        using var loop = new EvaluationLoop(this, samples, batchSize, steps);
        loop.Run(new CallbackChain(this, callbacks, new CallbackParameters(1, loop.Steps, verbose)), cancellationToken);
        var values = new Logs();
        loop.Meter.WriteTo(values);
        return new EvaluationResult(values);
    }

    /// <summary>Puts the counts of all metrics back, when disposed, to what they are now.</summary>
    /// <param name="wanted">Whether there is a loop around that goes on counting.</param>
    private KeptMetrics KeepMetrics(bool wanted) =>
        new(wanted ? [.. Objectives().Metrics.SelectMany(m => m.Metric.Variables).Distinct().Select(v => (v, v.ToArray()))] : []);

    private readonly ref struct KeptMetrics((Variable Count, float[] Values)[] kept)
    {
        public void Dispose()
        {
            foreach ((Variable count, float[] values) in kept) count.Set(values);
        }
    }
}
