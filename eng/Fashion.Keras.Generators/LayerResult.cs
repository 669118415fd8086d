namespace Fashion.Keras.Generators;

/// <summary>A layer with [KerasLayer]: what is written for it, or why it cannot be.</summary>
internal sealed record LayerResult(LayerModel? Layer, EquatableList<Finding> Findings);
