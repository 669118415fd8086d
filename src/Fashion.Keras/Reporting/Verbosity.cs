namespace Fashion.Keras;

/// <summary>How much fit, evaluate and predict print.</summary>
public enum Verbosity
{
    /// <summary>A progress bar: the default.</summary>
    Bar,

    /// <summary>Nothing (Keras's 0).</summary>
    Silent,

    /// <summary>One line per epoch or evaluation (Keras's 2).</summary>
    Line,
}
