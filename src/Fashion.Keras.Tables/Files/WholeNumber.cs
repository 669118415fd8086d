using System.Globalization;

namespace Fashion.Keras.Tables;

/// <summary>Reads whole numbers.</summary>
internal static class WholeNumber
{
    public static bool TryParse(ReadOnlySpan<char> field, out long number) =>
        long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
