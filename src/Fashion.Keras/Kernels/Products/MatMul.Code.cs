namespace Fashion.Keras.Kernels;

// What the products call.
internal static unsafe partial class MatMul
{
    private static readonly KernelCode Entry = KernelCode.Of(typeof(MatMul), nameof(Multiply));
    private static readonly KernelCode EntryTransposed = KernelCode.Of(typeof(MatMul), nameof(MultiplyTransposed));

    /// <summary>The code of a product whose result has so many rows and columns.</summary>
    public static KernelCode MultiplyCode(int rows, int columns) => KernelCode.All(Entry, Tile.MultiplyCode(rows, columns));

    /// <summary>The code of a product with a transposed right side.</summary>
    public static KernelCode MultiplyTransposedCode(in MatMulSizes s) => KernelCode.All(EntryTransposed,
        TurnsRight(s) ? MultiplyCode(s.Rows, s.Columns) : MultiplyCode(s.Columns, s.Rows));
}
