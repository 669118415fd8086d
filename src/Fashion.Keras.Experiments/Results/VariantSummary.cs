using Fashion.Keras.Evaluation;

namespace Fashion.Keras.Experiments;

/// <summary>The finished runs of one variant.</summary>
public sealed class VariantSummary
{
    internal VariantSummary(string variant, IReadOnlyList<StudyRun> runs) => (Variant, Runs) = (variant, runs);

    /// <summary>Name of the variant.</summary>
    public string Variant { get; }

    /// <summary>Its runs, in the order of the seeds.</summary>
    public IReadOnlyList<StudyRun> Runs { get; }

    /// <summary>Loss of the evaluation.</summary>
    public Statistic Loss => this["loss"];

    /// <summary>Accuracy of the evaluation.</summary>
    public Statistic Accuracy => this["accuracy"];

    /// <summary>Number of the last epoch.</summary>
    public Statistic StoppedEpoch => this["stopped_epoch"];

    /// <summary>Duration of an epoch in seconds.</summary>
    public Statistic SecondsPerEpoch => this["seconds_per_epoch"];

    /// <summary>Mean and spread of a value: any that <see cref="StudyRun"/>'s indexer knows.</summary>
    /// <param name="metric">Its name.</param>
    /// <exception cref="KeyNotFoundException">A run has no such value.</exception>
    public Statistic this[string metric] => Statistic.Of(Runs.Select(r => r[metric]));

    /// <summary>Share of the runs (0 to 1) that meet a mark.</summary>
    /// <param name="mark">The mark.</param>
    /// <exception cref="ArgumentException">The mark asks for an accuracy, but the runs have none.</exception>
    public double ShareMeeting(PassMark mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        return Runs.Count(r => mark.IsMetBy(r.ToEvaluation())) / (double)Runs.Count;
    }
}
