using System.Globalization;
using ScottPlot;

namespace Fashion.Keras.Plotting.Drawing;

/// <summary>Ticks at multiples of 1, 2 or 5 times a power of ten, all labels with the same number of decimals.</summary>
/// <param name="spacing">Pixels between two ticks, at least.</param>
/// <param name="whole">Whether only whole numbers have ticks.</param>
internal sealed class EvenTicks(float spacing, bool whole = false) : ITickGenerator
{
    private const double Slack = 1e-9, Few = 3, Narrower = 0.6;

    public Tick[] Ticks { get; set; } = [];

    public int MaxTickCount { get; set; } = 100;

    public void Regenerate(CoordinateRange range, Edge edge, PixelLength size, Paint paint, LabelStyle labelStyle) =>
        Ticks = [.. Places(Math.Min(range.Value1, range.Value2), Math.Max(range.Value1, range.Value2), size.Length)
            .Select(t => Tick.Major(t.At, t.Text))];

    /// <summary>The ticks of a range that is some pixels long.</summary>
    public IEnumerable<(double At, string Text)> Places(double low, double high, float pixels)
    {
        if (!(high > low) || !double.IsFinite(high - low)) yield break;
        double step = Step((high - low) / Math.Max(1, Math.Floor(pixels / spacing)));
        // Two ticks, or one, say little about an axis; a little narrower there may be more.
        if ((high - low) / step < Few && Step(step * 0.4) is var finer && pixels * finer / (high - low) >= spacing * Narrower) step = finer;
        if (whole) step = Math.Max(1, step);
        string format = Format(step, Math.Max(Math.Abs(low), Math.Abs(high)));
        double first = Math.Ceiling(low / step - Slack), last = Math.Floor(high / step + Slack);
        for (double k = first; k <= last && k - first < MaxTickCount; k++)
            yield return (k * step, (k == 0 ? 0 : k * step).ToString(format, CultureInfo.InvariantCulture));
    }

    private static double Step(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return power * (least / power) switch { <= 1 + Slack => 1, <= 2 + Slack => 2, <= 5 + Slack => 5, _ => 10 };
    }

    private static string Format(double step, double largest)
    {
        int decimals = Math.Max(0, (int)Math.Ceiling(-Math.Log10(step) - Slack));
        return decimals > 6 || largest >= 1e7 ? "0.###e+0" : $"F{decimals}";
    }
}
