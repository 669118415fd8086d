namespace Fashion.Keras.Training;

/// <summary>One step outside of a loop.</summary>
internal static class SingleStep
{
    /// <summary>Runs a step on all samples as one batch.</summary>
    /// <returns>Loss and metrics of this batch alone.</returns>
    public static Logs Run(Trainer trainer, StepKind kind, BatchSource batch)
    {
        var meter = new LossMeter(trainer.Program);
        meter.Reset();
        using var runner = new StepRunner(trainer, kind);
        batch.MoveNext();
        trainer.Agree(again: false);
        meter.Add(runner.Run(batch), batch.OwnRows);
        if (trainer.Ranks is { } ranks) meter.AddUp(ranks);
        var logs = new Logs();
        meter.WriteTo(logs);
        return logs;
    }
}
