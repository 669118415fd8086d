namespace Fashion.Keras.Callbacks;

/// <summary>Settings of a run that callbacks can read.</summary>
/// <param name="Epochs">Number of the last epoch.</param>
/// <param name="Steps">Steps per epoch; 0 when that is not known.</param>
/// <param name="Verbose">How much is printed.</param>
public sealed record CallbackParameters(int Epochs, int Steps, Verbosity Verbose)
{
    /// <summary>Number of this process among those that train together; 0 for the one that writes files, or the only one.</summary>
    public int Rank { get; init; }

    /// <summary>How many processes train together.</summary>
    public int Ranks { get; init; } = 1;
}
