using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>All small matrices, rows without gaps and with.</summary>
public sealed unsafe class TranspositionTests : VectorKernelContract
{
    internal override Type Kernel => typeof(Transposition);

    private protected override void Run(KernelCall call)
    {
        for (int rows = 0; rows < 19; rows++)
            for (int columns = 0; columns < 19; columns++)
                foreach (int gap in new[] { 0, 3 })
                {
                    int sourceRow = columns + gap, targetRow = rows + gap,
                        sourceCount = rows * columns == 0 ? 0 : (rows - 1) * sourceRow + columns,
                        targetCount = rows * columns == 0 ? 0 : (columns - 1) * targetRow + rows;
                    double[] x = KernelCall.SpecialNumbers(sourceCount, 1), want = new double[targetCount];
                    // Gaps stay as they are.
                    Array.Fill(want, KernelCall.Unwritten);
                    for (int i = 0; i < rows; i++)
                        for (int j = 0; j < columns; j++) want[j * targetRow + i] = x[i * sourceRow + j];
                    call.Begin($"{rows} x {columns}, gaps of {gap}");
                    Transposition.Copy(call.In(x), sourceRow, call.Out(want, 0, 0), targetRow, rows, columns);
                    call.End();
                }
    }
}
