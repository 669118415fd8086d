namespace Fashion.Keras.Training;

/// <summary>One step outside of a loop.</summary>
internal static class SingleStep
{
    /// <summary>Runs a step on all samples as one batch.</summary>
    /// <returns>Loss and metrics of this batch alone.</returns>
    public static Logs Run(Trainer trainer, StepKind kind, BatchSource batch)
    {
        batch.MoveNext();
        trainer.Begin(kind == StepKind.Train ? "TrainOnBatch" : "TestOnBatch", [("samples", batch.Rows),
            ("sample weights", batch.Shapes!.Weights.Count)]);
        trainer.Agree(again: false);
        var averages = new RunningAverages(trainer.Program);
        averages.Reset();
        using var runner = new StepRunner(trainer, kind);
        // A rank without samples takes part in a training step, whose messages the others wait for.
        if (batch.OwnRows > 0 || kind == StepKind.Train) averages.Add(runner.Run(batch), batch.OwnRows);
        else runner.Prepare(batch.Shapes);
        if (trainer.Ranks is { } ranks) averages.AddUp(ranks);
        var logs = new Logs();
        averages.WriteTo(logs);
        return logs;
    }
}
