using Fashion.Keras.Configuration;

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

/// <summary>Keras's words for <see cref="Averaging"/>.</summary>
internal static class AveragingNames
{
    public static string? Of(Averaging average) => average == Averaging.None ? null : average.ToString().ToLowerInvariant();

    public static Averaging From(ConfigReader config) => config.GetString("average") switch
    {
        null => Averaging.None,
        "micro" => Averaging.Micro,
        "macro" => Averaging.Macro,
        "weighted" => Averaging.Weighted,
        _ => throw config.Wrong("average", "null, micro, macro or weighted"),
    };
}
