using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Rows of all widths, none, one and several of them, some more than once; adding in two parts as two workers would.</summary>
public sealed unsafe class GatherTests : VectorKernelContract
{
    private const int Rows = 5;

    internal override Type Kernel => typeof(Gather);

    private protected override void Run(KernelCall call)
    {
        foreach (int width in Lengths)
            foreach (int[] numbers in new int[][] { [], [3], [0, 4, 2, 2, 1, 4, 0] })
            {
                double[] x = KernelCall.SpecialNumbers(Rows * width, 1), values = KernelCall.SpecialNumbers(numbers.Length * width, 2),
                    places = Array.ConvertAll(numbers, n => (double)n);
                GatherSizes s = new(numbers.Length, Rows, width);
                call.Begin($"gather {s}");
                Gather.Forward(call.In(x), call.In(numbers), call.Out(Reference.Gather.Forward(x, places, width), 0, 0), s);
                call.End();
                call.Begin($"scatter {s}");
                int* at = call.In(numbers);
                float* added = call.In(values), table = call.Out(Reference.Gather.ScatterAdd(places, values, Rows, width), 1e-6, 1e-6);
                Gather.ScatterAdd(at, added, table, s, 0, 2);
                Gather.ScatterAdd(at, added, table, s, 2, Rows);
                call.End();
            }
    }
}
