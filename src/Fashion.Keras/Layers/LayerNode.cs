namespace Fashion.Keras.Layers;

/// <summary>One use of a layer in a functional model: what went in and what came out. A shared layer has several.</summary>
internal sealed class LayerNode
{
    public required Layer Layer { get; init; }

    /// <summary>Which use of the layer this is, from 0.</summary>
    public required int Index { get; init; }

    public required IReadOnlyList<LayerOutput> Inputs { get; init; }

    /// <summary>Names of the inputs, and flags.</summary>
    public LayerArguments Arguments { get; init; } = LayerArguments.None;

    /// <summary>
    /// Whether the layer works here as in training or as in Predict, whatever the model does: Keras's <c>layer(x, training=False)</c>; null
    /// for what the model does.
    /// </summary>
    public bool? Training => Arguments.Training;

    /// <summary>Masks given to this use, by input, instead of those that the inputs bring along; null for none.</summary>
    public IReadOnlyList<LayerOutput?>? Masks { get; init; }

    /// <summary>Everything that must be computed before: inputs, then masks.</summary>
    public IReadOnlyList<LayerOutput> Sources => Masks is null ? Inputs : [.. Inputs, .. Masks.OfType<LayerOutput>()];

    public IReadOnlyList<LayerOutput> Outputs { get; internal set; } = [];
}
