using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>The loops themselves, with functions that are exact; results apart from their operands and in place of each.</summary>
public sealed unsafe class ElementwiseLoopsTests : VectorKernelContract
{
    internal override Type Kernel => typeof(ElementwiseLoops);

    private protected override void Run(KernelCall call)
    {
        foreach (int count in Lengths)
        {
            double[] x = KernelCall.SpecialNumbers(count, 1), y = KernelCall.Numbers(count, 2),
                condition = [.. Enumerable.Range(0, count).Select(i => i % 3 == 0 ? 0 : i % 7 == 1 ? double.NaN : i)];
            double[] negated = Array.ConvertAll(x, v => -v), sums = [.. x.Zip(y, (a, b) => (double)((float)a + (float)b))],
                selected = [.. Enumerable.Range(0, count).Select(i => condition[i] != 0 ? x[i] : y[i])];
            call.Begin($"fill {count}");
            ElementwiseLoops.Fill(0.25f, call.Out([.. Enumerable.Repeat(0.25, count)], 0, 0), count);
            call.End();
            call.Begin($"unary {count}");
            ElementwiseLoops.Unary<UnaryFunctions.Negate>(call.In(x), call.Out(negated, 0, 0), count);
            call.End();
            call.Begin($"unary in place {count}");
            float* inPlace = call.InOut(x, negated, 0, 0);
            ElementwiseLoops.Unary<UnaryFunctions.Negate>(inPlace, inPlace, count);
            call.End();
            call.Begin($"wide in place {count}");
            inPlace = call.InOut(x, Array.ConvertAll(x, v => Math.Clamp((double)((float)v * (1f / 6) + 0.5f), 0, 1)), 1e-7, 1e-6);
            ElementwiseLoops.Wide<GateFunctions.HardSigmoid>(inPlace, inPlace, count);
            call.End();
            call.Begin($"binary {count}");
            ElementwiseLoops.Binary<BinaryFunctions.Add>(call.In(x), call.In(y), call.Out(sums, 0, 0), count);
            call.End();
            call.Begin($"binary in place of the left side {count}");
            inPlace = call.InOut(x, sums, 0, 0);
            ElementwiseLoops.Binary<BinaryFunctions.Add>(inPlace, call.In(y), inPlace, count);
            call.End();
            call.Begin($"binary in place of the right side {count}");
            inPlace = call.InOut(y, sums, 0, 0);
            ElementwiseLoops.Binary<BinaryFunctions.Add>(call.In(x), inPlace, inPlace, count);
            call.End();
            call.Begin($"select {count}");
            ElementwiseLoops.Select(call.In(condition), call.In(x), call.In(y), call.Out(selected, 0, 0), count);
            call.End();
            call.Begin($"select in place of the condition {count}");
            inPlace = call.InOut(condition, selected, 0, 0);
            ElementwiseLoops.Select(inPlace, call.In(x), call.In(y), inPlace, count);
            call.End();
        }
    }
}
