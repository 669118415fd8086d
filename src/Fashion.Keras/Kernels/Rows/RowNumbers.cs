using System.Numerics;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Row numbers of a table, truncated to whole numbers and checked: what kernels that read or write rows rely on. A number is
/// in range when its truncation lies in 0 .. rows - 1; NaN never does. Whole numbers of any size stay exact.
/// </summary>
internal static unsafe class RowNumbers
{
    /// <summary>Numbers with fractions.</summary>
    /// <returns>The place of the first number out of range, or -1; what comes after it is not written.</returns>
    public static int FromReal<T>(T* source, int* destination, int count, int rows) where T : unmanaged, INumberBase<T>
    {
        KernelGuard.Count(rows);
        KernelGuard.Memory(source, count);
        KernelGuard.Memory(destination, count);
        KernelGuard.Apart(destination, count, source, count);
        for (int i = 0; i < count; i++)
        {
            double number = double.CreateTruncating(source[i]);
            if (!(number > -1 && number < rows)) return i;
            destination[i] = (int)number;
        }
        return -1;
    }

    /// <summary>Whole numbers; the result is that of <see cref="FromReal"/>.</summary>
    public static int FromWhole<T>(T* source, int* destination, int count, int rows) where T : unmanaged, INumberBase<T>
    {
        KernelGuard.Count(rows);
        KernelGuard.Memory(source, count);
        KernelGuard.Memory(destination, count);
        KernelGuard.Apart(destination, count, source, count);
        for (int i = 0; i < count; i++)
        {
            // Negative numbers, and unsigned ones above the largest long, become large unsigned ones.
            ulong number = (ulong)long.CreateTruncating(source[i]);
            if (number >= (ulong)rows) return i;
            destination[i] = (int)number;
        }
        return -1;
    }

    /// <summary>Whether all numbers are rows of the table: what the kernels rely on, for their guards.</summary>
    public static bool AreBelow(int* numbers, int count, int rows)
    {
        KernelGuard.Memory(numbers, count);
        for (int i = 0; i < count; i++)
            if ((uint)numbers[i] >= (uint)rows) return false;
        return true;
    }
}
