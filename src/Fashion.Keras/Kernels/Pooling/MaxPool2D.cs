using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Largest number of every window and channel, and where in its window it was (row * window width + column, the first of
/// equals, as int32). NaN wins over every number. Layout NHWC; channels are the vector lanes, the last few are done one by
/// one. Everything runs over images [first, end).
/// </summary>
internal static unsafe class MaxPool2D
{
    /// <summary>The code of <c>Forward</c>.</summary>
    public static readonly KernelCode ForwardCode = KernelCode.Of(typeof(MaxPool2D), nameof(Forward), nameof(Window));

    /// <summary>The code of <c>Backward</c>.</summary>
    public static readonly KernelCode BackwardCode = KernelCode.Of(typeof(MaxPool2D), nameof(Backward), nameof(Cell));

    /// <summary>y and position from x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* x, float* y, int* position, in Pool2DWindow w, int first, int end)
    {
        KernelGuard.Sizes(w);
        KernelGuard.Range(first, end, int.MaxValue);
        KernelGuard.Memory(x, (long)end * w.ImageLength);
        KernelGuard.Memory(position, (long)end * w.ResultLength);
        KernelGuard.Memory(y, (long)end * w.ResultLength);
        KernelGuard.Apart(y, (long)end * w.ResultLength, x, (long)end * w.ImageLength);
        KernelGuard.Apart(y, (long)end * w.ResultLength, position, (long)end * w.ResultLength);
        for (int n = first; n < end; n++)
        {
            float* image = x + (nint)n * w.ImageLength;
            for (int i = 0; i < w.OutHeight; i++)
            {
                var rows = w.Rows(i);
                for (int j = 0; j < w.OutWidth; j++)
                {
                    var columns = w.Columns(j);
                    nint at = ((nint)(n * w.OutHeight + i) * w.OutWidth + j) * w.Channels;
                    float* corner =
                        image + ((nint)(i * w.StrideHeight - w.PadTop) * w.Width + (j * w.StrideWidth - w.PadLeft)) * w.Channels;
                    Window(corner, y + at, position + at, w, rows.First, rows.End, columns.First, columns.End);
                }
            }
        }
    }

    /// <summary>dx from position and dy: every gradient goes to the cell that won its window; overlapping windows add up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(int* position, float* dy, float* dx, in Pool2DWindow w, int first, int end)
    {
        KernelGuard.Sizes(w);
        KernelGuard.Range(first, end, int.MaxValue);
        KernelGuard.Memory(dy, (long)end * w.ResultLength);
        KernelGuard.Memory(position, (long)end * w.ResultLength);
        KernelGuard.Memory(dx, (long)end * w.ImageLength);
        KernelGuard.Apart(dx, (long)end * w.ImageLength, dy, (long)end * w.ResultLength);
        KernelGuard.Apart(dx, (long)end * w.ImageLength, position, (long)end * w.ResultLength);
        new Span<float>(dx + (nint)first * w.ImageLength, (end - first) * w.ImageLength).Clear();
        for (int n = first; n < end; n++)
        {
            float* image = dx + (nint)n * w.ImageLength;
            for (int i = 0; i < w.OutHeight; i++)
            {
                var rows = w.Rows(i);
                for (int j = 0; j < w.OutWidth; j++)
                {
                    var columns = w.Columns(j);
                    nint at = ((nint)(n * w.OutHeight + i) * w.OutWidth + j) * w.Channels;
                    float* corner =
                        image + ((nint)(i * w.StrideHeight - w.PadTop) * w.Width + (j * w.StrideWidth - w.PadLeft)) * w.Channels;
                    for (int p = rows.First; p < rows.End; p++)
                        for (int q = columns.First; q < columns.End; q++)
                            Cell(position + at, dy + at, corner + ((nint)p * w.Width + q) * w.Channels, p * w.WindowWidth + q, w.Channels);
                }
            }
        }
    }

    // One window for all channels: a register holds the best of some channels, another where it was.
    private static void Window(float* corner, float* y, int* position, in Pool2DWindow w, int firstRow, int endRow, int firstColumn,
        int endColumn)
    {
        int c = 0;
        for (; c <= w.Channels - Vector<float>.Count; c += Vector<float>.Count)
        {
            var best = Vector.Create(float.NegativeInfinity);
            var place = Vector.Create(-1);
            for (int p = firstRow; p < endRow; p++)
                for (int q = firstColumn; q < endColumn; q++)
                {
                    Vector<float> candidate = Vector.Load(corner + ((nint)p * w.Width + q) * w.Channels + c);
                    // Also where nothing has won yet (a window of minus infinities), and where a NaN meets a number.
                    Vector<int> wins = Vector.GreaterThan(candidate, best) | Vector.LessThan(place, Vector<int>.Zero)
                        | Vector.AndNot(Vector.Equals(best, best), Vector.Equals(candidate, candidate));
                    best = Vector.ConditionalSelect(wins, candidate, best);
                    place = Vector.ConditionalSelect(wins, Vector.Create(p * w.WindowWidth + q), place);
                }
            best.Store(y + c);
            place.Store(position + c);
        }
        for (; c < w.Channels; c++)
        {
            float best = float.NegativeInfinity;
            int place = -1;
            for (int p = firstRow; p < endRow; p++)
                for (int q = firstColumn; q < endColumn; q++)
                {
                    float candidate = corner[((nint)p * w.Width + q) * w.Channels + c];
                    if (!(candidate > best || place < 0 || (float.IsNaN(candidate) && !float.IsNaN(best)))) continue;
                    (best, place) = (candidate, p * w.WindowWidth + q);
                }
            (y[c], position[c]) = (best, place);
        }
    }

    private static void Cell(int* position, float* dy, float* dx, int cell, int channels)
    {
        int c = 0;
        var here = Vector.Create(cell);
        for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
        {
            Vector<float> gradient =
                Vector.ConditionalSelect(Vector.Equals(Vector.Load(position + c), here), Vector.Load(dy + c), Vector<float>.Zero);
            (Vector.Load(dx + c) + gradient).Store(dx + c);
        }
        for (; c < channels; c++)
            if (position[c] == cell) dx[c] += dy[c];
    }
}
