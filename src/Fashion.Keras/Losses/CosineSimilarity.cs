using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>
/// Minus the cosine between targets and predictions: -1 for the same direction, 1 for opposite ones. The metric of this name has the other
/// sign.
/// </summary>
/// <param name="axis">Axis to compare along; the last one by default.</param>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class CosineSimilarity(int axis = -1, Choice<Reduction> reduction = default, string name = "cosine_similarity")
    : SameShapeLoss(name, reduction.OrFirst())
{
    /// <summary>Axis to compare along.</summary>
    public int Axis { get; } = axis;

    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => -Cosine.Of(yTrue, yPred, Axis);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("axis", Axis);
    }
}
