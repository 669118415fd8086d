namespace Fashion.Keras.Training;

/// <summary>The numbers of a Fit.</summary>
internal sealed record FitSettings(int BatchSize, int InitialEpoch, int Epochs, bool Shuffle, int? StepsPerEpoch, int ValidationBatchSize, int? ValidationSteps, ValidationFrequency ValidationFrequency, Verbosity Verbose);
