using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>
/// A comparison of targets and predictions of one shape along an axis, of which more is better; averaged over the samples.
/// </summary>
public abstract class AxisMetric : MeanMetric
{
    private protected AxisMetric(string name, int axis) : base(name) => Axis = axis;

    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <summary>Axis to compare along.</summary>
    public int Axis { get; }

    internal override string? Misfit(Shape yTrue, Shape yPred) => TargetFit.SameShape(yTrue, yPred);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("axis", Axis);
    }
}
