namespace Fashion.Keras.Metrics;

/// <summary>true positives / (true positives + false positives): how many of the yes answers are right; 0 when there are none.</summary>
public sealed class Precision : TruePositiveRate
{
    /// <summary>Makes a precision.</summary>
    /// <param name="thresholds">Where a score begins to be a yes, each in [0, 1]; null for 0.5, or for none with <paramref name="topK"/>.
    /// Several give a vector of results.</param>
    /// <param name="topK">Only the k largest scores of a row can be a yes; null for no such limit.</param>
    /// <param name="classId">Only this class is looked at; null for all.</param>
    /// <param name="name">The name it has in logs.</param>
    public Precision(IReadOnlyList<double>? thresholds = null, int? topK = null, int? classId = null, string name = "precision")
        : base(nameof(Precision), name, Outcomes.FalsePositives, thresholds, topK, classId)
    { }

    /// <summary>Makes the metric with one threshold.</summary>
    /// <inheritdoc cref="Precision(IReadOnlyList{double}?, int?, int?, string)"/>
    public Precision(double thresholds, int? topK = null, int? classId = null, string name = "precision")
        : this([thresholds], topK, classId, name) { }
}
