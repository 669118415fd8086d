namespace Fashion.Keras.Training;

/// <summary>Runs a sample set through the test step, in order, changing nothing but the metrics.</summary>
internal sealed class EvaluationLoop(Model model, SampleSet samples, int batchSize, int? steps) : IDisposable
{
    private readonly StepRunner _runner = new(model, samples, StepKind.Test);

    public LossMeter Meter { get; } = new(model.Objectives());

    public int Steps => Math.Min(steps ?? int.MaxValue, Batches.Count(samples.Rows, batchSize));

    public void Run(CallbackChain callbacks, CancellationToken cancellationToken)
    {
        Meter.Reset();
        callbacks.TestBegin();
        for (int step = 0; step < Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            callbacks.TestBatchBegin(step);
            int first = step * batchSize, count = Math.Min(batchSize, samples.Rows - first);
            Meter.Add(_runner.Run(first, count), count);
            callbacks.TestBatchEnd(step, Meter);
        }
        var logs = new Logs();
        Meter.WriteTo(logs);
        callbacks.TestEnd(logs);
    }

    public void Dispose() => _runner.Dispose();
}
