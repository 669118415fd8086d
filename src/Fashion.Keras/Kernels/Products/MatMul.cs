using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Matrix products c[i][j] = start + sum over p of a[i][p] * b[p][j] on row-major matrices with any distance between rows.
/// <para>
/// The left side is addressed as a[i * ARow + p * AStep], so it can be a matrix or a transposed one; a transposed right side
/// has an entry of its own. A caller that owns a part of the result passes pointers into the matrices and the part's sizes.
/// </para>
/// <para>
/// Blocking: the right side is visited in blocks of rows and columns that stay in the first-level cache while all rows of the
/// left side pass; sums between two blocks of rows rest in the result. The order of additions depends on the inner size only.
/// </para>
/// </summary>
internal static unsafe partial class MatMul
{
    // Steps of the inner dimension between two visits of the result, and floats of the right side that stay cached with it.
    private const int InnerBlock = 256, CachedFloats = 8192;

    /// <summary>The product of a left side in either order with a row-major right side.</summary>
    public static void Multiply(float* a, float* b, float* c, in MatMulSizes s, TileStart start = TileStart.Zero, float* row = null)
    {
        if (Simd.Has512) Multiply<Simd512, Vector512<float>>(a, b, c, s, start, row);
        else if (Simd.Has256) Multiply<Simd256, Vector256<float>>(a, b, c, s, start, row);
        else Multiply<Simd128, Vector128<float>>(a, b, c, s, start, row);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TSimd, TVector>(float* a, float* b, float* c, in MatMulSizes s, TileStart start, float* row)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Memory(a, s.ASpan);
        KernelGuard.Memory(b, s.BSpan);
        KernelGuard.Memory(c, s.CSpan);
        KernelGuard.Apart(c, s.CSpan, a, s.ASpan);
        KernelGuard.Apart(c, s.CSpan, b, s.BSpan);
        KernelGuard.Memory(row, start == TileStart.Row ? s.Columns : 0);
        int rows = s.Rows, inner = s.Inner, columns = s.Columns;
        TileProduct p = default;
        p.Step = s.AStep;
        p.Segments = 1;
        p.BRow = s.BRow;
        // With few rows a block of the right side is hardly used again; then the result is visited once.
        int block = rows <= 2 * TSimd.TileRows ? inner : InnerBlock;
        int panel = Math.Max(1, CachedFloats / Math.Max(1, Math.Min(inner, block)) / (2 * TSimd.Count)) * 2 * TSimd.Count;
        for (int j = 0; j < columns; j += panel)
        {
            int width = Math.Min(panel, columns - j), first = 0;
            do
            {
                p.Length = Math.Min(block, inner - first);
                p.Start = first == 0 ? start : TileStart.Result;
                for (int i = 0; i < rows; i += TSimd.TileRows)
                {
                    int height = Math.Min(TSimd.TileRows, rows - i);
                    for (int r = 0; r < height; r++)
                    {
                        p.A[r] = a + (i + r) * s.ARow + first * s.AStep;
                        p.C[r] = c + (i + r) * s.CRow + j;
                    }
                    p.B = b + first * s.BRow + j;
                    p.Row = row + j;
                    Tile.Multiply<TSimd, TVector>(ref p, height, width);
                }
                first += block;
            }
            while (first < inner);
        }
    }

    // The side that is cheaper to turn.
    private static bool TurnsRight(in MatMulSizes s) => (long)s.Rows * (s.Inner + s.Columns) > (long)s.Inner * s.Columns;

    /// <summary>Floats of scratch for <see cref="MultiplyTransposed(float*, float*, float*, in MatMulSizes, float*)"/>.</summary>
    public static long TransposedScratch(int inner) => (inner + 16L) * 2 * 16;

    /// <summary>
    /// c[i][j] = sum over p of a[i][p] * b[j][p], the columns of a side by side. Columns of registers would run across b's rows, so one
    /// side has to be transposed: the one for which that is cheaper, a panel of two registers at a time.
    /// </summary>
    public static void MultiplyTransposed(float* a, float* b, float* c, in MatMulSizes s, float* scratch)
    {
        if (Simd.Has512) MultiplyTransposed<Simd512, Vector512<float>>(a, b, c, s, scratch);
        else if (Simd.Has256) MultiplyTransposed<Simd256, Vector256<float>>(a, b, c, s, scratch);
        else MultiplyTransposed<Simd128, Vector128<float>>(a, b, c, s, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyTransposed<TSimd, TVector>(float* a, float* b, float* c, in MatMulSizes s, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Holds(s.AStep == 1, s);
        KernelGuard.Memory(a, s.ASpan);
        KernelGuard.Memory(b, s.BTransposedSpan);
        KernelGuard.Memory(c, s.CSpan);
        KernelGuard.Memory(scratch, TransposedScratch(s.Inner));
        KernelGuard.Apart(c, s.CSpan, a, s.ASpan);
        KernelGuard.Apart(c, s.CSpan, b, s.BTransposedSpan);
        KernelGuard.Apart(scratch, TransposedScratch(s.Inner), a, s.ASpan);
        int rows = s.Rows, inner = s.Inner, columns = s.Columns, panel = 2 * TSimd.Count;
        if (TurnsRight(s))
        {
            for (int j = 0; j < columns; j += panel)
            {
                int width = Math.Min(panel, columns - j);
                Transposition.Copy(b + j * s.BRow, s.BRow, scratch, panel, width, inner);
                Multiply<TSimd, TVector>(a, scratch, c + j, s with { Columns = width, BRow = panel }, TileStart.Zero, null);
            }
            return;
        }
        // The transposed result: b's rows times transposed rows of a, written down in blocks of 16 columns of c.
        const int blockColumns = 16;
        float* block = scratch + (nint)inner * panel;
        for (int i = 0; i < rows; i += panel)
        {
            int height = Math.Min(panel, rows - i);
            Transposition.Copy(a + i * s.ARow, s.ARow, scratch, panel, height, inner);
            for (int j = 0; j < columns; j += blockColumns)
            {
                int width = Math.Min(blockColumns, columns - j);
                Multiply<TSimd, TVector>(b + j * s.BRow, scratch, block, new MatMulSizes(width, inner, height, s.BRow, 1, panel, panel),
                    TileStart.Zero, null);
                Transposition.Copy(block, panel, c + i * s.CRow + j, s.CRow, width, height);
            }
        }
    }
}
