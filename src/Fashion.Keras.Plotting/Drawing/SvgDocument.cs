using System.Globalization;
using System.Net;
using System.Security;
using System.Text.RegularExpressions;

namespace Fashion.Keras.Plotting.Drawing;

/// <summary>Turns the SVG that Skia writes into a small one: short numbers, whole words, and the same ids each time.</summary>
internal static partial class SvgDocument
{
    /// <summary>A file of its own.</summary>
    /// <param name="skia">What Skia wrote.</param>
    /// <param name="standIns">What was drawn for characters that the font lacks.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="label">Says what is to be seen.</param>
    /// <param name="style">Rules of a style sheet; empty for none.</param>
    public static string File(string skia, StandIns standIns, int width, int height, string label, string style) =>
        $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{Element(skia, standIns, width, height, label, "c",
            $" width=\"{width}\" height=\"{height}\"", style.Length > 0 ? $"<style>{style}</style>" : "")}\n";

    /// <summary>An element for a page that has the rules of the style sheet; its size is that of its place.</summary>
    /// <param name="skia">What Skia wrote.</param>
    /// <param name="standIns">What was drawn for characters that the font lacks.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="label">Says what is to be seen.</param>
    /// <param name="id">Begins the ids, which must differ from those of the other pictures of the page.</param>
    public static string Inline(string skia, StandIns standIns, int width, int height, string label, string id) =>
        Element(skia, standIns, width, height, label, id, "", "");

    private static string Element(string skia, StandIns standIns, int width, int height, string label, string id, string size, string style)
    {
        string body = Gap().Replace(skia[(skia.IndexOf('>', skia.IndexOf("<svg", StringComparison.Ordinal)) + 1)..], "><");
        body = Unseen().Replace(body, "");
        body = Text().Replace(body, m => Word(m, standIns));
        body = Attribute().Replace(body, m => Digits().Replace(m.Value, n => double.Parse(n.Value, CultureInfo.InvariantCulture)
            .ToString("0.##", CultureInfo.InvariantCulture)));
        var ids = new Dictionary<string, string>();
        body = ClipId().Replace(body, m => ids.TryGetValue(m.Value, out string? known) ? known : ids[m.Value] = $"{id}{ids.Count}");
        body = Forbidden().Replace(body, "");
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"{size} viewBox=\"0 0 {width} " +
            $"{height}\" role=\"img\" aria-label=\"{SecurityElement.Escape(Forbidden().Replace(Whole(label), ""))}\" " +
            $"font-family=\"{Lettering.SvgFamilies}\">{style}{body.Trim()}";
    }

    // Skia gives each letter its place. A word at one place that is as long is found by a search, and a tenth of the size.
    private static string Word(Match text, StandIns standIns)
    {
        string content = text.Groups["content"].Value.Trim(), size = text.Groups["size"].Value, meant = standIns.Restored(content),
            length = "";
        double[] x = [.. text.Groups["x"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
        // Another font has other widths, so only text in this one has its length.
        if (x.Length > 1 && meant == content)
        {
            string letters = WebUtility.HtmlDecode(content);
            double all = x[^1] - x[0] + Lettering.Width(letters[^1..], float.Parse(size, CultureInfo.InvariantCulture));
            length = string.Create(CultureInfo.InvariantCulture, $" textLength=\"{all:0.#}\"");
        }
        return string.Create(CultureInfo.InvariantCulture,
            $"<text{text.Groups["before"].Value} font-size=\"{size}\" x=\"{x.FirstOrDefault():0.##}\" " +
            $"y=\"{text.Groups["y"].Value}\"{length}>{meant}</text>");
    }

    // Halves of characters become replacement characters.
    private static string Whole(string text) => string.Concat(text.EnumerateRunes());

    [GeneratedRegex(">\\s+<")]
    private static partial Regex Gap();

    [GeneratedRegex("<rect fill-opacity=\"0\"[^>]*/>")]
    private static partial Regex Unseen();

    [GeneratedRegex("<text(?<before>[^>]*?) font-size=\"(?<size>[^\"]*)\" font-family=\"[^\"]*\" x=\"(?<x>[^\"]*)\" " +
        "y=\"(?<y>[^,\"]*)[^\"]*\">(?<content>[^<]*)</text>")]
    private static partial Regex Text();

    [GeneratedRegex("=\"[^\"]*\"")]
    private static partial Regex Attribute();

    // Skia writes nine digits; a hundredth of a pixel is enough.
    [GeneratedRegex(@"-?\d+\.\d{3,}(?![\de])")]
    private static partial Regex Digits();

    [GeneratedRegex("cl_[0-9a-f]+")]
    private static partial Regex ClipId();

    // What XML cannot hold.
    [GeneratedRegex("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]|&#x?0*(?:[0-8BbCcEeFf]|1[0-9A-Fa-f]);")]
    private static partial Regex Forbidden();
}
