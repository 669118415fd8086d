namespace Fashion.Keras.Training;

/// <summary>Runs a pass of batches through the test step, changing nothing but the metrics.</summary>
/// <param name="trainer">Whose steps.</param>
/// <param name="source">The batches, in order.</param>
/// <param name="steps">Batches to look at; null for all.</param>
internal sealed class EvaluationLoop(Trainer trainer, BatchSource source, int? steps) : IDisposable
{
    private readonly StepRunner _runner = new(trainer, StepKind.Test);

    private int _runs;

    public RunningAverages Averages { get; } = new(trainer.Program);

    public BatchSource Source => source;

    /// <summary>Batches of a run; null while that is not known.</summary>
    public int? Steps => source.Count is { } count ? Math.Min(steps ?? int.MaxValue, count) : steps;

    public void Run(ILoopEvents events, CancellationToken cancellationToken)
    {
        Averages.Reset();
        events.TestBegin();
        if (trainer.Ranks is { } ranks) RunJointly(ranks, events, cancellationToken);
        else
        {
            RunBatches(events, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
        _runs++;
        source.EpochEnd();
        var logs = new Logs();
        Averages.WriteTo(logs);
        events.TestEnd(logs);
    }

    private int RunBatches(ILoopEvents events, CancellationToken cancellationToken)
    {
        source.EpochBegin();
        source.BeginPass(null);
        int step = 0;
        for (; steps is null || step < steps; step++)
        {
            if (cancellationToken.IsCancellationRequested) break;
            if (!source.MoveNext())
            {
                // Of several shards one may have nothing.
                if (step == 0 && (trainer.Ranks is null || source.AllRows is not null)) throw Empty();
                if (steps is { } wanted && source.Rows is null)
                    trainer.Warn($"The data ended after {step} of {wanted} steps of the evaluation.");
                break;
            }
            events.TestBatchBegin(step);
            if (source.OwnRows > 0) Averages.Add(_runner.Run(source), source.OwnRows);
            else _runner.Prepare(source.Shapes!);
            events.TestBatchEnd(step, Averages);
        }
        return step;
    }

    // All ranks meet at the end, those that failed or were cancelled too.
    private void RunJointly(ICollective ranks, ILoopEvents events, CancellationToken cancellationToken)
    {
        var exchange = new RankExchange(ranks, trainer.Name);
        Exception? failure = null;
        int batches = 0;
        try
        {
            batches = RunBatches(events, cancellationToken);
        }
        catch (Exception e) when (!RankFailures.IsKnown(e))
        {
            failure = e;
        }
        bool cancelled = cancellationToken.IsCancellationRequested;
        double[][] all = exchange.Gather(failure is null || cancelled ? 0 : 1, cancelled ? 1 : 0, batches, Averages.Count);
        if (all.Any(own => own[0] > 0)) exchange.Throw(failure, all.Select(own => own[0] > 0), "the evaluation ends");
        if (all.Any(own => own[1] > 0))
            throw RankFailures.Known(new OperationCanceledException("The evaluation was cancelled on " +
                $"{RankExchange.Where(all.Select(own => own[1] > 0))} of {ranks.Size}.", cancellationToken));
        if (all.All(own => own[2] == 0)) throw RankFailures.Known(Empty());
        // Metrics know what they count once they have seen the shapes of a batch.
        if (all.Any(own => own[3] != all[0][3]))
            throw exchange.Error($"{RankExchange.Where(all.Select(own => own[2] == 0))} of {ranks.Size} have nothing to evaluate, " +
                "because their shard is empty. Use fewer ranks, or more data.");
        Averages.AddUp(ranks);
    }

    private InvalidOperationException Empty() => new($"Model '{trainer.Name}': there is nothing to evaluate; the source " +
        $"gave no batches{(_runs > 0 ? " when it was read again. A source for validation must begin again in each epoch" : "")}.");

    public void Dispose() => _runner.Dispose();
}
