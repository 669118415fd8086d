namespace Fashion.Keras.Layers;

/// <summary>What an attention layer is called with.</summary>
/// <param name="Query">What asks.</param>
/// <param name="Value">What answers.</param>
/// <param name="Key">What is compared with the query; null for the value.</param>
/// <param name="Mask">Which steps of the value each step of the query may look at; null for all.</param>
/// <param name="Causal">Whether a step may look at no later one.</param>
/// <param name="ReturnScores">Whether the weights of the steps are given, too.</param>
internal sealed record AttentionInputs(SymbolicTensor Query, SymbolicTensor Value, SymbolicTensor? Key = null, SymbolicTensor? Mask = null,
    bool Causal = false, bool ReturnScores = false);
