namespace Fashion.Keras.Metrics;

/// <summary>The four outcomes of a yes/no question.</summary>
[Flags]
internal enum Outcomes
{
    /// <summary>Yes, rightly.</summary>
    TruePositives = 1,

    /// <summary>Yes, wrongly.</summary>
    FalsePositives = 2,

    /// <summary>No, rightly.</summary>
    TrueNegatives = 4,

    /// <summary>No, wrongly.</summary>
    FalseNegatives = 8,

    /// <summary>All four.</summary>
    All = 15,
}
