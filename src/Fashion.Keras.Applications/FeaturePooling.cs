namespace Fashion.Keras;

/// <summary>What a model without its top makes of the last feature maps.</summary>
public enum FeaturePooling
{
    /// <summary>The mean of each map: Keras's <c>"avg"</c>.</summary>
    Average,

    /// <summary>The largest value of each map: Keras's <c>"max"</c>.</summary>
    Max,
}
