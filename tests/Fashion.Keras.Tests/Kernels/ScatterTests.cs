using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Rows of all widths, none, one and several of them, some more than once; in two parts as two workers would.</summary>
public sealed unsafe class ScatterTests : VectorKernelContract
{
    private const int Rows = 5;

    internal override Type Kernel => typeof(Scatter);

    private protected override void Run(KernelCall call)
    {
        foreach (int width in Lengths)
            foreach (int[] numbers in new int[][] { [], [3], [0, 4, 2, 2, 1, 4, 0] })
            {
                double[] table = KernelCall.Numbers(Rows * width, 1), rows = KernelCall.Numbers(numbers.Length * width, 2),
                    places = Array.ConvertAll(numbers, n => (double)n);
                GatherSizes s = new(numbers.Length, Rows, width);
                call.Begin($"products of {s}");
                float* before = call.In(table), changes = call.In(rows),
                    y = call.Out(Reference.Scatter.Forward(table, places, rows, width, (x, v) => x * v), 1e-6, 1e-6);
                int* at = call.In(numbers);
                Scatter.Run<BinaryFunctions.Multiply>(before, at, changes, y, s, 0, 2);
                Scatter.Run<BinaryFunctions.Multiply>(before, at, changes, y, s, 2, Rows);
                call.End();
                call.Begin($"largest of {s}");
                Scatter.Run<BinaryFunctions.Maximum>(call.In(table), call.In(numbers), call.In(rows),
                    call.Out(Reference.Scatter.Forward(table, places, rows, width, Math.Max), 0, 0), s, 0, Rows);
                call.End();
            }
    }
}
