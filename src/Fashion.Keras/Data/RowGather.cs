namespace Fashion.Keras.Data;

/// <summary>Picks samples out of an array.</summary>
internal static unsafe class RowGather
{
    /// <summary>Some samples, one after the other: a part of the memory where they follow each other, else a copy.</summary>
    /// <param name="source">The array.</param>
    /// <param name="first">The first sample, when <paramref name="rows"/> is null.</param>
    /// <param name="count">How many.</param>
    /// <param name="rows">Null, or at least <paramref name="count"/> readable numbers of samples, each below <c>source.Rows</c>.</param>
    public static ArraySource Of(ArraySource source, int first, int count, int* rows)
    {
        if (rows is null) return source.Slice(first, count);
        Shape shape = source.Shape.With(0, count);
        int length = source.RowLength;
        Array flat = ArraySource.Allocate(source.Type, Sizes.Count(shape.AsSpan(), "A batch"));
        if (source.IsText)
        {
            for (int i = 0; i < count; i++)
                source.Texts.Slice(rows[i] * length, length).CopyTo(((string[])flat).AsSpan(i * length, length));
            return ArraySource.From(flat, source.Type, shape);
        }
        ArraySource gathered = ArraySource.From(flat, source.Type, shape);
        using PinnedSource from = source.Pin(), to = gathered.Pin();
        nuint bytes = (nuint)length * (nuint)ArraySource.SizeOf(source.Type);
        for (int i = 0; i < count; i++)
            Buffer.MemoryCopy(from.Pointer + (nuint)rows[i] * bytes, to.Pointer + (nuint)i * bytes, bytes, bytes);
        return gathered;
    }
}
