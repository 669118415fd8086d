using System.Globalization;
using System.Text.RegularExpressions;

namespace Fashion.Keras.Reporting;

/// <summary>
/// A format specification of Python's: <c>[[fill]align][sign][0][width][,][.precision][type]</c> with the types d, f, e, g and %.
/// </summary>
internal readonly partial record struct PythonFormatSpec(char Fill, char Align, char Sign, int Width, bool Grouped, int? Precision,
    char Type)
{
    /// <exception cref="FormatException">Not a specification for numbers.</exception>
    public static PythonFormatSpec Parse(string spec)
    {
        Match m = Pattern().Match(spec);
        if (!m.Success) throw new FormatException($"'{spec}' is no format for a number; use for example 02d, .2f, .3e, g or .1%.");
        bool zero = m.Groups["zero"].Success;
        return new PythonFormatSpec(
            m.Groups["fill"].Success ? m.Groups["fill"].Value[0] : zero ? '0' : ' ',
            m.Groups["align"].Success ? m.Groups["align"].Value[0] : zero ? '=' : '>',
            m.Groups["sign"].Success ? m.Groups["sign"].Value[0] : '-',
            m.Groups["width"].Success ? int.Parse(m.Groups["width"].Value, CultureInfo.InvariantCulture) : 0,
            m.Groups["comma"].Success,
            m.Groups["precision"].Success ? int.Parse(m.Groups["precision"].Value, CultureInfo.InvariantCulture) : null,
            m.Groups["type"].Success ? m.Groups["type"].Value[0] : '\0');
    }

    /// <summary>A whole number: epoch, batch.</summary>
    public string Format(int value) =>
        Type is '\0' or 'd' && Precision is null ? Pad(value.ToString(CultureInfo.InvariantCulture)) : Format((double)value);

    /// <summary>A value of the logs.</summary>
    /// <exception cref="FormatException">The type is d, which Python accepts for whole numbers only.</exception>
    public string Format(double value) => Pad(Type switch
    {
        'f' or 'F' => PythonFormat.Fixed(value, Precision ?? 6),
        'e' or 'E' => Cased(PythonFormat.Exponent(value, Precision ?? 6)),
        'g' or 'G' => Cased(PythonFormat.General(value, Precision ?? 6)),
        '%' => PythonFormat.Fixed(value * 100, Precision ?? 6) + "%",
        '\0' => Precision is { } digits ? PythonFormat.General(value, digits) : PythonFormat.Repr(value),
        _ => throw new FormatException($"The format type '{Type}' is for whole numbers; use f, e, g or % for loss and metrics."),
    });

    private string Cased(string text) => char.IsUpper(Type) ? text.ToUpperInvariant() : text;

    private string Pad(string number)
    {
        bool negative = number.StartsWith('-');
        string sign = negative ? "-" : Sign == '-' ? "" : Sign.ToString();
        string body = Group(negative ? number[1..] : number);
        int missing = Math.Max(0, Width - sign.Length - body.Length);
        return Align switch
        {
            '<' => sign + body + new string(Fill, missing),
            '^' => new string(Fill, missing / 2) + sign + body + new string(Fill, missing - missing / 2),
            '=' => sign + new string(Fill, missing) + body,
            _ => new string(Fill, missing) + sign + body,
        };
    }

    private string Group(string body)
    {
        if (!Grouped) return body;
        int digits = body.TakeWhile(char.IsAsciiDigit).Count();
        for (int i = digits - 3; i > 0; i -= 3) body = body.Insert(i, ",");
        return body;
    }

    [GeneratedRegex(
        @"^(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<zero>0)?(?<width>\d+)?(?<comma>,)?(?:\.(?<precision>\d+))?(?<type>[dfFeEgG%])?$")]
    private static partial Regex Pattern();
}
