using System.Numerics;

namespace Fashion.Keras.Data;

/// <summary>Data as whole numbers of 64 bits.</summary>
internal static unsafe class WholeNumbers
{
    /// <summary>All elements, row-major; fractions are cut off.</summary>
    /// <param name="source">Numbers.</param>
    /// <param name="what">Who takes them, for messages.</param>
    /// <exception cref="ArgumentException">Texts, or a number that no whole number of 64 bits comes from.</exception>
    public static long[] Of(ArraySource source, string what)
    {
        if (source.IsText) throw new ArgumentException($"{what} takes whole numbers, but texts were given.");
        using PinnedSource pinned = source.Pin();
        var numbers = new long[source.Shape.ElementCount];
        byte* values = pinned.Pointer;
        switch (source.Type)
        {
            case ElementType.Single: Real((float*)values, numbers, what); break;
            case ElementType.Double: Real((double*)values, numbers, what); break;
            case ElementType.Half: Real((Half*)values, numbers, what); break;
            case ElementType.Byte or ElementType.Boolean: Whole(values, numbers); break;
            case ElementType.SByte: Whole((sbyte*)values, numbers); break;
            case ElementType.Int16: Whole((short*)values, numbers); break;
            case ElementType.UInt16: Whole((ushort*)values, numbers); break;
            case ElementType.Int32: Whole((int*)values, numbers); break;
            case ElementType.UInt32: Whole((uint*)values, numbers); break;
            // Above the largest signed number they wrap around, as in Keras.
            default: Whole((long*)values, numbers); break;
        }
        return numbers;
    }

    // values: as many readable numbers as the result has.
    private static void Whole<T>(T* values, long[] numbers) where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = 0; i < numbers.Length; i++) numbers[i] = long.CreateTruncating(values[i]);
    }

    // values: as many readable numbers as the result has.
    private static void Real<T>(T* values, long[] numbers, string what) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            double value = double.CreateTruncating(values[i]);
            numbers[i] = Math.Abs(value) < 9.3e18 && value is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)value
                : throw new ArgumentException(FormattableString.Invariant($"{what} takes whole numbers, but element {i} is {value}."));
        }
    }
}
