using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>The type that a file states for a metric. All are computed in float32; files keep the word.</summary>
internal static class MetricPrecision
{
    private static readonly string[] Floats = ["float32", "float64", "float16", "bfloat16", "mixed_float16", "mixed_bfloat16"];

    /// <summary>A type of floats; null when the file has none.</summary>
    /// <exception cref="ModelFormatException">Another type: whole numbers would cut fractions off.</exception>
    public static string? Of(ConfigReader config) => Name(config) is not { } name ? null
        : Floats.Contains(name) ? name : throw config.Wrong("dtype", $"one of {string.Join(", ", Floats)}");

    /// <summary>The type of counts.</summary>
    public static DType CountType(ConfigReader config) => Name(config) switch
    {
        null => DType.Int32,
        var name when name.Contains("int", StringComparison.Ordinal) => DType.Int32,
        var name when Floats.Contains(name) => DType.Float32,
        _ => throw config.Wrong("dtype", "a type of whole numbers or of floats"),
    };

    // A plain name, or a policy that has one.
    internal static string? Name(ConfigReader config) =>
        config.HasObject("dtype") ? config.GetObject("dtype")!.Config.GetString("name") : config.GetString("dtype");
}
