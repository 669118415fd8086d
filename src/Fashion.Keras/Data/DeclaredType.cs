using Fashion.Keras.Internal;

namespace Fashion.Keras.Data;

/// <summary>
/// Element types that inputs declare, by Keras's names. The model computes with floats; data of another type than the declared
/// one is first converted to that, as Keras does: whole numbers are cut off and wrap around, floats are rounded.
/// </summary>
internal static class DeclaredType
{
    public const string Float32 = "float32";

    /// <summary>Texts, which only layers take that compute before a step.</summary>
    public const string Text = "string";

    /// <summary>Whole numbers of 64 bits.</summary>
    public const string Int64 = "int64";

    private static readonly Dictionary<string, Func<long, long>> Whole = new(StringComparer.Ordinal)
    {
        ["bool"] = v => v == 0 ? 0 : 1,
        ["int8"] = v => (sbyte)v,
        ["int16"] = v => (short)v,
        ["int32"] = v => (int)v,
        [Int64] = v => v,
        ["uint8"] = v => (byte)v,
        ["uint16"] = v => (ushort)v,
        ["uint32"] = v => (uint)v,
        ["uint64"] = v => v,
    };

    // Keras computes float64 in twice the precision; here it is float32 like all else.
    private static readonly Dictionary<string, Func<float, float>> Real = new(StringComparer.Ordinal)
    {
        ["bfloat16"] = ToBFloat16,
        ["float16"] = v => (float)(Half)v,
        [Float32] = v => v,
        ["float64"] = v => v,
    };

    // Names of NumPy, TensorFlow and Python.
    private static readonly Dictionary<string, string> Aliases =
        new(StringComparer.Ordinal) { ["float"] = Float32, ["double"] = "float64", ["half"] = "float16", ["int"] = "int32" };

    /// <summary>All names, for messages.</summary>
    public static IEnumerable<string> Names => Real.Keys.Concat(Whole.Keys).Append(Text);

    /// <summary>Keras's name of a type; null for none.</summary>
    public static string? Find(string name)
    {
        name = Aliases.GetValueOrDefault(name, name);
        return name == Text || Whole.ContainsKey(name) || Real.ContainsKey(name) ? name : null;
    }

    /// <summary>Whether it is a type of whole numbers or truth values.</summary>
    public static bool IsWhole(string type) => Whole.ContainsKey(type);

    /// <summary>Data as an input of a type takes it; the data itself where nothing changes.</summary>
    /// <exception cref="ArgumentException">Texts for an input of numbers, or numbers for one of texts.</exception>
    public static ArraySource Convert(ArraySource source, string type, string input)
    {
        if (type == Text != source.IsText)
            throw new ArgumentException(source.IsText
                ? $"Input '{ShortText.Of(input)}' takes numbers (dtype {type}), but texts were given. Declare it with dtype: \"{Text}\" " +
                    "and put a layer after it that takes texts: TextVectorization, StringLookup or Hashing."
                : $"Input '{ShortText.Of(input)}' takes texts (dtype {Text}), but numbers were given ({source.Type} {source.Shape}).");
        if (type == Text) return source;
        if (Real.TryGetValue(type, out Func<float, float>? round))
            return type is Float32 or "float64" || source.Type == ElementType.Half && type == "float16"
                ? source
                : source.Convert(round, null);
        Func<long, long> wrap = Whole[type];
        return Fits(source.Type, type) ? source : source.Convert(v => type == "bool" ? v == 0 ? 0 : 1 : (float)wrap((long)v), wrap);
    }

    // Types of which every value stays as it is.
    private static bool Fits(ElementType data, string type) => data switch
    {
        ElementType.Boolean => true,
        ElementType.Byte => type is not ("bool" or "int8"),
        ElementType.SByte => type is "int8" or "int16" or "int32" or "int64",
        ElementType.Int16 => type is "int16" or "int32" or "int64",
        ElementType.UInt16 => type is "uint16" or "int32" or "uint32" or "int64" or "uint64",
        ElementType.Int32 => type is "int32" or "int64",
        ElementType.UInt32 => type is "uint32" or "int64" or "uint64",
        ElementType.Int64 => type == "int64",
        ElementType.UInt64 => type == "uint64",
        _ => false,
    };

    // The upper half of a float, rounded to even.
    private static float ToBFloat16(float value)
    {
        if (float.IsNaN(value)) return value;
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000);
    }
}
