namespace Fashion.Keras.Callbacks;

/// <summary>Which direction of a monitored value is an improvement.</summary>
public enum MonitorMode
{
    /// <summary>Smaller for a loss; for a metric as that metric says.</summary>
    Auto,

    /// <summary>Smaller is better.</summary>
    Min,

    /// <summary>Larger is better.</summary>
    Max,
}
