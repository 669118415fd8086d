using Fashion.Keras.Data;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>
/// (1 - p^q) / q with p the probability of the class number given as target (Zhang and Sabuncu, 2018): between crossentropy
/// (q near 0) and absolute error (q = 1), and so less misled by wrong labels.
/// </summary>
/// <param name="q">In (0, 1].</param>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class CategoricalGeneralizedCrossEntropy(double q = 0.5, Choice<Reduction> reduction = default,
    string name = "categorical_generalized_cross_entropy") : Loss(name, reduction)
{
    /// <summary>In (0, 1].</summary>
    public double Q { get; } = q is > 0 and <= 1
        ? q
        : throw new ArgumentOutOfRangeException(nameof(q), q,
            FormattableString.Invariant($"CategoricalGeneralizedCrossEntropy: q must lie in (0, 1], not {q}."));

    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor labels = yTrue.Shape.Rank == yPred.Shape.Rank ? Ops.Squeeze(yTrue, -1) : yTrue;
        SymbolicTensor p = Ops.Sum(yPred * Ops.OneHot(labels, yPred.Shape[^1]), axis: -1);
        return (1 - Ops.Power(p, Q)) / Q;
    }

    internal override void ValidateTargets(ArraySource yTrue, Shape predictions) =>
        ClassNumberTargets.Validate(ClassName, yTrue, predictions);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("q", Q);
    }
}
