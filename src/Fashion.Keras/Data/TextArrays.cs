using System.Numerics.Tensors;

namespace Fashion.Keras.Data;

/// <summary>Texts in other forms than one array, as one array.</summary>
internal static class TextArrays
{
    /// <summary>A tensor of texts; a copy.</summary>
    public static ArraySource From(Tensor<string> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var sizes = new int[tensor.Rank];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = checked((int)tensor.Lengths[i]);
        var flat = new string[checked((int)tensor.FlattenedLength)];
        tensor.FlattenTo(flat);
        return ArraySource.From(flat, sizes);
    }

    /// <summary>Refuses texts that are missing, and says where.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="what">Who takes them, for the message.</param>
    /// <exception cref="ArgumentException">A text is null.</exception>
    public static void RequireAll(ReadOnlySpan<string> texts, string what)
    {
        if (texts.IndexOf((string)null!) is >= 0 and int at)
            throw new ArgumentException($"{what}: text {at} is null. A text that is missing is the empty text \"\".");
    }

    /// <summary>A text without halves of surrogate pairs, which UTF-8 cannot hold: they become U+FFFD, as in every UTF-8 encoder.</summary>
    public static string WellFormed(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) return text;
        char[] chars = text.ToCharArray();
        MakeWellFormed(chars);
        return new string(chars);
    }

    /// <summary>Replaces halves of surrogate pairs in place.</summary>
    public static void MakeWellFormed(Span<char> text)
    {
        for (int i = text.IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) i++;
            else text[i] = '\uFFFD';
        }
    }
}
