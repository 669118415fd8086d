using Fashion.Keras.Configuration;

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

/// <summary>Keras's words for <see cref="ClassAggregation"/>.</summary>
internal static class ClassAggregationNames
{
    public static string? Of(ClassAggregation aggregation) => aggregation switch
    {
        ClassAggregation.UniformAverage => "uniform_average",
        ClassAggregation.VarianceWeightedAverage => "variance_weighted_average",
        _ => null,
    };

    public static ClassAggregation From(ConfigReader config) => !config.Json.ContainsKey("class_aggregation")
        ? ClassAggregation.UniformAverage
        : config.GetString("class_aggregation") switch
        {
            null => ClassAggregation.None,
            "uniform_average" => ClassAggregation.UniformAverage,
            "variance_weighted_average" => ClassAggregation.VarianceWeightedAverage,
            _ => throw config.Wrong("class_aggregation", "null, uniform_average or variance_weighted_average"),
        };
}
