using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>The numbers and names of <see cref="WindowKind"/>.</summary>
internal static class WindowKinds
{
    public static double At(this WindowKind window, int i, int length) => window switch
    {
        WindowKind.Hann => 0.5 - 0.5 * Math.Cos(2 * Math.PI * i / length),
        WindowKind.Hamming => 0.54 - 0.46 * Math.Cos(2 * Math.PI * i / length),
        _ => 1,
    };

    // Keras writes none as null.
    public static WindowKind Read(ConfigReader config) => !config.Contains("window") ? WindowKind.Hann : config.GetString("window") switch
    {
        null => WindowKind.Rectangular,
        "hann" => WindowKind.Hann,
        "hamming" => WindowKind.Hamming,
        _ => throw config.Wrong("window", "'hann', 'hamming' or null"),
    };

    public static string? Name(this WindowKind window) =>
        window switch { WindowKind.Hann => "hann", WindowKind.Hamming => "hamming", _ => null };
}
