using System.Globalization;
using System.Text;

namespace Fashion.Keras.Data;

/// <summary>The numbers of a tensor for people: nested brackets, as NumPy prints them; of long axes the ends.</summary>
internal static class TensorText
{
    private const int MostOfAnAxis = 8, Ends = 3;

    public static string Of(Shape shape, ReadOnlySpan<float> values)
    {
        var text = new StringBuilder();
        Append(text, shape.AsSpan(), values);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<int> sizes, ReadOnlySpan<float> values)
    {
        if (sizes.IsEmpty)
        {
            text.Append(values[0].ToString(CultureInfo.InvariantCulture));
            return;
        }
        text.Append('[');
        int length = sizes[0] == 0 ? 0 : values.Length / sizes[0];
        for (int i = 0; i < sizes[0]; i++)
        {
            if (i > 0) text.Append(", ");
            if (sizes[0] > MostOfAnAxis && i == Ends)
            {
                text.Append("..., ");
                i = sizes[0] - Ends;
            }
            Append(text, sizes[1..], values.Slice(i * length, length));
        }
        text.Append(']');
    }
}
