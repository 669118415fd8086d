namespace Fashion.Keras.Samples.Studies;

/// <summary>What early stopping and a checkpoint would have done, from the history of a run that went on for longer.</summary>
internal static class Selection
{
    /// <summary>Number of the epoch, from 1, after which early stopping ends; null if it would still go on.</summary>
    /// <param name="losses">The watched loss, epoch by epoch.</param>
    /// <param name="patience">Epochs without a lower one.</param>
    public static int? StoppedEpoch(IReadOnlyList<double> losses, int patience)
    {
        int best = 0;
        for (int epoch = 1; epoch < losses.Count; epoch++)
            if (losses[epoch] < losses[best]) best = epoch;
            else if (epoch - best >= patience) return epoch + 1;
        return null;
    }

    /// <summary>Number of the epoch, from 1, whose model the checkpoint keeps: the first with the highest accuracy.</summary>
    /// <param name="accuracies">The watched accuracy, epoch by epoch.</param>
    /// <param name="stopped">Number of the last epoch.</param>
    public static int BestEpoch(IReadOnlyList<double> accuracies, int stopped) =>
        Enumerable.Range(1, stopped).MaxBy(epoch => accuracies[epoch - 1]);
}
