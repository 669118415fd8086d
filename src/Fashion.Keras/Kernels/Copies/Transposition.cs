using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fashion.Keras.Kernels;

/// <summary>
/// d[j][i] = s[i][j] for row-major matrices with any distance between their rows. Blocks of 4 x 4 go through four registers
/// (two rounds of interleaving); the last rows and columns are copied one by one.
/// </summary>
internal static unsafe class Transposition
{
    private const int Block = 4;

    /// <summary>Copies a matrix of so many rows and columns.</summary>
    public static void Copy(float* source, nint sourceRow, float* destination, nint destinationRow, int rows, int columns)
    {
        KernelGuard.Count(rows);
        KernelGuard.Count(columns);
        KernelGuard.Holds(rows < 2 || columns == 0 || sourceRow >= columns, sourceRow);
        KernelGuard.Holds(columns < 2 || rows == 0 || destinationRow >= rows, destinationRow);
        KernelGuard.Memory(source, Span(rows, columns, sourceRow));
        KernelGuard.Memory(destination, Span(columns, rows, destinationRow));
        KernelGuard.Apart(destination, Span(columns, rows, destinationRow), source, Span(rows, columns, sourceRow));
        int blockRows = Sse.IsSupported ? rows / Block * Block : 0, blockColumns = columns / Block * Block;
        for (int i = 0; i < blockRows; i += Block)
        {
            float* s = source + i * sourceRow, d = destination + i;
            for (int j = 0; j < blockColumns; j += Block)
            {
                Copy4x4(s, sourceRow, d, destinationRow);
                s += Block;
                d += Block * destinationRow;
            }
            Single(source, sourceRow, destination, destinationRow, i, i + Block, blockColumns, columns);
        }
        Single(source, sourceRow, destination, destinationRow, blockRows, rows, 0, columns);
    }

    // Floats from the first to the last of a matrix, inclusive.
    private static nint Span(int rows, int columns, nint row) => rows == 0 || columns == 0 ? 0 : (rows - 1) * row + columns;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy4x4(float* s, nint sourceRow, float* d, nint destinationRow)
    {
        Vector128<float> r0 = Sse.LoadVector128(s), r1 = Sse.LoadVector128(s + sourceRow), r2 = Sse.LoadVector128(s + 2 * sourceRow),
            r3 = Sse.LoadVector128(s + 3 * sourceRow);
        Vector128<float> low01 = Sse.UnpackLow(r0, r1), high01 = Sse.UnpackHigh(r0, r1), low23 = Sse.UnpackLow(r2, r3),
            high23 = Sse.UnpackHigh(r2, r3);
        Sse.Store(d, Sse.MoveLowToHigh(low01, low23));
        Sse.Store(d + destinationRow, Sse.MoveHighToLow(low23, low01));
        Sse.Store(d + 2 * destinationRow, Sse.MoveLowToHigh(high01, high23));
        Sse.Store(d + 3 * destinationRow, Sse.MoveHighToLow(high23, high01));
    }

    private static void Single(float* source, nint sourceRow, float* destination, nint destinationRow, int firstRow, int endRow,
        int firstColumn, int endColumn)
    {
        for (int j = firstColumn; j < endColumn; j++)
            for (int i = firstRow; i < endRow; i++)
                destination[j * destinationRow + i] = source[i * sourceRow + j];
    }
}
