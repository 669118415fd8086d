namespace Fashion.Keras.Images;

/// <summary>Names in the order of their Unicode characters, as Python sorts: ordinal order has those beyond U+FFFF too early.</summary>
internal sealed class CodePointOrder : IComparer<string>
{
    public static CodePointOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        int same = left.CommonPrefixLength(right);
        if (same == left.Length || same == right.Length) return left.Length.CompareTo(right.Length);
        char a = left[same], b = right[same];
        // Surrogates stand for what comes after all other characters.
        return char.IsSurrogate(a) != char.IsSurrogate(b) ? (char.IsSurrogate(a) ? 1 : -1) : a.CompareTo(b);
    }
}
