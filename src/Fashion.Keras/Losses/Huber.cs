using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>
/// Squared error near 0, absolute error far away: mean over the last axis of e^2 / 2 where |e| &lt;= delta, else delta * |e| - delta^2 / 2.
/// </summary>
/// <param name="delta">Where the square ends and the straight line begins, >= 0.</param>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class Huber(double delta = 1.0, Choice<Reduction> reduction = default, string name = "huber_loss")
    : SameShapeLoss(name, reduction.OrFirst())
{
    /// <summary>Where the square ends.</summary>
    public double Delta { get; } = Guard.NotNegative(delta, nameof(Huber));

    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor error = yPred - yTrue, size = Ops.Abs(error);
        return Ops.Mean(Ops.Where(Ops.GreaterOrEqual(Delta, size), 0.5 * Ops.Square(error), Delta * size - 0.5 * Delta * Delta), axis: -1);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("delta", Delta);
    }
}
