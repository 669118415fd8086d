using System.Buffers;

namespace Fashion.Keras.Kernels;

/// <summary>
/// The order of rows, and places in a sorted row. Numbers are compared as whole numbers of the same order; NaN is the largest.
/// </summary>
internal static unsafe class Sorting
{
    /// <summary>Positions of the numbers of each row in their order, equal ones as they stand.</summary>
    public static void ArgSort(float* x, float* y, int rows, int width, bool descending)
    {
        KernelGuard.Count(rows);
        KernelGuard.Count(width);
        KernelGuard.Memory(x, (long)rows * width);
        KernelGuard.Memory(y, (long)rows * width);
        KernelGuard.Apart(y, (long)rows * width, x, (long)rows * width);
        // The position in the low half makes all keys different, and the order that of equal numbers, too.
        ulong[] rented = ArrayPool<ulong>.Shared.Rent(width);
        Span<ulong> keys = rented.AsSpan(0, width);
        for (int r = 0; r < rows; r++, x += width, y += width)
        {
            for (int i = 0; i < width; i++) keys[i] = (ulong)(descending ? ~Key(x[i]) : Key(x[i])) << 32 | (uint)i;
            keys.Sort();
            for (int i = 0; i < width; i++) y[i] = (uint)keys[i];
        }
        ArrayPool<ulong>.Shared.Return(rented);
    }

    /// <summary>How many numbers of the sorted row are smaller than each x; with right smaller or equal.</summary>
    public static void Search(float* sorted, int length, float* x, float* y, int count, bool right)
    {
        KernelGuard.Count(length);
        KernelGuard.Memory(sorted, length);
        KernelGuard.Memory(x, count);
        KernelGuard.Memory(y, count);
        KernelGuard.SameOrApart(y, x, count);
        KernelGuard.Apart(y, count, sorted, length);
        for (int i = 0; i < count; i++)
        {
            // Keys are below 2^33: the first that is not below the limit.
            ulong limit = Key(x[i]) + (right ? 1UL : 0);
            int low = 0, high = length;
            while (low < high)
            {
                int middle = (int)((uint)(low + high) >> 1);
                if (Key(sorted[middle]) < limit) low = middle + 1;
                else high = middle;
            }
            y[i] = low;
        }
    }

    // Positive numbers grow with their bits, negative ones against them; -0 is 0.
    private static uint Key(float x)
    {
        if (float.IsNaN(x)) return uint.MaxValue;
        uint bits = BitConverter.SingleToUInt32Bits(x == 0 ? 0 : x);
        return (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
    }
}
