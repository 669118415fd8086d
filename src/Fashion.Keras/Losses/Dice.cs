using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>1 - 2 * sum(y * p) / (sum y + sum p + 1e-7): how little two masks overlap.</summary>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="axis">Axes to sum over; null for all, which gives one value for the whole batch.</param>
public sealed class Dice(Choice<Reduction> reduction = default, string name = "dice", IReadOnlyList<int>? axis = null)
    : SameShapeLoss(name, reduction.OrFirst())
{
    /// <summary>Axes to sum over; null for all.</summary>
    public IReadOnlyList<int>? Axis { get; } = axis;

    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor both = AxisSum.Of(yTrue * yPred, Axis);
        return 1 - 2 * both / (AxisSum.Of(yTrue, Axis) + AxisSum.Of(yPred, Axis) + Epsilon.Value);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Set("axis", AxisSum.Json(Axis));
    }
}
