namespace Fashion.Keras.Experiments;

/// <summary>How far a study is: after each run, and after each epoch of runs that use <see cref="RunContext.Callbacks"/>.</summary>
public sealed record StudyProgress
{
    /// <summary>Runs that are finished, those of earlier starts included.</summary>
    public required int Finished { get; init; }

    /// <summary>All runs.</summary>
    public required int Total { get; init; }

    /// <summary>Time since the study was started.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Time that the remaining runs will take, judged by the finished ones of the same variant; null before the first.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>Variant of the run that this is about.</summary>
    public required string Variant { get; init; }

    /// <summary>Seed of the run that this is about.</summary>
    public required int Seed { get; init; }

    /// <summary>Number of the epoch that ended, from 1; 0 if the run has finished.</summary>
    public int Epoch { get; init; }

    /// <summary>The most epochs that the run can have; 0 if it has finished.</summary>
    public int Epochs { get; init; }

    /// <summary>The finished run; null after an epoch.</summary>
    public StudyRun? Run { get; init; }
}
