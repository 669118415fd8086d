using System.Runtime.CompilerServices;

namespace Fashion.Keras.Images;

/// <summary>Checks of arguments that are one of several choices.</summary>
internal static class Choice
{
    public static void Check<T>(T value, string what, [CallerArgumentExpression(nameof(value))] string? name = null) where T : struct, Enum
    {
        if (!Enum.IsDefined(value)) throw new ArgumentOutOfRangeException(name, value,
            $"{what}: {name} must be one of {string.Join(", ", Enum.GetNames<T>())}, not {value}.");
    }
}
