using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// The inner loops of every matrix product and convolution: c[r][j] = start + sum over segments s and steps i of
/// a[r][s * AShift + i * Step] * b[i'][j], where b's rows i' follow one another, BRow apart, and BShift further between segments.
/// <para>
/// Layout: the rows of a and c are given by pointers, so a row may be a row or a column of a matrix, or the patch of an image
/// under a convolution kernel; segments are the patch's rows. b is row-major.
/// </para>
/// <para>
/// What is accumulated where: all sums of a tile stay in registers; one number of a is spread over a register and multiplied
/// with one or two registers of b. Sums run in order of segments and steps, whatever the tile, width or number of threads.
/// </para>
/// <para>
/// Tails: missing rows repeat the last one (the same sums, stored to the same place); columns that do not fill two registers
/// take the one-register tile with masked loads and stores, so nothing outside the matrices is touched.
/// </para>
/// </summary>
internal static unsafe partial class Tile
{
    /// <summary>Rows that a tile can have; the arrays of <see cref="TileProduct"/> hold as many pointers.</summary>
    public const int MaxRows = 8;

    /// <summary>Computes all columns of a block of rows.</summary>
    /// <param name="p">The block; its pointers stand at column 0 and are moved along.</param>
    /// <param name="rows">Rows, 1 to <see cref="MaxRows"/>, at most the width's own number.</param>
    /// <param name="columns">Columns, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TSimd, TVector>(ref TileProduct p, int rows, int columns)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Product(p, rows, columns, TSimd.TileRows);
        for (int r = rows; r < MaxRows; r++)
        {
            p.A[r] = p.A[rows - 1];
            p.C[r] = p.C[rows - 1];
        }
        while (columns >= 2 * TSimd.Count)
        {
            if (rows <= 4) Multiply4x2<TSimd, TVector>(in p);
            else Multiply8x2<TSimd, TVector>(in p);
            p.MoveColumns(2 * TSimd.Count);
            columns -= 2 * TSimd.Count;
        }
        for (; columns > 0; columns -= TSimd.Count)
        {
            Multiply8x1<TSimd, TVector>(in p, Math.Min(columns, TSimd.Count));
            p.MoveColumns(TSimd.Count);
        }
    }

    /// <summary>8 rows, two registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply8x2<TSimd, TVector>(in TileProduct p)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector c0L, c0H;
        TVector c1L, c1H;
        TVector c2L, c2H;
        TVector c3L, c3H;
        TVector c4L, c4H;
        TVector c5L, c5H;
        TVector c6L, c6H;
        TVector c7L, c7H;
        if (p.Start == TileStart.Zero)
        {
            c0L = c0H = c1L = c1H = c2L = c2H = c3L = c3H = c4L = c4H = c5L = c5H = c6L = c6H = c7L = c7H = TSimd.Zero;
        }
        else if (p.Start == TileStart.Row)
        {
            c0L = c1L = c2L = c3L = c4L = c5L = c6L = c7L = TSimd.Load(p.Row);
            c0H = c1H = c2H = c3H = c4H = c5H = c6H = c7H = TSimd.Load(p.Row + TSimd.Count);
        }
        else
        {
            c0L = TSimd.Load(p.C[0]);
            c0H = TSimd.Load(p.C[0] + TSimd.Count);
            c1L = TSimd.Load(p.C[1]);
            c1H = TSimd.Load(p.C[1] + TSimd.Count);
            c2L = TSimd.Load(p.C[2]);
            c2H = TSimd.Load(p.C[2] + TSimd.Count);
            c3L = TSimd.Load(p.C[3]);
            c3H = TSimd.Load(p.C[3] + TSimd.Count);
            c4L = TSimd.Load(p.C[4]);
            c4H = TSimd.Load(p.C[4] + TSimd.Count);
            c5L = TSimd.Load(p.C[5]);
            c5H = TSimd.Load(p.C[5] + TSimd.Count);
            c6L = TSimd.Load(p.C[6]);
            c6H = TSimd.Load(p.C[6] + TSimd.Count);
            c7L = TSimd.Load(p.C[7]);
            c7H = TSimd.Load(p.C[7] + TSimd.Count);
        }
        float* b = p.B;
        nint bRow = p.BRow, step = p.Step, end = p.Length * p.Step, shift = 0;
        for (int segment = 0; segment < p.Segments; segment++)
        {
            float* a0 = p.A[0] + shift, a1 = p.A[1] + shift, a2 = p.A[2] + shift, a3 = p.A[3] + shift, a4 = p.A[4] + shift,
                a5 = p.A[5] + shift, a6 = p.A[6] + shift, a7 = p.A[7] + shift;
            for (nint i = 0; i != end; i += step)
            {
                TVector low = TSimd.Load(b), high = TSimd.Load(b + TSimd.Count), a;
                a = TSimd.Create(a0[i]);
                c0L = TSimd.MultiplyAdd(a, low, c0L);
                c0H = TSimd.MultiplyAdd(a, high, c0H);
                a = TSimd.Create(a1[i]);
                c1L = TSimd.MultiplyAdd(a, low, c1L);
                c1H = TSimd.MultiplyAdd(a, high, c1H);
                a = TSimd.Create(a2[i]);
                c2L = TSimd.MultiplyAdd(a, low, c2L);
                c2H = TSimd.MultiplyAdd(a, high, c2H);
                a = TSimd.Create(a3[i]);
                c3L = TSimd.MultiplyAdd(a, low, c3L);
                c3H = TSimd.MultiplyAdd(a, high, c3H);
                a = TSimd.Create(a4[i]);
                c4L = TSimd.MultiplyAdd(a, low, c4L);
                c4H = TSimd.MultiplyAdd(a, high, c4H);
                a = TSimd.Create(a5[i]);
                c5L = TSimd.MultiplyAdd(a, low, c5L);
                c5H = TSimd.MultiplyAdd(a, high, c5H);
                a = TSimd.Create(a6[i]);
                c6L = TSimd.MultiplyAdd(a, low, c6L);
                c6H = TSimd.MultiplyAdd(a, high, c6H);
                a = TSimd.Create(a7[i]);
                c7L = TSimd.MultiplyAdd(a, low, c7L);
                c7H = TSimd.MultiplyAdd(a, high, c7H);
                b += bRow;
            }
            shift += p.AShift;
            b += p.BShift;
        }
        TSimd.Store(c0L, p.C[0]);
        TSimd.Store(c0H, p.C[0] + TSimd.Count);
        TSimd.Store(c1L, p.C[1]);
        TSimd.Store(c1H, p.C[1] + TSimd.Count);
        TSimd.Store(c2L, p.C[2]);
        TSimd.Store(c2H, p.C[2] + TSimd.Count);
        TSimd.Store(c3L, p.C[3]);
        TSimd.Store(c3H, p.C[3] + TSimd.Count);
        TSimd.Store(c4L, p.C[4]);
        TSimd.Store(c4H, p.C[4] + TSimd.Count);
        TSimd.Store(c5L, p.C[5]);
        TSimd.Store(c5H, p.C[5] + TSimd.Count);
        TSimd.Store(c6L, p.C[6]);
        TSimd.Store(c6H, p.C[6] + TSimd.Count);
        TSimd.Store(c7L, p.C[7]);
        TSimd.Store(c7H, p.C[7] + TSimd.Count);
    }

    /// <summary>4 rows, two registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply4x2<TSimd, TVector>(in TileProduct p)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector c0L, c0H;
        TVector c1L, c1H;
        TVector c2L, c2H;
        TVector c3L, c3H;
        if (p.Start == TileStart.Zero)
        {
            c0L = c0H = c1L = c1H = c2L = c2H = c3L = c3H = TSimd.Zero;
        }
        else if (p.Start == TileStart.Row)
        {
            c0L = c1L = c2L = c3L = TSimd.Load(p.Row);
            c0H = c1H = c2H = c3H = TSimd.Load(p.Row + TSimd.Count);
        }
        else
        {
            c0L = TSimd.Load(p.C[0]);
            c0H = TSimd.Load(p.C[0] + TSimd.Count);
            c1L = TSimd.Load(p.C[1]);
            c1H = TSimd.Load(p.C[1] + TSimd.Count);
            c2L = TSimd.Load(p.C[2]);
            c2H = TSimd.Load(p.C[2] + TSimd.Count);
            c3L = TSimd.Load(p.C[3]);
            c3H = TSimd.Load(p.C[3] + TSimd.Count);
        }
        float* b = p.B;
        nint bRow = p.BRow, step = p.Step, end = p.Length * p.Step, shift = 0;
        for (int segment = 0; segment < p.Segments; segment++)
        {
            float* a0 = p.A[0] + shift, a1 = p.A[1] + shift, a2 = p.A[2] + shift, a3 = p.A[3] + shift;
            for (nint i = 0; i != end; i += step)
            {
                TVector low = TSimd.Load(b), high = TSimd.Load(b + TSimd.Count), a;
                a = TSimd.Create(a0[i]);
                c0L = TSimd.MultiplyAdd(a, low, c0L);
                c0H = TSimd.MultiplyAdd(a, high, c0H);
                a = TSimd.Create(a1[i]);
                c1L = TSimd.MultiplyAdd(a, low, c1L);
                c1H = TSimd.MultiplyAdd(a, high, c1H);
                a = TSimd.Create(a2[i]);
                c2L = TSimd.MultiplyAdd(a, low, c2L);
                c2H = TSimd.MultiplyAdd(a, high, c2H);
                a = TSimd.Create(a3[i]);
                c3L = TSimd.MultiplyAdd(a, low, c3L);
                c3H = TSimd.MultiplyAdd(a, high, c3H);
                b += bRow;
            }
            shift += p.AShift;
            b += p.BShift;
        }
        TSimd.Store(c0L, p.C[0]);
        TSimd.Store(c0H, p.C[0] + TSimd.Count);
        TSimd.Store(c1L, p.C[1]);
        TSimd.Store(c1H, p.C[1] + TSimd.Count);
        TSimd.Store(c2L, p.C[2]);
        TSimd.Store(c2H, p.C[2] + TSimd.Count);
        TSimd.Store(c3L, p.C[3]);
        TSimd.Store(c3H, p.C[3] + TSimd.Count);
    }

    /// <summary>8 rows, up to one register of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply8x1<TSimd, TVector>(in TileProduct p, int columns)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector mask = TSimd.FirstLanes(columns);
        TVector c0;
        TVector c1;
        TVector c2;
        TVector c3;
        TVector c4;
        TVector c5;
        TVector c6;
        TVector c7;
        if (p.Start == TileStart.Zero)
        {
            c0 = c1 = c2 = c3 = c4 = c5 = c6 = c7 = TSimd.Zero;
        }
        else if (p.Start == TileStart.Row)
        {
            c0 = c1 = c2 = c3 = c4 = c5 = c6 = c7 = TSimd.Load(p.Row, mask);
        }
        else
        {
            c0 = TSimd.Load(p.C[0], mask);
            c1 = TSimd.Load(p.C[1], mask);
            c2 = TSimd.Load(p.C[2], mask);
            c3 = TSimd.Load(p.C[3], mask);
            c4 = TSimd.Load(p.C[4], mask);
            c5 = TSimd.Load(p.C[5], mask);
            c6 = TSimd.Load(p.C[6], mask);
            c7 = TSimd.Load(p.C[7], mask);
        }
        float* b = p.B;
        nint bRow = p.BRow, step = p.Step, end = p.Length * p.Step, shift = 0;
        for (int segment = 0; segment < p.Segments; segment++)
        {
            float* a0 = p.A[0] + shift, a1 = p.A[1] + shift, a2 = p.A[2] + shift, a3 = p.A[3] + shift, a4 = p.A[4] + shift,
                a5 = p.A[5] + shift, a6 = p.A[6] + shift, a7 = p.A[7] + shift;
            for (nint i = 0; i != end; i += step)
            {
                TVector right = TSimd.Load(b, mask), a;
                a = TSimd.Create(a0[i]);
                c0 = TSimd.MultiplyAdd(a, right, c0);
                a = TSimd.Create(a1[i]);
                c1 = TSimd.MultiplyAdd(a, right, c1);
                a = TSimd.Create(a2[i]);
                c2 = TSimd.MultiplyAdd(a, right, c2);
                a = TSimd.Create(a3[i]);
                c3 = TSimd.MultiplyAdd(a, right, c3);
                a = TSimd.Create(a4[i]);
                c4 = TSimd.MultiplyAdd(a, right, c4);
                a = TSimd.Create(a5[i]);
                c5 = TSimd.MultiplyAdd(a, right, c5);
                a = TSimd.Create(a6[i]);
                c6 = TSimd.MultiplyAdd(a, right, c6);
                a = TSimd.Create(a7[i]);
                c7 = TSimd.MultiplyAdd(a, right, c7);
                b += bRow;
            }
            shift += p.AShift;
            b += p.BShift;
        }
        TSimd.Store(c0, p.C[0], mask);
        TSimd.Store(c1, p.C[1], mask);
        TSimd.Store(c2, p.C[2], mask);
        TSimd.Store(c3, p.C[3], mask);
        TSimd.Store(c4, p.C[4], mask);
        TSimd.Store(c5, p.C[5], mask);
        TSimd.Store(c6, p.C[6], mask);
        TSimd.Store(c7, p.C[7], mask);
    }
}
