namespace Fashion.Keras.Metrics;

/// <summary>How a score per class becomes one number.</summary>
public enum Averaging
{
    /// <summary>Not at all: one value per class.</summary>
    None,

    /// <summary>All answers count together, whatever their class.</summary>
    Micro,

    /// <summary>The plain mean over classes.</summary>
    Macro,

    /// <summary>The mean over classes, weighted by how often each occurs.</summary>
    Weighted,
}
