using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>The harmonic mean of precision and recall per class: <see cref="FBetaScore"/> with beta 1.</summary>
/// <param name="average">How the classes' values become one; <see cref="Averaging.None"/> for one each. <c>"none"</c>, the default,
/// <c>"micro"</c>, <c>"macro"</c> or <c>"weighted"</c>.</param>
/// <param name="threshold">Where a score begins to be a yes, in (0, 1]; null for the largest score of each row.</param>
/// <param name="name">The name it has in logs.</param>
public sealed class F1Score(Choice<Averaging> average = default, double? threshold = null, string name = "f1_score")
    : FBetaScore(average, 1.0, threshold, name)
{
    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Json.Remove("beta");
    }
}
