using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>
/// <see cref="CategoricalCrossentropy"/> in which easy samples count less (Lin et al., 2017): sum over the classes of
/// alpha * (1 - p)^gamma * (-y log p), p being renormalized and limited to [1e-7, 1 - 1e-7].
/// </summary>
/// <param name="alpha">Factor of the loss.</param>
/// <param name="gamma">How strongly easy samples lose weight.</param>
/// <param name="fromLogits">Whether predictions are logits (no softmax yet) instead of probabilities.</param>
/// <param name="labelSmoothing">Share in [0, 1] of each target that is spread over all classes.</param>
/// <param name="axis">Axis of the classes; the last one by default.</param>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class CategoricalFocalCrossentropy(double alpha = 0.25, double gamma = 2.0, bool fromLogits = false,
    double labelSmoothing = 0.0, int axis = -1, Choice<Reduction> reduction = default, string name = "categorical_focal_crossentropy")
    : SameShapeLoss(name, reduction.OrFirst())
{
    /// <summary>Factor of the loss.</summary>
    public double Alpha { get; } = Guard.Finite(alpha, nameof(CategoricalFocalCrossentropy));

    /// <summary>How strongly easy samples lose weight.</summary>
    public double Gamma { get; } = Guard.Finite(gamma, nameof(CategoricalFocalCrossentropy));

    /// <summary>Whether predictions are logits.</summary>
    public bool FromLogits { get; } = fromLogits;

    /// <summary>Share of each target that is spread over all classes.</summary>
    public double LabelSmoothing { get; } = Guard.InRange(labelSmoothing, 0, 1, nameof(CategoricalFocalCrossentropy));

    /// <summary>Axis of the classes.</summary>
    public int Axis { get; } = axis;

    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ClassesLast.WarnOfOne("categorical_focal_crossentropy", yPred, Axis);
        SymbolicTensor y = Smoothing.Categorical(yTrue, LabelSmoothing, Axis), p = FromLogits ? Ops.Softmax(yPred, Axis) : yPred;
        p = Epsilon.ClipProbability(p / Ops.Sum(p, Axis, keepDimensions: true));
        return Ops.Sum(Alpha * Ops.Power(1 - p, Gamma) * -y * Ops.Log(p), Axis);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("alpha", Alpha).Write("gamma", Gamma).Write("from_logits", FromLogits).Write("label_smoothing", LabelSmoothing)
            .Write("axis", Axis);
    }
}
