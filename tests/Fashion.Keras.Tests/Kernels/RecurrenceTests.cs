using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>Rows of all lengths from both ends, with factors and without.</summary>
public sealed unsafe class RecurrenceTests : VectorKernelContract
{
    private const int Rows = 3;

    internal override Type Kernel => typeof(Recurrence);

    private protected override void Run(KernelCall call)
    {
        foreach (int width in Lengths)
            foreach (bool reverse in new[] { false, true })
            {
                double[] terms = KernelCall.SpecialNumbers(Rows * width, 1), factors = KernelCall.Numbers(Rows * width, 2);
                call.Begin($"sums of rows of {width}, reverse {reverse}");
                Recurrence.Run(call.In(terms), null, call.Out(Reference.Recurrence.Forward(terms, null, width, reverse), 1e-5, 1e-6), Rows,
                    width, reverse);
                call.End();
                call.Begin($"recurrence of rows of {width}, reverse {reverse}");
                Recurrence.Run(call.In(terms), call.In(factors),
                    call.Out(Reference.Recurrence.Forward(terms, factors, width, reverse), 1e-6, 1e-6), Rows, width, reverse);
                call.End();
            }
    }
}
