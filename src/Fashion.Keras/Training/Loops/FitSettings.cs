namespace Fashion.Keras.Training;

/// <summary>The numbers of a Fit.</summary>
/// <param name="InitialEpoch">Index of the first epoch.</param>
/// <param name="Epochs">Index after the last epoch.</param>
/// <param name="StepsPerEpoch">Steps of an epoch; null for one pass over the data.</param>
/// <param name="ValidationSteps">Batches of a validation; null for one pass over the data.</param>
/// <param name="ValidationFrequency">After which epochs to validate.</param>
/// <param name="Verbose">How much is printed.</param>
internal sealed record FitSettings(int InitialEpoch, int Epochs, int? StepsPerEpoch, int? ValidationSteps, ValidationFrequency ValidationFrequency, Verbosity Verbose);
