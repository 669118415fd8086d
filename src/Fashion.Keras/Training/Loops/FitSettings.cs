using Fashion.Keras.Internal;

namespace Fashion.Keras.Training;

/// <summary>The numbers of a Fit.</summary>
/// <param name="InitialEpoch">Index of the first epoch.</param>
/// <param name="Epochs">Index after the last epoch.</param>
/// <param name="StepsPerEpoch">Steps of an epoch; null for one pass over the data.</param>
/// <param name="ValidationSteps">Batches of a validation; null for one pass over the data.</param>
/// <param name="ValidationFrequency">After which epochs to validate.</param>
/// <param name="Verbose">How much is printed.</param>
internal sealed record FitSettings(int InitialEpoch, int Epochs, int? StepsPerEpoch, int? ValidationSteps,
    ValidationFrequency ValidationFrequency, Verbosity Verbose)
{
    private const string Method = "Fit";

    /// <summary>The numbers of a Fit as they were given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of range.</exception>
    public static FitSettings Checked(int initialEpoch, int epochs, int? stepsPerEpoch, int? validationSteps,
        ValidationFrequency? validationFreq, Verbosity verbose)
    {
        Guard.NotNegative(epochs, Method);
        Guard.NotNegative(initialEpoch, Method);
        if (stepsPerEpoch is { } steps) Guard.Positive(steps, Method, nameof(stepsPerEpoch));
        if (validationSteps is { } testSteps) Guard.Positive(testSteps, Method, nameof(validationSteps));
        return new FitSettings(initialEpoch, epochs, stepsPerEpoch, validationSteps, validationFreq ?? 1, verbose);
    }
}
