using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>
/// <see cref="BinaryCrossentropy"/> in which easy samples count less (Lin et al., 2017): mean over the axis of
/// (1 - p_t)^gamma * crossentropy, p_t being the probability of the right answer.
/// </summary>
/// <param name="applyClassBalancing">Whether to weigh the classes with alpha and 1 - alpha.</param>
/// <param name="alpha">Weight of class 1 with class balancing; class 0 has 1 - alpha.</param>
/// <param name="gamma">How strongly easy samples lose weight.</param>
/// <param name="fromLogits">Whether predictions are logits (no sigmoid yet) instead of probabilities.</param>
/// <param name="labelSmoothing">Share in [0, 1] of each target that is spread over all classes.</param>
/// <param name="axis">Axis to average over; the last one by default.</param>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class BinaryFocalCrossentropy(bool applyClassBalancing = false, double alpha = 0.25, double gamma = 2.0,
    bool fromLogits = false, double labelSmoothing = 0.0, int axis = -1, Choice<Reduction> reduction = default,
    string name = "binary_focal_crossentropy") : SameShapeLoss(name, reduction.OrFirst())
{
    /// <summary>Whether the classes are weighed with alpha and 1 - alpha.</summary>
    public bool ApplyClassBalancing { get; } = applyClassBalancing;

    /// <summary>Weight of class 1 with class balancing.</summary>
    public double Alpha { get; } = Guard.Finite(alpha, nameof(BinaryFocalCrossentropy));

    /// <summary>How strongly easy samples lose weight.</summary>
    public double Gamma { get; } = Guard.Finite(gamma, nameof(BinaryFocalCrossentropy));

    /// <summary>Whether predictions are logits.</summary>
    public bool FromLogits { get; } = fromLogits;

    /// <summary>Share of each target that is spread over all classes.</summary>
    public double LabelSmoothing { get; } = Guard.InRange(labelSmoothing, 0, 1, nameof(BinaryFocalCrossentropy));

    /// <summary>Axis to average over.</summary>
    public int Axis { get; } = axis;

    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor y = Smoothing.Binary(yTrue, LabelSmoothing), p = FromLogits ? Ops.Sigmoid(yPred) : yPred;
        SymbolicTensor right = y * p + (1 - y) * (1 - p);
        SymbolicTensor values = Ops.Power(1 - right, Gamma) * Ops.BinaryCrossentropy(y, p);
        if (ApplyClassBalancing) values *= y * Alpha + (1 - y) * (1 - Alpha);
        return Ops.Mean(values, Axis);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("apply_class_balancing", ApplyClassBalancing).Write("alpha", Alpha).Write("gamma", Gamma)
            .Write("from_logits", FromLogits).Write("label_smoothing", LabelSmoothing).Write("axis", Axis);
    }
}
