using Fashion.Keras.Losses;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>
/// The metric "accuracy" or "crossentropy": binary, sparse or categorical, whichever the shapes of the first batch call for.
/// It keeps the name it was given.
/// </summary>
internal sealed class MetricByShape(string name, bool accuracy) : Metric(name)
{
    private Metric? _chosen;

    public override bool? LargerIsBetter => accuracy;

    public override IReadOnlyList<Variable> Variables => _chosen?.Variables ?? [];

    internal override Metric Resolve(Shape yTrue, Shape yPred) => _chosen ??= Choose(TargetForms.Of(yTrue, yPred));

    protected internal override void Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight) =>
        Resolve(yTrue.Shape, yPred.Shape).Update(yTrue, yPred, sampleWeight);

    public override double Result() => _chosen?.Result() ?? 0;

    public override void ResetState() => _chosen?.ResetState();

    public override void WriteConfig(ConfigWriter config) =>
        throw new InvalidOperationException($"The metric \"{Name}\" is written as its name.");

    private Metric Choose(TargetForm form) => (form, accuracy) switch
    {
        (TargetForm.Binary, true) => new BinaryAccuracy(Name),
        (TargetForm.Sparse, true) => new SparseCategoricalAccuracy(Name),
        (_, true) => new CategoricalAccuracy(Name),
        (TargetForm.Binary, _) => new LossMetric(new BinaryCrossentropy(), Name),
        (TargetForm.Sparse, _) => new LossMetric(new SparseCategoricalCrossentropy(), Name),
        _ => new LossMetric(new CategoricalCrossentropy(), Name),
    };
}
