namespace Fashion.Keras.Training;

/// <summary>What a user's function gives.</summary>
/// <param name="Logs">Numbers to log, by name.</param>
/// <param name="Results">Tensors to return.</param>
internal sealed record StepValues(Dictionary<string, SymbolicTensor> Logs, IReadOnlyList<SymbolicTensor> Results);
