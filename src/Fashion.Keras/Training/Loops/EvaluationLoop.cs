namespace Fashion.Keras.Training;

/// <summary>Runs a pass of batches through the test step, changing nothing but the metrics.</summary>
/// <param name="trainer">Whose steps.</param>
/// <param name="source">The batches, in order.</param>
/// <param name="steps">Batches to look at; null for all.</param>
internal sealed class EvaluationLoop(Trainer trainer, BatchSource source, int? steps) : IDisposable
{
    private readonly StepRunner _runner = new(trainer, StepKind.Test);

    private int _runs;

    public LossMeter Meter { get; } = new(trainer.Program);

    /// <summary>Batches of a run; null while that is not known.</summary>
    public int? Steps => source.Count is { } count ? Math.Min(steps ?? int.MaxValue, count) : steps;

    public void Run(ILoopEvents events, CancellationToken cancellationToken)
    {
        Meter.Reset();
        events.TestBegin();
        source.EpochBegin();
        source.BeginPass(null);
        for (int step = 0; steps is null || step < steps; step++)
        {
            if (cancellationToken.IsCancellationRequested) break;
            if (!source.MoveNext())
            {
                if (step == 0) throw new InvalidOperationException($"Model '{trainer.Name}': there is nothing to evaluate; the source " +
                    $"gave no batches{(_runs > 0 ? " when it was read again. A source for validation must begin again in each epoch" : "")}.");
                if (steps is { } wanted && source.Rows is null)
                    trainer.Warn($"The data ended after {step} of {wanted} steps of the evaluation.");
                break;
            }
            events.TestBatchBegin(step);
            if (source.OwnRows > 0) Meter.Add(_runner.Run(source), source.OwnRows);
            else _runner.Prepare(source.Shapes!);
            events.TestBatchEnd(step, Meter);
        }
        AddUp(cancellationToken);
        _runs++;
        source.EpochEnd();
        var logs = new Logs();
        Meter.WriteTo(logs);
        events.TestEnd(logs);
    }

    // All ranks come here, those that were cancelled too.
    private void AddUp(CancellationToken cancellationToken)
    {
        if (trainer.Ranks is { } ranks)
        {
            var meeting = new RankMeeting(ranks);
            meeting.Meet(stop: false, cancellationToken.IsCancellationRequested);
            if (meeting.Cancelled)
                throw new OperationCanceledException("The evaluation was cancelled on one of the ranks.", cancellationToken);
            Meter.AddUp(ranks);
        }
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose() => _runner.Dispose();
}
