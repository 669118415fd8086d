namespace Fashion.Keras.Internal;

/// <summary>Reads streams whose length is only a claim.</summary>
internal static class StreamBytes
{
    /// <summary>Reads the first bytes of a stream that can seek.</summary>
    /// <returns>How many there are.</returns>
    public static int Start(Stream source, Span<byte> into)
    {
        source.Position = 0;
        return source.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
    }

    /// <summary>Everything that a stream gives; null when that is more than the limit, of which nothing beyond is read.</summary>
    /// <param name="source">What is read.</param>
    /// <param name="expected">How much there probably is: memory that is allocated at once.</param>
    /// <param name="limit">Most bytes.</param>
    public static byte[]? ReadToEnd(Stream source, long expected, int limit)
    {
        byte[] content = GC.AllocateUninitializedArray<byte>((int)Math.Min(expected, limit));
        int length = 0;
        while (true)
        {
            length += source.ReadAtLeast(content.AsSpan(length), content.Length - length, throwOnEndOfStream: false);
            if (length < content.Length) break;
            int next = source.ReadByte();
            if (next < 0) break;
            if (length == limit) return null;
            Array.Resize(ref content, (int)Math.Min(Math.Max(2L * length, 1 << 16), limit));
            content[length++] = (byte)next;
        }
        if (length < content.Length) Array.Resize(ref content, length);
        return content;
    }
}
