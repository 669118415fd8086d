using Fashion.Keras.Data;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>
/// Crossentropy of class numbers: targets (N,) or (N, 1) hold the class 0 .. K-1 of each sample, predictions (N, K) one score
/// per class. The value is -log p[class], p being renormalized and limited to [1e-7, 1 - 1e-7]. The same number as
/// <see cref="CategoricalCrossentropy"/> of one-hot targets.
/// </summary>
/// <param name="fromLogits">Whether predictions are logits (no softmax yet) instead of probabilities.</param>
/// <param name="ignoreClass">A class number that does not count, such as a border label; null for none.</param>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="axis">Axis of the classes; the last one by default.</param>
/// <param name="name">Its name.</param>
public sealed class SparseCategoricalCrossentropy(bool fromLogits = false, int? ignoreClass = null, Choice<Reduction> reduction = default,
    int axis = -1, string name = "sparse_categorical_crossentropy") : Loss(name, reduction)
{
    /// <summary>Whether predictions are logits.</summary>
    public bool FromLogits { get; } = fromLogits;

    /// <summary>A class number that does not count; null for none.</summary>
    public int? IgnoreClass { get; } = ignoreClass;

    /// <summary>Axis of the classes.</summary>
    public int Axis { get; } = axis;

    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor labels = Labels(yTrue, yPred);
        if (Mask(yTrue, yPred) is not { } counts) return Ops.SparseCategoricalCrossentropy(labels, yPred, FromLogits, Axis);
        return Ops.Where(counts, Ops.SparseCategoricalCrossentropy(labels * counts, yPred, FromLogits, Axis), 0);
    }

    internal override SymbolicTensor? Mask(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        IgnoreClass is { } ignored ? 1 - Ops.Equal(Labels(yTrue, yPred), ignored) : null;

    internal override void ValidateTargets(ArraySource yTrue, Shape predictions) =>
        ClassNumberTargets.Validate(ClassName, yTrue, predictions, Axis, IgnoreClass);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("from_logits", FromLogits).Write("ignore_class", IgnoreClass).Write("axis", Axis);
    }

    private SymbolicTensor Labels(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.ClassNumbers(yTrue, yPred.Shape, Axis);
}
