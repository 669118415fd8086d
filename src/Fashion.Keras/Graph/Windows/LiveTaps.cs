using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// The taps of a dilated kernel that ever meet the input along one axis, and the stretch of the input, zeros around it included,
/// that they read. With a long dilation most taps meet nothing but border, which would cost memory without changing a result.
/// </summary>
/// <param name="First">First of these taps.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Start">Where in the input the stretch begins; negative in the border before it.</param>
/// <param name="Length">Length of the stretch.</param>
internal readonly record struct LiveTaps(int First, int Count, int Start, int Length)
{
    // Shorter borders cost less than cutting them off.
    private const int LongBorder = 1024;

    /// <summary>What is left of a kernel along an axis.</summary>
    /// <param name="size">Length of the input.</param>
    /// <param name="outputs">Positions of the kernel.</param>
    /// <param name="window">Its taps.</param>
    /// <param name="stride">Its step.</param>
    /// <param name="dilation">Distance of its taps.</param>
    /// <param name="before">Zeros before the input.</param>
    /// <returns>Null where the whole kernel is as good.</returns>
    public static LiveTaps? Of(int size, int outputs, int window, int stride, int dilation, int before)
    {
        long reach = (outputs - 1L) * stride;
        long first = Math.Max(0, (before - reach + dilation - 1) / dilation), last = Math.Min(window - 1L, (size - 1L + before) / dilation);
        // Where no tap meets the input, one of them reads the border before it.
        bool none = first > last;
        (long count, long start) = none ? (1, -reach - 1) : (last - first + 1, first * dilation - before);
        long length = reach + (count - 1) * dilation + 1;
        if (reach + Sizes.Extent(window, dilation) - length < LongBorder) return null;
        return new(none ? 0 : (int)first, (int)count, Sizes.Axis(start, "A padded axis"), Sizes.Axis(length, "A padded axis"));
    }

    /// <summary>These taps of a kernel.</summary>
    public SymbolicTensor OfKernel(SymbolicTensor kernel, int axis) =>
        Ops.Slice(kernel, Along(kernel.Shape.Rank, axis, First), kernel.Shape.With(axis, Count));

    /// <summary>The stretch of an input.</summary>
    public SymbolicTensor OfInput(SymbolicTensor x, int axis) =>
        Window(x, axis, Math.Max(0, -Start), Math.Max(0, (int)Math.Min(int.MaxValue, (long)Start + Length - x.Shape[axis])),
            Math.Max(0, Start), Length);

    /// <summary>The reverse of <see cref="OfInput"/>: an input of <paramref name="size"/> that is 0 outside the stretch.</summary>
    public SymbolicTensor ToInput(SymbolicTensor stretch, int axis, int size) =>
        Window(stretch, axis, Math.Max(0, Start), (int)Math.Max(0, (long)size - Start - Length), Math.Max(0, -Start), size);

    private static SymbolicTensor Window(SymbolicTensor x, int axis, int before, int after, int first, int length)
    {
        int rank = x.Shape.Rank;
        if (before > 0 || after > 0) x = Ops.Pad(x, Along(rank, axis, before), Along(rank, axis, after));
        return x.Shape[axis] == length ? x : Ops.Slice(x, Along(rank, axis, first), x.Shape.With(axis, length));
    }

    private static Shape Along(int rank, int axis, int size)
    {
        var sizes = new int[rank];
        sizes[axis] = size;
        return sizes;
    }
}
