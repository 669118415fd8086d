namespace Fashion.Keras.Training;

/// <summary>What one rank says before a step.</summary>
/// <param name="Stop">It asks for the end of training.</param>
/// <param name="Cancelled">It was cancelled.</param>
internal readonly record struct RankReport(bool Stop, bool Cancelled)
{
    /// <summary>It could not get its batch: its exception is thrown when all ranks know.</summary>
    public bool Failed { get; init; }

    /// <summary>It has a batch.</summary>
    public bool Ready { get; init; }

    /// <summary>It has no batch and never had one, so it does not know the shapes of a step.</summary>
    public bool Empty { get; init; }

    /// <summary>Its batch has sample weights.</summary>
    public bool Weighted { get; init; }

    /// <summary>Its samples of the step.</summary>
    public int Rows { get; init; }

    /// <summary>Samples of its batch before it took its share; 0 where the batches of the ranks are their own.</summary>
    public long AllRows { get; init; }
}

/// <summary>
/// The sum of the reports of all ranks before a step, so that all of them go on, or none. Everything that follows from it is the same on
/// all ranks.
/// </summary>
/// <param name="ranks">The ranks.</param>
internal sealed class RankStatus(ICollective ranks)
{
    private readonly double[] _sums = new double[9];

    /// <summary>Whether a rank has asked for the end of training.</summary>
    public bool Stopped => _sums[0] > 0;

    /// <summary>Whether a rank was cancelled.</summary>
    public bool Cancelled => _sums[1] > 0;

    /// <summary>Whether a rank could not get its batch.</summary>
    public bool Failed => _sums[2] > 0;

    /// <summary>How many ranks have a batch.</summary>
    public int Ready => (int)_sums[3];

    /// <summary>Whether a rank never had a batch.</summary>
    public bool HasEmpty => _sums[4] > 0;

    /// <summary>How many ranks have sample weights in their batch.</summary>
    public int Weighted => (int)_sums[5];

    /// <summary>Samples of the step on all ranks.</summary>
    public long Rows => (long)_sums[6];

    /// <summary>Whether the batches that are shared out have other lengths on some ranks: their numbers are not all the mean.</summary>
    public bool BatchesDiffer => _sums[7] * _sums[7] != ranks.Size * _sums[8];

    /// <summary>Waits for the other ranks.</summary>
    public void Exchange(RankReport own)
    {
        (_sums[0], _sums[1], _sums[2]) = (Number(own.Stop), Number(own.Cancelled), Number(own.Failed));
        (_sums[3], _sums[4], _sums[5]) = (Number(own.Ready), Number(own.Empty), Number(own.Weighted));
        (_sums[6], _sums[7], _sums[8]) = (own.Rows, own.AllRows, (double)own.AllRows * own.AllRows);
        ranks.Sum(_sums);
    }

    private static double Number(bool value) => value ? 1 : 0;
}
