using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// Every number of rows that a tile can have, columns around whole registers, each start; rows of all three matrices apart, segments with
/// gaps.
/// </summary>
public sealed unsafe class TileTests : WidthKernelContract
{
    internal override Type Kernel => typeof(Tile);

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        for (int rows = 1; rows <= TSimd.TileRows; rows++)
            foreach (int columns in FewLengths)
                foreach (TileStart start in Enum.GetValues<TileStart>())
                    foreach ((int segments, int length) in new[] { (0, 0), (1, 1), (1, 5), (2, 3), (3, 4) })
                        Multiply<TSimd, TVector>(call, rows, columns, start, segments, length, special: columns == 17);
    }

    private static void Multiply<TSimd, TVector>(KernelCall call, int rows, int columns, TileStart start, int segments, int length,
        bool special)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        const int step = 2, gap = 3;
        // a: rows one after the other, each with segments of every second number; b: a row per step, with one left out between segments.
        int shift = length * step + 1, aRow = segments * shift + 1, bRow = columns + gap, cRow = columns + 1, steps = segments * length;
        double[] a = special ? KernelCall.SpecialNumbers(rows * aRow, 1) : KernelCall.Numbers(rows * aRow, 1),
            b = KernelCall.Numbers(steps == 0 ? 0 : (steps + segments - 2) * bRow + columns, 2), row = KernelCall.Numbers(columns, 3);
        double[] before = KernelCall.Numbers((rows - 1) * cRow + columns, 4), want = [.. before];
        for (int r = 0; r < rows; r++)
            for (int j = 0; j < columns; j++)
            {
                double sum = start switch { TileStart.Zero => 0, TileStart.Row => row[j], _ => before[r * cRow + j] };
                for (int s = 0; s < segments; s++)
                    for (int i = 0; i < length; i++) sum += a[r * aRow + s * shift + i * step] * b[(s * (length + 1) + i) * bRow + j];
                want[r * cRow + j] = sum;
            }
        call.Begin($"{rows} x ({segments} x {length}) x {columns}, start {start}, special {special}");
        TileProduct p = default;
        float* left = call.In(a), result = call.InOut(before, want, 1e-6, 1e-5);
        for (int r = 0; r < rows; r++)
        {
            p.A[r] = left + r * aRow;
            p.C[r] = result + r * cRow;
        }
        p.Step = step;
        p.Length = length;
        p.Segments = segments;
        p.AShift = shift;
        p.B = call.In(b);
        p.BRow = bRow;
        p.BShift = bRow;
        p.Start = start;
        p.Row = start == TileStart.Row ? call.In(row) : null;
        Tile.Multiply<TSimd, TVector>(ref p, rows, columns);
        call.End();
    }
}
