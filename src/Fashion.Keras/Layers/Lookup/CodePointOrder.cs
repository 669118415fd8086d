namespace Fashion.Keras.Layers;

/// <summary>The order of texts by their UTF-8 bytes, which is that of code points: Keras's order of tokens.</summary>
internal sealed class CodePointOrder : IComparer<string>
{
    public static CodePointOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> a = x, b = y;
        int same = a.CommonPrefixLength(b);
        if (same == a.Length || same == b.Length) return a.Length.CompareTo(b.Length);
        // Code points beyond 16 bits are above all others, but their surrogates are not.
        return Rank(a[same]).CompareTo(Rank(b[same]));
    }

    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
