using System.Globalization;

namespace Fashion.Keras.Reporting;

/// <summary>
/// Numbers as Python writes them, which is what Keras prints: halves are rounded to even (.NET rounds them away from zero),
/// exponents have at least two digits, and floats always show that they are floats.
/// </summary>
internal static class PythonFormat
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary><c>'%.{decimals}f'</c>.</summary>
    public static string Fixed(double value, int decimals)
    {
        if (!double.IsFinite(value)) return NotFinite(value);
        return RoundHalfToEven(value, decimals).ToString("F" + decimals.ToString(Invariant), Invariant);
    }

    /// <summary><c>'%.{decimals}e'</c>.</summary>
    public static string Exponent(double value, int decimals)
    {
        if (!double.IsFinite(value)) return NotFinite(value);
        // 25 digits hold every half that a double can be; a decimal then rounds them exactly.
        string exact = value.ToString("E25", Invariant);
        int split = exact.IndexOf('E', StringComparison.Ordinal);
        decimal mantissa = decimal.Round(decimal.Parse(exact.AsSpan(0, split), NumberStyles.Float, Invariant), Math.Min(decimals, 24),
            MidpointRounding.ToEven);
        int exponent = int.Parse(exact.AsSpan(split + 1), NumberStyles.AllowLeadingSign, Invariant);
        if (Math.Abs(mantissa) >= 10)
        {
            mantissa /= 10;
            exponent++;
        }
        string sign = mantissa == 0 && double.IsNegative(value) ? "-" : "";
        return sign + mantissa.ToString("F" + decimals.ToString(Invariant), Invariant) + exponent.ToString("'e+'00;'e-'00", Invariant);
    }

    /// <summary><c>'%.{digits}g'</c>: so many significant digits, no zeros at the end, an exponent for the very large and small.</summary>
    public static string General(double value, int digits)
    {
        if (!double.IsFinite(value)) return NotFinite(value);
        digits = Math.Max(digits, 1);
        string text = Exponent(value, digits - 1);
        int split = text.IndexOf('e', StringComparison.Ordinal);
        int exponent = int.Parse(text.AsSpan(split + 1), NumberStyles.AllowLeadingSign, Invariant);
        return exponent >= -4 && exponent < digits
            ? WithoutZeros(Fixed(value, digits - 1 - exponent))
            : WithoutZeros(text[..split]) + text[split..];
    }

    /// <summary>A value of a log line: four decimals, or an exponent where those would hide it.</summary>
    /// <param name="value">Loss or metric.</param>
    /// <param name="signed">Keras's one-line form forgets the sign: negative values always take the exponent there.</param>
    public static string LogValue(double value, bool signed = true) =>
        (signed ? Math.Abs(value) : value) > 1e-3 ? Fixed(value, 4) : Exponent(value, 4);

    /// <summary><c>repr(value)</c>: the shortest text that reads back to the same float.</summary>
    public static string Repr(double value)
    {
        if (!double.IsFinite(value)) return NotFinite(value);
        (string sign, string digits, int point) = Digits(value.ToString("R", Invariant));
        if (point is > -4 and <= 16)
        {
            if (point <= 0) return $"{sign}0.{new string('0', -point)}{digits}";
            return point >= digits.Length ? $"{sign}{digits.PadRight(point, '0')}.0" : $"{sign}{digits[..point]}.{digits[point..]}";
        }
        string fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return sign + digits[0] + fraction + (point - 1).ToString("'e+'00;'e-'00", Invariant);
    }

    /// <summary>Keras's wording of a duration in whole seconds: <c>'{:.0f}s'</c>.</summary>
    public static string Seconds(double seconds) => Fixed(seconds, 0) + "s";

    private static double RoundHalfToEven(double value, int decimals)
    {
        // A half at this digit is an odd multiple of 2^-(decimals+1); all other values .NET rounds as Python does.
        double halves = Math.ScaleB(value, decimals + 1);
        bool half = decimals < 15 && Math.Abs(halves) < 1e15 && Math.Abs(halves % 2) == 1;
        return half ? (double)decimal.Round((decimal)value, decimals, MidpointRounding.ToEven) : value;
    }

    private static string WithoutZeros(string text) => text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;

    private static string NotFinite(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    // "-1.25E-07" to ("-", "125", -6): the digits without zeros around them, and where the point stands before them.
    private static (string Sign, string Digits, int Point) Digits(string shortest)
    {
        string sign = shortest.StartsWith('-') ? "-" : "";
        string body = shortest[sign.Length..];
        int e = body.IndexOf('E', StringComparison.Ordinal);
        int exponent = e < 0 ? 0 : int.Parse(body.AsSpan(e + 1), NumberStyles.AllowLeadingSign, Invariant);
        if (e >= 0) body = body[..e];
        int dot = body.IndexOf('.', StringComparison.Ordinal);
        int point = (dot < 0 ? body.Length : dot) + exponent;
        string digits = body.Replace(".", "", StringComparison.Ordinal);
        string trimmed = digits.TrimStart('0');
        point -= digits.Length - trimmed.Length;
        trimmed = trimmed.TrimEnd('0');
        return trimmed.Length == 0 ? (sign, "0", 1) : (sign, trimmed, point);
    }
}
