namespace Fashion.Keras.Reporting;

/// <summary>Where a Fit is.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">Epochs of the run.</param>
/// <param name="Step">Steps that are done of this epoch.</param>
/// <param name="Steps">Steps of an epoch; null while that is not known.</param>
/// <param name="Values">Loss and metrics: running averages since the epoch began; with those of the validation, val_, at the epoch's
/// end.</param>
/// <param name="EpochEnded">Whether the epoch and its validation are over.</param>
public sealed record FitProgress(int Epoch, int Epochs, int Step, int? Steps, IReadOnlyDictionary<string, double> Values, bool EpochEnded)
{
    /// <summary>The part of the run that is done, 0 to 1; within an epoch of unknown length that of the epochs alone.</summary>
    public double Fraction =>
        EpochEnded ? (double)Epoch / Epochs : (Epoch - 1 + (Steps is > 0 and var all ? Math.Min(1.0, (double)Step / all) : 0)) / Epochs;
}
