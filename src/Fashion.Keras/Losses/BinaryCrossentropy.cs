using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>
/// Crossentropy of independent yes/no questions: mean over the axis of -(y log p + (1 - y) log(1 - p)), p limited to
/// [1e-7, 1 - 1e-7].
/// </summary>
/// <param name="fromLogits">Whether predictions are logits (no sigmoid yet) instead of probabilities.</param>
/// <param name="labelSmoothing">Share s in [0, 1] by which targets are pulled to one half: y becomes y * (1 - s) + s / 2.</param>
/// <param name="axis">Axis to average over; the last one by default.</param>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class BinaryCrossentropy(bool fromLogits = false, double labelSmoothing = 0.0, int axis = -1,
    Choice<Reduction> reduction = default, string name = "binary_crossentropy") : SameShapeLoss(name, reduction.OrFirst())
{
    /// <summary>Whether predictions are logits.</summary>
    public bool FromLogits { get; } = fromLogits;

    /// <summary>Share by which targets are pulled to one half.</summary>
    public double LabelSmoothing { get; } = Guard.InRange(labelSmoothing, 0, 1, nameof(BinaryCrossentropy));

    /// <summary>Axis to average over.</summary>
    public int Axis { get; } = axis;

    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor y = Smoothing.Binary(yTrue, LabelSmoothing);
        return Ops.Mean(Ops.BinaryCrossentropy(y, yPred, FromLogits), Axis);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("from_logits", FromLogits).Write("label_smoothing", LabelSmoothing).Write("axis", Axis);
    }
}
