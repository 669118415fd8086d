namespace Fashion.Keras.Metrics;

/// <summary>Curves whose area <see cref="AUC"/> measures.</summary>
public enum AucCurve
{
    /// <summary>Receiver operating characteristic: recall over false positive rate.</summary>
    Roc,

    /// <summary>Precision over recall.</summary>
    Pr,

    /// <summary>Precision gain over recall gain (Flach and Kull, 2015).</summary>
    PrGain,
}

/// <summary>How <see cref="AUC"/> sums the area between two thresholds.</summary>
public enum AucSummation
{
    /// <summary>Trapezoids; on the precision-recall curve the formula of Davis and Goadrich (2006).</summary>
    Interpolation,

    /// <summary>The lower of both ends.</summary>
    Minoring,

    /// <summary>The higher of both ends.</summary>
    Majoring,
}
