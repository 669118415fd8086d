namespace Fashion.Keras.Kernels;

// Which of the tiles a product takes.
internal static unsafe partial class Tile
{
    private const int LowRows = 4;

    private static readonly KernelCode Entry = KernelCode.Of(typeof(Tile), nameof(Multiply));
    private static readonly KernelCode High = KernelCode.Of(typeof(Tile), nameof(Multiply8x2));
    private static readonly KernelCode Low = KernelCode.Of(typeof(Tile), nameof(Multiply4x2));
    private static readonly KernelCode Narrow = KernelCode.Of(typeof(Tile), nameof(Multiply8x1));

    /// <summary>The code for a product of so many rows and columns, tile by tile.</summary>
    public static KernelCode MultiplyCode(int rows, int columns)
    {
        int last = rows % Simd.TileRows, wide = 2 * Simd.Count;
        bool high = last > LowRows || (rows >= Simd.TileRows && Simd.TileRows > LowRows),
            low = last is > 0 and <= LowRows || (rows >= Simd.TileRows && Simd.TileRows <= LowRows);
        return KernelCode.All(Entry, high && columns >= wide ? High : null, low && columns >= wide ? Low : null,
            columns % wide > 0 ? Narrow : null);
    }
}
