namespace Fashion.Keras.Engine;

/// <summary>An order of a weight's elements that some kernel prefers over row-major, with padding. Value-equal records.</summary>
internal abstract record WeightLayout
{
    /// <summary>The weight's shape in Keras's order.</summary>
    public abstract Shape Shape { get; }

    /// <summary>Floats that the layout occupies, padding included.</summary>
    public abstract int PackedCount { get; }

    /// <summary>How converting is shared out: by rows of the weight.</summary>
    public abstract Partition Rows { get; }

    /// <summary>All rows from row-major to packed; padding becomes zero.</summary>
    public void Pack(ReadOnlySpan<float> source, Span<float> packed) => Pack(source, packed, 0, Rows.Rows);

    /// <summary>All rows from packed to row-major.</summary>
    public void Unpack(ReadOnlySpan<float> packed, Span<float> destination) => Unpack(packed, destination, 0, Rows.Rows);

    /// <summary>Rows [first, end) from row-major to packed; padding becomes zero.</summary>
    public abstract void Pack(ReadOnlySpan<float> source, Span<float> packed, int first, int end);

    /// <summary>Rows [first, end) from packed to row-major.</summary>
    public abstract void Unpack(ReadOnlySpan<float> packed, Span<float> destination, int first, int end);

    /// <summary>Rows [first, end) from packed to packed; the padding of the destination stays as it is.</summary>
    public abstract void Copy(ReadOnlySpan<float> packed, Span<float> destination, int first, int end);

    /// <summary>Sets the padding of rows [first, end) to zero.</summary>
    public abstract void ClearPadding(Span<float> packed, int first, int end);
}
