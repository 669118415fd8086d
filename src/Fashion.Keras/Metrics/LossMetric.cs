using Fashion.Keras.Losses;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>
/// A loss reported as a metric: the mean of its values per sample, not reduced in the loss's way. A <see cref="Loss"/> in a
/// list of metrics becomes one by itself: <c>metrics: [new MeanSquaredError()]</c>.
/// </summary>
/// <param name="loss">What to report.</param>
/// <param name="name">The name it has in logs; null for the loss's.</param>
public sealed class LossMetric(Loss loss, string? name = null) : MeanMetric(name ?? loss.Name)
{
    /// <summary>What is reported.</summary>
    public Loss Loss { get; } = loss ?? throw new ArgumentNullException(nameof(loss));

    /// <inheritdoc/>
    public override bool? LargerIsBetter => false;

    /// <inheritdoc/>
    public override string ClassName => Loss is LogCosh ? "LogCoshError" : Loss.ClassName;

    /// <inheritdoc/>
    public override string? Module => Loss.Module is null ? null : base.Module;

    internal override string? Misfit(Shape yTrue, Shape yPred) => Loss switch
    {
        SameShapeLoss => TargetFit.SameShape(yTrue, yPred),
        SparseCategoricalCrossentropy { Axis: var axis } when axis == -1 || axis == yPred.Rank - 1 => TargetFit.ClassNumbers(yTrue, yPred),
        _ => null,
    };

    private protected override SymbolicTensor? Counting(SymbolicTensor yTrue, SymbolicTensor yPred) => Loss.Mask(yTrue, yPred);

    /// <inheritdoc/>
    protected override SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred) => Loss.Call(yTrue, yPred);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        var arguments = new ConfigWriter();
        Loss.WriteConfig(arguments);
        foreach (var (key, value) in arguments.Json)
            if (!config.Json.ContainsKey(key) && key != "reduction" && !(Loss is BinaryCrossentropy && key == "axis"))
                config.Set(key, value?.DeepClone());
    }
}
