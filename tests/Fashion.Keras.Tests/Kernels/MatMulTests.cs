using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>All small sizes, each side transposed, rows with gaps, every start, and a product of several blocks.</summary>
public sealed unsafe class MatMulTests : WidthKernelContract
{
    private static readonly int[] Sizes = [0, 1, 2, 3, 5, 8, 9, 16, 17, 33];

    internal override Type Kernel => typeof(MatMul);

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        foreach (int rows in Sizes)
            foreach (int inner in Sizes)
                foreach (int columns in Sizes)
                {
                    Multiply<TSimd, TVector>(call, new(rows, inner, columns, inner, 1, columns, columns), TileStart.Zero);
                    Multiply<TSimd, TVector>(call, new(rows, inner, columns, 1, rows, columns, columns), TileStart.Zero);
                    MultiplyTransposed<TSimd, TVector>(call, new(rows, inner, columns, inner, 1, inner, columns));
                }
        foreach (TileStart start in Enum.GetValues<TileStart>())
        {
            Multiply<TSimd, TVector>(call, new(37, 600, 75, 600, 1, 75, 75), start);
            Multiply<TSimd, TVector>(call, new(5, 9, 21, 12, 1, 30, 25), start);
        }
        MultiplyTransposed<TSimd, TVector>(call, new(5, 9, 21, 12, 1, 11, 25));
        MultiplyTransposed<TSimd, TVector>(call, new(40, 300, 35, 301, 1, 302, 36));
    }

    private static void Multiply<TSimd, TVector>(KernelCall call, MatMulSizes s, TileStart start)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        double[] a = KernelCall.Numbers((int)s.ASpan, 1), b = KernelCall.Numbers((int)s.BSpan, 2), row = KernelCall.Numbers(s.Columns, 3),
            before = KernelCall.Numbers((int)s.CSpan, 4);
        Spoil(a, b, s.Columns);
        double[] want = Product(s, a, b, before, (c, j) => start switch { TileStart.Zero => 0, TileStart.Row => row[j], _ => c },
            (p, j) => p * s.BRow + j);
        call.Begin($"{s}, start {start}");
        MatMul.Multiply<TSimd, TVector>(call.In(a), call.In(b), call.InOut(before, want, 1e-5, 1e-4), s, start,
            start == TileStart.Row ? call.In(row) : null);
        call.End();
    }

    private static void MultiplyTransposed<TSimd, TVector>(KernelCall call, MatMulSizes s)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        double[] a = KernelCall.Numbers((int)s.ASpan, 1), b = KernelCall.Numbers((int)s.BTransposedSpan, 2),
            before = KernelCall.Numbers((int)s.CSpan, 4);
        Spoil(a, b, s.Columns);
        double[] want = Product(s, a, b, before, (_, _) => 0, (p, j) => j * s.BRow + p);
        call.Begin($"b transposed, {s}");
        MatMul.MultiplyTransposed<TSimd, TVector>(call.In(a), call.In(b), call.InOut(before, want, 1e-5, 1e-4), s,
            call.Scratch(MatMul.TransposedScratch(s.Inner)));
        call.End();
    }

    // In some shapes NaN and infinity pass through.
    private static void Spoil(double[] a, double[] b, int columns)
    {
        if (columns != 5 || a.Length < 9 || b.Length < 9) return;
        (a[1], a[^1], b[3]) = (double.NaN, double.PositiveInfinity, double.NaN);
    }

    // Gaps between rows of c stay as they are.
    private static double[] Product(in MatMulSizes s, double[] a, double[] b, double[] before, Func<double, int, double> start,
        Func<int, int, nint> right)
    {
        double[] want = [.. before];
        for (int i = 0; i < s.Rows; i++)
            for (int j = 0; j < s.Columns; j++)
            {
                double sum = start(before[i * s.CRow + j], j);
                for (int p = 0; p < s.Inner; p++) sum += a[i * s.ARow + p * s.AStep] * b[right(p, j)];
                want[i * s.CRow + j] = sum;
            }
        return want;
    }
}
