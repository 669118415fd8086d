using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>
/// Crossentropy of one-hot (or soft) targets of the same shape as the predictions, (N, K): -sum(y * log p) per sample, p
/// being renormalized and limited to [1e-7, 1 - 1e-7]. For class numbers use <see cref="SparseCategoricalCrossentropy"/>.
/// </summary>
/// <param name="fromLogits">Whether predictions are logits (no softmax yet) instead of probabilities.</param>
/// <param name="labelSmoothing">Share s in [0, 1] that is spread over all classes: y becomes y * (1 - s) + s / K.</param>
/// <param name="axis">Axis of the classes; the last one by default.</param>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class CategoricalCrossentropy(bool fromLogits = false, double labelSmoothing = 0.0, int axis = -1,
    Choice<Reduction> reduction = default, string name = "categorical_crossentropy") : SameShapeLoss(name, reduction.OrFirst())
{
    /// <summary>Whether predictions are logits.</summary>
    public bool FromLogits { get; } = fromLogits;

    /// <summary>Share of each target that is spread over all classes.</summary>
    public double LabelSmoothing { get; } = Guard.InRange(labelSmoothing, 0, 1, nameof(CategoricalCrossentropy));

    /// <summary>Axis of the classes.</summary>
    public int Axis { get; } = axis;

    private protected override string Hint => " For class numbers use SparseCategoricalCrossentropy " +
        "(\"sparse_categorical_crossentropy\"), or make them one-hot with Utils.ToCategorical.";

    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        if (yTrue.Shape != yPred.Shape)
            throw new ShapeMismatchException($"{ClassName}: targets of shape {yTrue.Shape} do not fit the output of shape {yPred.Shape}; " +
                $"they need the same shape.{Hint}")
            { Received = yTrue.Shape };
        ClassesLast.WarnOfOne("categorical_crossentropy", yPred, Axis);
        return Ops.CategoricalCrossentropy(Smoothing.Categorical(yTrue, LabelSmoothing, Axis), yPred, FromLogits, Axis);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("from_logits", FromLogits).Write("label_smoothing", LabelSmoothing).Write("axis", Axis);
    }
}
