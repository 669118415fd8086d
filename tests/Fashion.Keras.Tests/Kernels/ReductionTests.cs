using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// One number per row, few and many numbers side by side, and some columns of wider rows; sums, products, maxima and minima, NaN included.
/// </summary>
public sealed unsafe class ReductionTests : VectorKernelContract
{
    internal override Type Kernel => typeof(Reduction);

    private protected override void Run(KernelCall call)
    {
        foreach (int inner in Enumerable.Range(0, 21).Concat([31, 32, 33, 63, 64, 70]))
            foreach (int reduced in new[] { 0, 1, 2, 7, 33, 200 })
                foreach (int outer in new[] { 0, 1, 3 })
                    foreach (int gap in new[] { 0, 3 })
                    {
                        ReductionSizes s = new(outer, reduced, inner, inner + gap);
                        double[] x = KernelCall.Numbers((int)s.SourceSpan, 1);
                        if (x.Length > 50) (x[10], x[40]) = (double.NaN, double.NegativeInfinity);
                        Fold<BinaryFunctions.Add>(call, s, x, 0, 0.25f, (a, b) => a + b);
                        Fold<BinaryFunctions.Multiply>(call, s, Array.ConvertAll(x, v => 1 + v / 8), 1, 1, (a, b) => a * b);
                        Fold<BinaryFunctions.Maximum>(call, s, x, float.NegativeInfinity, 1, Math.Max);
                        Fold<BinaryFunctions.Minimum>(call, s, x, float.PositiveInfinity, 1, Math.Min);
                    }
    }

    private static void Fold<TFold>(KernelCall call, ReductionSizes s, double[] x, float start, float scale,
        Func<double, double, double> fold)
        where TFold : IBinaryFunction
    {
        double[] want = new double[s.Outer * s.Inner];
        Array.Fill(want, start);
        for (int a = 0; a < s.Outer; a++)
            for (int r = 0; r < s.Reduced; r++)
                for (int c = 0; c < s.Inner; c++) want[a * s.Inner + c] = fold(want[a * s.Inner + c], x[(a * s.Reduced + r) * s.Row + c]);
        for (int i = 0; i < want.Length; i++) want[i] *= scale;
        call.Begin($"{typeof(TFold).Name}, {s}");
        Reduction.Run<TFold>(call.In(x), call.Out(want, 1e-5, 2e-5), s, start, scale);
        call.End();
    }
}
