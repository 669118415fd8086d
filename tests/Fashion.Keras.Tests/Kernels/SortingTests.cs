using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Rows of all lengths with NaN, infinities and equal numbers, in both directions; places in a sorted row.</summary>
public sealed unsafe class SortingTests : VectorKernelContract
{
    private const int Rows = 3;

    internal override Type Kernel => typeof(Sorting);

    private protected override void Run(KernelCall call)
    {
        foreach (int width in Lengths)
        {
            double[] x = KernelCall.SpecialNumbers(Rows * width, 1);
            foreach (bool descending in new[] { false, true })
            {
                call.Begin($"order of rows of {width}, descending {descending}");
                Sorting.ArgSort(call.In(x), call.Out(Reference.Sorting.ArgSort(x, width, descending), 0, 0), Rows, width, descending);
                call.End();
            }
            double[] sorted = [.. KernelCall.Numbers(width, 2).Select(v => Math.Round(v, 1)).Select(v => (double)(float)v).Order()];
            foreach (bool right in new[] { false, true })
            {
                double[] searched = [.. KernelCall.SpecialNumbers(width, 3), .. sorted];
                call.Begin($"places in a row of {width}, right {right}");
                Sorting.Search(call.In(sorted), width, call.In(searched), call.Out(Reference.Sorting.Search(sorted, searched, right), 0, 0),
                    searched.Length, right);
                call.End();
            }
        }
    }
}
