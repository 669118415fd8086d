namespace Fashion.Keras.Training;

/// <summary>
/// What ranks tell each other before a step, so that all of them go on, or none: whether one wants to stop, and how many samples each has.
/// </summary>
/// <param name="ranks">The ranks.</param>
internal sealed class RankMeeting(ICollective ranks)
{
    private readonly double[] _values = new double[4];

    /// <summary>Whether a rank has asked for the end of training.</summary>
    public bool Stopped => _values[0] > 0;

    /// <summary>Whether a rank was cancelled.</summary>
    public bool Cancelled => _values[1] > 0;

    /// <summary>Samples of the step on all ranks.</summary>
    public long Rows => (long)_values[2];

    /// <summary>How many ranks have a batch.</summary>
    public int Ready => (int)_values[3];

    /// <summary>Waits for the other ranks.</summary>
    /// <param name="stop">Whether this rank asks for the end of training.</param>
    /// <param name="cancel">Whether it was cancelled.</param>
    /// <param name="rows">Samples that it has for the next step.</param>
    /// <param name="ready">Whether it has a batch.</param>
    public void Meet(bool stop, bool cancel, int rows = 0, bool ready = false)
    {
        (_values[0], _values[1], _values[2], _values[3]) = (stop ? 1 : 0, cancel ? 1 : 0, rows, ready ? 1 : 0);
        ranks.Sum(_values);
    }
}
