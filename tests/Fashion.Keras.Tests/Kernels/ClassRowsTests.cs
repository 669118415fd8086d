using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Rows of scores with equals, NaN and infinities; class numbers inside, between, outside, and NaN.</summary>
public sealed unsafe class ClassRowsTests : VectorKernelContract
{
    internal override Type Kernel => typeof(ClassRows);

    private protected override void Run(KernelCall call)
    {
        foreach (int width in Lengths.Where(w => w > 0))
            foreach (int rows in new[] { 0, 1, 9 })
            {
                double[] scores = Array.ConvertAll(KernelCall.SpecialNumbers(rows * width, 1), v => Math.Round(v * 5)),
                    classes = Classes(rows, width);
                call.Begin($"argmax, {rows} x {width}");
                ClassRows.ArgMax(call.In(scores), call.Out(Reference.ArgMax.Forward(scores, width), 0, 0), rows, width);
                call.End();
                foreach (int k in new[] { 1, 2, width })
                {
                    call.Begin($"top {k}, {rows} x {width}");
                    ClassRows.InTopK(call.In(scores), call.In(classes), call.Out(Reference.InTopK.Forward(scores, classes, width, k), 0, 0),
                        rows, width, k);
                    call.End();
                }
                call.Begin($"one-hot, {rows} x {width}");
                ClassRows.OneHot(call.In(classes), call.Out(Reference.OneHot.Forward(classes, width), 0, 0), rows, width);
                call.End();
            }
    }

    /// <summary>A class number of every kind.</summary>
    internal static double[] Classes(int rows, int width)
    {
        double[] kinds = [0, width - 1, width, -1, -0.5, width - 0.5, double.NaN, double.PositiveInfinity, width / 2];
        return [.. Enumerable.Range(0, rows).Select(r => rows == 1 ? width / 2 : kinds[r % kinds.Length])];
    }
}
