using System.Runtime.CompilerServices;

namespace Fashion.Keras.Internal;

/// <summary>Checks of arguments at the public boundary, one style for all.</summary>
internal static class Guard
{
    public static int Positive(int value, string what, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value > 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{what}: {name} must be a positive whole number, not {value}.");

    public static int NotNegative(int value, string what, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{what}: {name} must be 0 or a positive whole number, " +
            $"not {value}.");

    public static double NotNegative(double value, string what, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value,
                FormattableString.Invariant($"{what}: {name} must be a finite number that is not negative, not {value}."));

    public static double InRange(double value, double low, double high, string what,
        [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= low && value <= high ? value
            : throw new ArgumentOutOfRangeException(name, value,
                FormattableString.Invariant($"{what}: {name} must lie in [{low}, {high}], not {value}."));

    /// <summary>A finite number.</summary>
    public static double Finite(double value, string what, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(name, value,
                FormattableString.Invariant($"{what}: {name} must be a finite number, not {value}."));

    /// <summary>A number, which may be infinite where a limit that is never reached makes sense, or null for none.</summary>
    public static double? Number(double? value, string what, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value is not double.NaN ? value
            : throw new ArgumentOutOfRangeException(name, value,
                FormattableString.Invariant($"{what}: {name} must be a number, not {value}."));

    /// <inheritdoc cref="Number(double?, string, string)"/>
    public static double Number(double value, string what, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        Number((double?)value, what, name)!.Value;

    /// <summary>Finite numbers, or null for none.</summary>
    public static IReadOnlyList<double>? Finite(IReadOnlyList<double>? values, string what,
        [CallerArgumentExpression(nameof(values))] string? name = null)
    {
        for (int i = 0; i < values?.Count; i++)
            if (!double.IsFinite(values[i]))
                throw new ArgumentException(
                    FormattableString.Invariant($"{what}: {name} must hold finite numbers, but has {values[i]} at place {i}."), name);
        return values;
    }

    /// <summary>The error about an unknown name: what was given, and the nearest known ones.</summary>
    public static ArgumentException Unknown(string kind, string given, IEnumerable<string> known) =>
        new($"Unknown {kind} '{ShortText.Of(given)}'. {NameHints.Near(given, known)}");
}
