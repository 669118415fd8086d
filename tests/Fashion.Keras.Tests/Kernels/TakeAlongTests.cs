using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Rows of all lengths, none, one and several positions in each, some more than once.</summary>
public sealed unsafe class TakeAlongTests : VectorKernelContract
{
    private const int Rows = 3;

    internal override Type Kernel => typeof(TakeAlong);

    private protected override void Run(KernelCall call)
    {
        foreach (int width in Lengths.Where(length => length > 0))
            foreach (int taken in new[] { 0, 1, 7 })
            {
                double[] x = KernelCall.SpecialNumbers(Rows * width, 1), values = KernelCall.Numbers(Rows * taken, 2);
                int[] positions = [.. Enumerable.Range(0, Rows * taken).Select(i => i * 5 % width)];
                double[] places = Array.ConvertAll(positions, p => (double)p);
                call.Begin($"{taken} elements of rows of {width}");
                TakeAlong.Forward(call.In(x), call.In(positions),
                    call.Out(Reference.TakeAlong.Forward(x, places, width, Math.Max(taken, 1)), 0, 0), Rows, width, taken);
                call.End();
                if (taken == 0) continue;
                call.Begin($"{taken} elements added into rows of {width}");
                TakeAlong.Add(call.In(positions), call.In(values),
                    call.Out(Reference.TakeAlong.Add(places, values, width, taken), 1e-6, 1e-6), Rows, width, taken);
                call.End();
            }
    }
}
