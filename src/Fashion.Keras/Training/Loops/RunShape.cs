namespace Fashion.Keras.Training;

/// <summary>What a run looks like: a backup of another one cannot be continued by it.</summary>
/// <param name="Rows">Samples; null while that is not known, as below.</param>
/// <param name="BatchSize">Samples of a batch; the last one of a pass may have fewer.</param>
/// <param name="Batches">Batches of a pass over the data.</param>
/// <param name="Steps">Steps of an epoch.</param>
/// <param name="EpochIsPass">Whether each epoch is one pass over the data.</param>
/// <param name="CountAverages">How many numbers the averages of an epoch are; knowing it may cost compiling the step.</param>
internal sealed record RunShape(int? Rows, int? BatchSize, int? Batches, int? Steps, bool EpochIsPass, Func<int> CountAverages)
{
    /// <summary>What is wrong with a place to continue at; null when nothing is.</summary>
    public string? Problem(TrainingPosition position)
    {
        (int epoch, int step, int cursor, double[]? averages) = position;
        if (epoch < 0) return FormattableString.Invariant($"epoch {epoch}, which is negative");
        if (step < 0 || step >= Steps) return FormattableString.Invariant($"step {step} of an epoch that has {Steps} steps");
        if (cursor < 0 || cursor > Batches || (EpochIsPass && cursor != step))
            return FormattableString.Invariant($"batch {cursor} of {Batches} after {step} steps");
        if (step > 0 != averages is not null)
            return FormattableString.Invariant($"{(averages is null ? "no averages" : "averages")} after {step} steps");
        if (averages is null) return null;
        if (averages.Length != CountAverages())
            return FormattableString.Invariant($"{averages.Length} averages for losses and metrics that have {CountAverages()}");
        if (!averages.All(double.IsFinite)) return "averages that are no numbers";
        // A short batch ends a pass; an epoch of its own length may have had one in between.
        long most = Math.Min(Rows ?? long.MaxValue, BatchSize is { } size ? (long)step * size : long.MaxValue),
            least = EpochIsPass && Rows is not null ? most : step;
        return averages[0] >= least && averages[0] <= most && averages[0] == Math.Floor(averages[0]) ? null
            : FormattableString.Invariant($"averages of {averages[0]} samples after {step} steps of {BatchSize}");
    }
}
