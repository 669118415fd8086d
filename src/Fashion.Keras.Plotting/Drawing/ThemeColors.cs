using SkiaSharp;

namespace Fashion.Keras.Plotting.Drawing;

/// <summary>Colours by role. No two roles share a colour, so that a style sheet can exchange each in an SVG.</summary>
internal sealed record ThemeColors
{
    public required string Background { get; init; }

    public required string Foreground { get; init; }

    public required string Muted { get; init; }

    public required string Grid { get; init; }

    /// <summary>Background areas: bars without emphasis, boxes.</summary>
    public required string Area { get; init; }

    public required string Good { get; init; }

    public required string Bad { get; init; }

    /// <summary>Colours of lines and bars, told apart with every kind of colour vision where there are up to seven.</summary>
    public required IReadOnlyList<string> Series { get; init; }

    public static ThemeColors Light { get; } = new()
    {
        Background = "#FEFEFE",
        Foreground = "#1F2328",
        Muted = "#59636E",
        Grid = "#DDE2E8",
        Area = "#C3CAD3",
        Good = "#1A7F37",
        Bad = "#CF222E",
        Series = ["#0072B2", "#D55E00", "#009E73", "#B5508D", "#C28A00", "#3AA0D8", "#6F4BA8", "#7A7F85", "#8C4B1F", "#4F7A28"],
    };

    public static ThemeColors Dark { get; } = new()
    {
        Background = "#0D1117",
        Foreground = "#E6EDF3",
        Muted = "#9AA4AF",
        Grid = "#2A3038",
        Area = "#4A525C",
        Good = "#3FB950",
        Bad = "#F85149",
        Series = ["#4AA8E0", "#FF8A3D", "#2FC999", "#E08CC3", "#F0BE4A", "#86CDF5", "#B495E0", "#A8ADB3", "#C98A5B", "#93C167"],
    };

    public static ThemeColors Of(PlotTheme theme) => theme == PlotTheme.Dark ? Dark : Light;

    public string Line(int index) => Series[index % Series.Count];

    /// <summary>The rules of a style sheet that turn an SVG with the light colours dark.</summary>
    public static string DarkRules { get; } =
        string.Concat(Pairs(Light).Zip(Pairs(Dark))
            .SelectMany(p => new[] { "fill", "stroke" }.Select(a => $"[{a}=\"{p.First}\"]{{{a}:{p.Second}}}")));

    public static SKColor Parse(string color) => SKColor.Parse(color);

    private static IEnumerable<string> Pairs(ThemeColors c) =>
        [c.Background, c.Foreground, c.Muted, c.Grid, c.Area, c.Good, c.Bad, .. c.Series];
}
