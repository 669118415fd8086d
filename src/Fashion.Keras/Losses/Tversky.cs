using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>
/// 1 - both / (both + alpha * false positives + beta * false negatives + 1e-7), both being sum(y * p): <see cref="Dice"/> with
/// a choice between the two errors.
/// </summary>
/// <param name="alpha">Weight of false positives.</param>
/// <param name="beta">Weight of false negatives.</param>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="axis">Axes to sum over; null for all, which gives one value for the whole batch.</param>
public sealed class Tversky(double alpha = 0.5, double beta = 0.5, Choice<Reduction> reduction = default, string name = "tversky",
    IReadOnlyList<int>? axis = null) : SameShapeLoss(name, reduction.OrFirst())
{
    /// <summary>Weight of false positives.</summary>
    public double Alpha { get; } = Guard.Finite(alpha, nameof(Tversky));

    /// <summary>Weight of false negatives.</summary>
    public double Beta { get; } = Guard.Finite(beta, nameof(Tversky));

    /// <summary>Axes to sum over; null for all.</summary>
    public IReadOnlyList<int>? Axis { get; } = axis;

    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor both = AxisSum.Of(yTrue * yPred, Axis);
        SymbolicTensor falsePositives = AxisSum.Of((1 - yTrue) * yPred, Axis), falseNegatives = AxisSum.Of(yTrue * (1 - yPred), Axis);
        return 1 - both / (both + Alpha * falsePositives + Beta * falseNegatives + Epsilon.Value);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("alpha", Alpha).Write("beta", Beta);
        config.Set("axis", AxisSum.Json(Axis));
    }
}
