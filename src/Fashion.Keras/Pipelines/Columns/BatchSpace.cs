namespace Fashion.Keras.Pipelines;

/// <summary>Where the samples of a batch go.</summary>
/// <param name="Samples">Most samples of a batch.</param>
/// <param name="Memory">Lends arrays; null for arrays of the batch's own.</param>
internal readonly record struct BatchSpace(int Samples, BatchMemory? Memory);
