using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// Lists of no, one and several rows added to a block of rows; columns around one, three and six registers of every width.
/// </summary>
public sealed unsafe class SparseRowsTests : WidthKernelContract
{
    internal override Type Kernel => typeof(SparseRows);

    private protected override void Run<TSimd, TVector>(KernelCall call)
    {
        foreach (int columns in FewLengths.Concat([24, 25, 48, 49, 95, 96, 97, 145]))
            foreach (int count in new[] { 0, 1, 2, 7 })
            {
                foreach (int rows in new[] { 0, 1, 2, 3, 4, 7 }) Add<TSimd, TVector>(call, rows, columns, count);
                Add<TSimd, TVector>(call, -1, columns, count);
            }
    }

    // Without a number of rows: the entry for one.
    private static void Add<TSimd, TVector>(KernelCall call, int rows, int columns, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        bool single = rows < 0;
        rows = Math.Abs(rows);
        int targetRow = columns + 2, sourceRow = columns + 5;
        int[] offsets = [.. Enumerable.Range(0, count).Select(i => i * 4 % 11)];
        double[] factors = KernelCall.Numbers(count, 1),
            source = KernelCall.Numbers(rows == 0 || count == 0 ? 0 : (rows - 1) * sourceRow + columns + offsets.Max(), 2),
            before = KernelCall.Numbers(rows == 0 ? 0 : (rows - 1) * targetRow + columns, 3);
        if (count > 1) factors[1] = columns == 17 ? double.NaN : columns == 33 ? double.PositiveInfinity : factors[1];
        double[] want = [.. before];
        for (int k = 0; k < rows; k++)
            for (int j = 0; j < columns; j++)
                for (int i = 0; i < count; i++) want[k * targetRow + j] += factors[i] * source[offsets[i] + k * sourceRow + j];
        call.Begin($"{(single ? "one row" : $"{rows} rows")} of {columns}, list of {count}");
        float* target = call.InOut(before, want, 1e-6, 1e-5), rowsOfSource = call.In(source), weights = call.In(factors);
        if (single) SparseRows.AddRow<TSimd, TVector>(target, rowsOfSource, columns, weights, call.In(offsets), count);
        else SparseRows.Add<TSimd, TVector>(target, rowsOfSource, new SparseRowsSizes(targetRow, sourceRow, rows, columns), weights,
            call.In(offsets), count);
        call.End();
    }
}
