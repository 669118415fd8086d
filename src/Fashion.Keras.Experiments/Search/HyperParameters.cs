using System.Globalization;

namespace Fashion.Keras.Experiments;

/// <summary>
/// The values of a trial, asked for by name while the model is made: <c>new Dense(hp.Int("units", 32, 512, step: 32))</c>. Asking is
/// declaring: what is asked for in one branch only (the rate of a dropout that is there or not) belongs to the trials that take it.
/// </summary>
/// <remarks>The same name gives the same value within a trial; it must be asked for with the same range.</remarks>
public sealed class HyperParameters
{
    private readonly IValueSource _source;
    private readonly Dictionary<string, string> _declared = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, string> _values = new(StringComparer.Ordinal);

    internal HyperParameters(IValueSource source) => _source = source;

    /// <summary>The values so far, as text, in the order in which they were asked for.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Values that are known: those of a finished trial, to make its model again.</summary>
    /// <param name="values">The values by name, as text: <see cref="SearchTrial.Values"/>.</param>
    public static HyperParameters Of(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(new GivenValues(values));
    }

    /// <summary>A whole number from a range.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="minValue">The smallest value.</param>
    /// <param name="maxValue">The largest value; it may be one of the values.</param>
    /// <param name="step">Distance of neighbouring values; with <paramref name="log"/> the factor between them, at least 2. Null for every
    /// whole number.</param>
    /// <param name="log">Whether small values are drawn as often as large ones: evenly by their logarithm.</param>
    /// <exception cref="ArgumentException">An empty range, a step that is none, a logarithm of no positive number, or a name with another
    /// range.</exception>
    public int Int(string name, int minValue, int maxValue, int? step = null, bool log = false)
    {
        Declare(name, Invariant($"Int {minValue} {maxValue} {step} {log}"));
        RequireRange(name, minValue, maxValue, step, log);
        if (step is null && log)
            return Value(name, () => (int)Math.Clamp(Math.Round(LogBetween(name, minValue, maxValue)), minValue, maxValue), int.Parse);
        if (!log)
            return Value(name,
                () => (int)(minValue + (long)(step ?? 1) * _source.Index(name, ((long)maxValue - minValue) / (step ?? 1) + 1)), int.Parse);
        return Value(name,
            () => (int)Math.Round(minValue * Math.Pow(step!.Value, _source.Index(name, Steps(minValue, maxValue, step.Value)))), int.Parse);
    }

    /// <summary>A number from a range.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="minValue">The smallest value.</param>
    /// <param name="maxValue">The largest value.</param>
    /// <param name="step">Distance of neighbouring values; with <paramref name="log"/> the factor between them, above 1. Null for any
    /// number; a grid needs a step.</param>
    /// <param name="log">Whether the logarithm is drawn evenly: 1e-5 to 1e-4 as often as 1e-3 to 1e-2.</param>
    /// <exception cref="ArgumentException">An empty range, a step that is none, a logarithm of no positive number, or a name with another
    /// range.</exception>
    public double Float(string name, double minValue, double maxValue, double? step = null, bool log = false)
    {
        Declare(name, Invariant($"Float {minValue:R} {maxValue:R} {step:R} {log}"));
        RequireRange(name, minValue, maxValue, step, log);
        return Value(name, () => (step, log) switch
        {
            (null, false) => minValue + (maxValue - minValue) * _source.Fraction(name),
            (null, true) => Math.Clamp(LogBetween(name, minValue, maxValue), minValue, maxValue),
            // Decimal steps: 0.1 * 3 is to be 0.3.
            ({ } distance, false) =>
                (double)((decimal)minValue + (decimal)distance
                    * _source.Index(name, (long)Math.Floor((maxValue - minValue) / distance * (1 + 1e-12)) + 1)),
            ({ } factor, true) =>
                double.Parse((minValue * Math.Pow(factor, _source.Index(name, Steps(minValue, maxValue, factor)))).ToString("G12",
                    CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        }, double.Parse);
    }

    /// <summary>One of some values.</summary>
    /// <typeparam name="T">Texts, numbers or other values that differ as text.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="values">The values, at least one.</param>
    /// <exception cref="ArgumentException">No value, one that occurs twice, or a name with other values.</exception>
    public T Choice<T>(string name, params ReadOnlySpan<T> values)
    {
        T[] all = values.ToArray();
        string[] texts = [.. all.Select(v => Text(v!))];
        Declare(name, $"Choice {string.Join('|', texts)}");
        if (all.Length == 0) throw new ArgumentException($"Choice '{name}' needs at least one value.", nameof(values));
        if (texts.Distinct().Count() < texts.Length)
            throw new ArgumentException($"Choice '{name}' has a value twice: {string.Join(", ", texts)}.", nameof(values));
        return Value(name, () => all[_source.Index(name, all.Length)], (text, _) =>
            Array.IndexOf(texts, text) is >= 0 and var at
                ? all[at]
                : throw new ArgumentException($"'{text}' is no value of choice '{name}': {string.Join(", ", texts)}."));
    }

    /// <summary>Yes or no.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The name stands for something else already.</exception>
    public bool Boolean(string name)
    {
        Declare(name, "Boolean");
        return Value(name, () => _source.Index(name, 2) == 1, (text, _) => bool.Parse(text));
    }

    private void Declare(string name, string range)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!_declared.TryAdd(name, range) && _declared[name] != range)
            throw new ArgumentException($"'{name}' was asked for with another range before ({_declared[name]}, now {range}).",
                nameof(name));
    }

    private T Value<T>(string name, Func<T> draw, Func<string, IFormatProvider, T> parse)
    {
        if ((_values.TryGetValue(name, out string? known) ? known : _source.Known(name)) is not { } text) text = Text(draw()!);
        _values[name] = text;
        return parse(text, CultureInfo.InvariantCulture);
    }

    private double LogBetween(string name, double min, double max) => min * Math.Exp(_source.Fraction(name) * Math.Log(max / min));

    private static int Steps(double min, double max, double factor) =>
        (int)Math.Floor(Math.Log(max / min) / Math.Log(factor) * (1 + 1e-12)) + 1;

    private static void RequireRange(string name, double min, double max, double? step, bool log)
    {
        if (!(min <= max) || !double.IsFinite(min) || !double.IsFinite(max))
            throw new ArgumentException(Invariant($"'{name}': {min} to {max} is no range."), nameof(name));
        if (log && !(min > 0))
            throw new ArgumentException(Invariant($"'{name}': a logarithmic range must begin above 0, not at {min}."), nameof(name));
        if (step is { } s && !(log ? s > 1 : s > 0))
            throw new ArgumentException(Invariant($"'{name}': a step of {s} leads nowhere; it must be above {(log ? 1 : 0)}."),
                nameof(name));
    }

    private static string Text<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
