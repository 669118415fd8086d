using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// y[a, c] = fold over r of x[a, r, c] for row-major x of shape (outer, reduced, inner): every reduction over neighbouring
/// axes. With inner numbers side by side (row: the distance between two of their rows) the accumulators are vectors of y; with inner = 1 a row is folded in lanes (element
/// i in lane i mod width), and the lanes are folded at the end. Order, and so rounding, depends on sizes and vector width only.
/// Tail: one by one.
/// </summary>
internal static unsafe class Reduction
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TFold>(float* x, float* y, int outer, int reduced, int inner, nint row, float start, float scale) where TFold : IBinaryFunction
    {
        for (int a = 0; a < outer; a++, x += reduced * row, y += inner)
        {
            if (inner == 1 && row == 1) *y = Row<TFold>(x, reduced, start) * scale;
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
            for (i = Vector<float>.Count; i <= count - Vector<float>.Count; i += Vector<float>.Count) lanes = TFold.Apply(lanes, Vector.Load(x + i));
            for (int lane = 0; lane < Vector<float>.Count; lane++) result = Fold<TFold>(result, lanes[lane]);
        }
        for (; i < count; i++) result = Fold<TFold>(result, x[i]);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns<TFold>(float* x, float* y, int reduced, int inner, nint row, float start, float scale) where TFold : IBinaryFunction
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Fold<TFold>(float x, float y) where TFold : IBinaryFunction => TFold.Apply(Vector.CreateScalar(x), Vector.CreateScalar(y)).ToScalar();
}
