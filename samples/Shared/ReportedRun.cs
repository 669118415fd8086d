namespace Fashion.Keras.Samples;

/// <summary>A run as the write-up reports it.</summary>
/// <param name="StoppedEpoch">Epoch at which early stopping ended it; null where there was none.</param>
/// <param name="Loss">Loss on the test images.</param>
/// <param name="Accuracy">Accuracy on the test images.</param>
public sealed record ReportedRun(int? StoppedEpoch, double Loss, double Accuracy);
