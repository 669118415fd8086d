using System.Globalization;

namespace Fashion.Keras.Serialization;

/// <summary>Numbers that went through float32 in a file: 0.0010000000474974513 was 0.001.</summary>
internal static class SinglePrecision
{
    /// <summary>The shortest decimal number that rounds to the same float, when the number is exactly a float.</summary>
    public static double Shortest(double value) => (float)value == value
        ? double.Parse(((float)value).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : value;
}
