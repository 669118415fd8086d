using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// y[a, c] = fold over r of x[a, r, c] for row-major x of shape (outer, reduced, inner): every reduction over neighbouring
/// axes. With inner numbers side by side the accumulators are vectors of y; with inner = 1 a row is folded in lanes (element i in
/// lane i mod width), and the lanes are folded at the end; few numbers side by side are folded in lanes, too, over as many rows
/// as fill whole vectors. Order, and so rounding, depends on sizes and vector width only. Tail: one by one.
/// </summary>
internal static unsafe class Reduction
{
    /// <summary>The code of <see cref="Run"/> for one function.</summary>
    public static KernelCode RunCode<TFold>(in ReductionSizes s) where TFold : IBinaryFunction =>
        s is { Inner: 1, Row: 1 } ? Codes<TFold>.Row
        : s.Inner <= MostNarrow && s.Row == s.Inner ? Codes<TFold>.Narrow
        : Codes<TFold>.Columns;

    /// <summary>
    /// Numbers side by side that are folded over several rows at once. Only wider rows may be shared out by columns: no number may depend
    /// on where the cut is.
    /// </summary>
    public const int MostNarrow = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TFold>(float* x, float* y, in ReductionSizes s, float start, float scale) where TFold : IBinaryFunction
    {
        KernelGuard.Sizes(s);
        KernelGuard.Memory(x, s.SourceSpan);
        KernelGuard.Memory(y, (long)s.Outer * s.Inner);
        KernelGuard.Apart(y, (long)s.Outer * s.Inner, x, s.SourceSpan);
        int reduced = s.Reduced, inner = s.Inner;
        if (inner == 0) return;
        nint row = s.Row;
        for (int a = 0; a < s.Outer; a++, x += reduced * row, y += inner)
        {
            if (inner == 1 && row == 1) *y = Row<TFold>(x, reduced, start) * scale;
            else if (inner <= MostNarrow && row == inner) Narrow<TFold>(x, y, reduced, inner, start, scale);
            else Columns<TFold>(x, y, reduced, inner, row, start, scale);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Row<TFold>(float* x, int count, float start) where TFold : IBinaryFunction
    {
        int i = 0;
        float result = start;
        if (count >= 2 * Vector<float>.Count)
        {
            Vector<float> lanes = Vector.Load(x);
            for (i = Vector<float>.Count; i <= count - Vector<float>.Count; i += Vector<float>.Count)
                lanes = TFold.Apply(lanes, Vector.Load(x + i));
            for (int lane = 0; lane < Vector<float>.Count; lane++) result = Fold<TFold>(result, lanes[lane]);
        }
        for (; i < count; i++) result = Fold<TFold>(result, x[i]);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns<TFold>(float* x, float* y, int reduced, int inner, nint row, float start, float scale)
        where TFold : IBinaryFunction
    {
        int c = 0;
        for (; c <= inner - 4 * Vector<float>.Count; c += 4 * Vector<float>.Count)
        {
            Vector<float> s0 = Vector.Create(start), s1 = s0, s2 = s0, s3 = s0;
            float* at = x + c;
            for (int r = 0; r < reduced; r++, at += row)
            {
                s0 = TFold.Apply(s0, Vector.Load(at));
                s1 = TFold.Apply(s1, Vector.Load(at + Vector<float>.Count));
                s2 = TFold.Apply(s2, Vector.Load(at + 2 * Vector<float>.Count));
                s3 = TFold.Apply(s3, Vector.Load(at + 3 * Vector<float>.Count));
            }
            (s0 * scale).Store(y + c);
            (s1 * scale).Store(y + c + Vector<float>.Count);
            (s2 * scale).Store(y + c + 2 * Vector<float>.Count);
            (s3 * scale).Store(y + c + 3 * Vector<float>.Count);
        }
        for (; c <= inner - Vector<float>.Count; c += Vector<float>.Count)
        {
            Vector<float> sum = Vector.Create(start);
            for (int r = 0; r < reduced; r++) sum = TFold.Apply(sum, Vector.Load(x + c + r * row));
            (sum * scale).Store(y + c);
        }
        for (; c < inner; c++)
        {
            float sum = start;
            for (int r = 0; r < reduced; r++) sum = Fold<TFold>(sum, x[c + r * row]);
            y[c] = sum * scale;
        }
    }

    // At least eight vectors at a time, or one would wait for the last one's sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<TFold>(float* x, float* y, int reduced, int inner, float start, float scale) where TFold : IBinaryFunction
    {
        int rows = 1;
        while (rows * inner % Vector<float>.Count != 0 || rows * inner < 8 * Vector<float>.Count) rows++;
        int count = rows * inner, r = 0;
        float* lanes = stackalloc float[count];
        for (int i = 0; i < count; i++) lanes[i] = start;
        for (; r <= reduced - rows; r += rows, x += count)
            for (int i = 0; i < count; i += Vector<float>.Count) TFold.Apply(Vector.Load(lanes + i), Vector.Load(x + i)).Store(lanes + i);
        for (int c = 0; c < inner; c++)
        {
            float sum = start;
            for (int i = c; i < count; i += inner) sum = Fold<TFold>(sum, lanes[i]);
            for (int i = 0; i < reduced - r; i++) sum = Fold<TFold>(sum, x[c + i * inner]);
            y[c] = sum * scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Fold<TFold>(float x, float y) where TFold : IBinaryFunction =>
        TFold.Apply(Vector.CreateScalar(x), Vector.CreateScalar(y)).ToScalar();

    private static class Codes<TFold>
        where TFold : IBinaryFunction
    {
        public static readonly KernelCode Row = KernelCode.OfRunning(x => Run<TFold>(x, x + 16, new ReductionSizes(1, 8, 1, 1), 0, 1));
        public static readonly KernelCode Narrow = KernelCode.OfRunning(x => Run<TFold>(x, x + 16, new ReductionSizes(1, 2, 8, 8), 0, 1));
        public static readonly KernelCode Columns = KernelCode.OfRunning(x => Run<TFold>(x, x + 24, new ReductionSizes(1, 2, 8, 16), 0, 1));
    }
}
