namespace Fashion.Keras.Metrics;

/// <summary>How <see cref="R2Score"/> makes one number of its value per output.</summary>
public enum ClassAggregation
{
    /// <summary>Not at all: one value per output.</summary>
    None,

    /// <summary>The plain mean.</summary>
    UniformAverage,

    /// <summary>The mean weighted by the variance of each target.</summary>
    VarianceWeightedAverage,
}
