using Fashion.Keras.Kernels;
using Reference = Fashion.Keras.Kernels.Reference;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Rows of all widths at numbers inside, between and far outside a table, and NaN: nothing outside the table is touched.</summary>
public sealed unsafe class GatherTests : VectorKernelContract
{
    private const int Rows = 5;

    internal override Type Kernel => typeof(Gather);

    private protected override void Run(KernelCall call)
    {
        foreach (int width in Lengths)
            foreach (double[] indices in new double[][] { [], [3], [0, 4, 2.7, 2, -1, 5, 1e30, -1e30, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 4] })
            {
                double[] x = KernelCall.SpecialNumbers(Rows * width, 1), values = KernelCall.SpecialNumbers(indices.Length * width, 2);
                GatherSizes s = new(indices.Length, Rows, width);
                call.Begin($"gather {s}");
                Gather.Forward(call.In(x), call.In(indices), call.Out(Reference.Gather.Forward(x, indices, Rows, width), 0, 0), s);
                call.End();
                call.Begin($"scatter {s}");
                float* at = call.In(indices), added = call.In(values), table = call.Out(Reference.Gather.ScatterAdd(indices, values, Rows, width), 1e-6, 1e-6);
                Gather.ScatterAdd(at, added, table, s, 0, 2);
                Gather.ScatterAdd(at, added, table, s, 2, Rows);
                call.End();
            }
    }
}
