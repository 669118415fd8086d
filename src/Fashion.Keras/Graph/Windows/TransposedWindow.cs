using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// A transposed convolution along one axis. The full result has (n - 1) * stride + extent places; some are cut off in front
/// and after, or zeros are added where a cut is negative.
/// </summary>
/// <param name="Full">Places of the full result.</param>
/// <param name="CutBefore">Places cut off in front; negative for zeros added.</param>
/// <param name="CutAfter">Places cut off at the end; negative for zeros added.</param>
internal readonly record struct TransposedWindow(int Full, int CutBefore, int CutAfter)
{
    public int Output => Full - CutBefore - CutAfter;

    /// <summary>Keras's rule for the cuts.</summary>
    public static TransposedWindow Of(int size, int window, int stride, int dilation, Padding padding, int? outputPadding)
    {
        int extent = Sizes.Axis(Sizes.Extent(window, dilation), "A dilated kernel"),
            full = Sizes.Axis((size - 1L) * stride + extent + stride, "The result of a transposed convolution") - stride;
        if (padding == Padding.Valid) return new(full, 0, -(outputPadding ?? Math.Max(extent, stride) - extent));
        Sizes.Axis(2L * extent + stride, "A dilated kernel");
        int total = outputPadding is { } after ? extent + extent % 2 - 2 + after : stride + extent - 2;
        int left = Math.Min((total + 1) / 2, extent - 1);
        return new(full, extent - 1 - left, extent - 1 - (total - left));
    }
}
