using System.Globalization;

namespace Fashion.Keras.Reporting;

/// <summary>Numbers as texts, the same in every culture.</summary>
internal static class Numbers
{
    /// <summary>Where there is no value.</summary>
    public const string None = "-";

    /// <summary>What is no number.</summary>
    public const string NotANumber = "NaN";

    private const int MostListed = 12;

    private const double Tiny = 0.00095;

    /// <summary>A value with four decimals, or fewer digits where it is large, or an exponent where it is tiny or huge.</summary>
    public static string Value(double value, bool signed = false)
    {
        if (double.IsNaN(value)) return NotANumber;
        string plus = signed && value > 0 ? "+" : "";
        if (double.IsInfinity(value)) return value > 0 ? $"{plus}∞" : "-∞";
        double size = Math.Abs(value);
        string format = size is not 0 and < Tiny or >= 1e6 ? "0.00e+0" : size >= 1000 ? "F1" : size >= 100 ? "F2" : "F4";
        return plus + value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>A value among others: with four decimals where those of the largest say enough, so that all can be compared at a
    /// glance.</summary>
    /// <param name="value">The value.</param>
    /// <param name="largest">The size of the largest.</param>
    /// <param name="signed">Whether a plus is written.</param>
    public static string Like(double value, double largest, bool signed = false)
    {
        if (!double.IsFinite(value) || largest is not (>= Tiny and < 100)) return Value(value, signed);
        string text = Math.Abs(value).ToString("F4", CultureInfo.InvariantCulture);
        return text == "0.0000" ? text : $"{(value < 0 ? "-" : signed ? "+" : "")}{text}";
    }

    /// <summary>A value with some decimals.</summary>
    public static string Fixed(double value, int decimals) =>
        double.IsNaN(value) ? None : Math.Abs(value) < 1e12 ? value.ToString($"F{decimals}", CultureInfo.InvariantCulture) : Value(value);

    /// <summary>A whole number with thousands set apart.</summary>
    public static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share: <c>3 of 5 (60 %)</c>.</summary>
    public static string Share(int part, int whole) => whole == 0 ? None
        : string.Create(CultureInfo.InvariantCulture, $"{part} of {whole} ({100.0 * part / whole:0} %)");

    /// <summary>Whole numbers: <c>0 to 4</c> where they follow each other, else a list.</summary>
    public static string List(IEnumerable<int> values)
    {
        int[] all = [.. values.Distinct().Order()];
        if (all.Length == 0) return None;
        if (all.Length > 2 && (long)all[^1] - all[0] == all.Length - 1)
            return string.Create(CultureInfo.InvariantCulture, $"{all[0]} to {all[^1]}");
        string listed = string.Join(", ", all.Take(MostListed).Select(v => v.ToString(CultureInfo.InvariantCulture)));
        return all.Length > MostListed ? string.Create(CultureInfo.InvariantCulture, $"{listed} and {all.Length - MostListed} more")
            : listed;
    }

    /// <summary>A duration: <c>2 h 3 min</c>, <c>3 min 20 s</c>, <c>4.2 s</c>.</summary>
    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds)) return None;
        // What is rounded first cannot become 60 seconds.
        double whole = Math.Round(seconds), minutes = Math.Round(seconds / 60);
        return whole < 60 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s")
            : whole < 3600 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(whole / 60):0} min {whole % 60:0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(minutes / 60):0} h {minutes % 60:0} min");
    }

    /// <summary>A moment in universal time.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
