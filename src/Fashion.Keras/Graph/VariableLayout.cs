namespace Fashion.Keras.Graph;

/// <summary>An order of elements that some kernel prefers over row-major, with padding. Value-equal records.</summary>
internal abstract record VariableLayout
{
    /// <summary>Floats that the layout occupies, padding included.</summary>
    public abstract int PackedCount { get; }

    /// <summary>Row-major to packed; padding becomes zero.</summary>
    public abstract void Pack(ReadOnlySpan<float> source, Span<float> packed);

    /// <summary>Packed to row-major.</summary>
    public abstract void Unpack(ReadOnlySpan<float> packed, Span<float> destination);
}
