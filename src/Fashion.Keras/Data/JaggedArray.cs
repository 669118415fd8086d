using System.Runtime.InteropServices;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Data;

/// <summary>Arrays of arrays: the form in which small data is often typed. Copied once into one block.</summary>
internal static class JaggedArray
{
    /// <exception cref="ArgumentException">A row is null, or rows have different lengths or types.</exception>
    public static ArraySource Flatten(Array[] rows)
    {
        if (rows.Length == 0) throw new ArgumentException("An empty array of arrays has no shape; use an array with one axis per dimension, such as float[0, 4].", nameof(rows));
        int[] sizes = SizesOf(rows);
        Type element = ElementOf(rows);
        ElementType type = ArraySource.TypeOf(element);
        Shape shape = sizes;
        byte[] flat = Allocation.Of<byte>(Sizes.Buffer((long)shape.ElementCount * ArraySource.SizeOf(type), "An array of arrays"), $"A copy of an array of arrays {shape}");
        int filled = 0;
        Copy(rows, sizes, flat, ref filled);
        return type switch
        {
            ElementType.Single => ArraySource.From(As<float>(flat), shape),
            ElementType.Double => ArraySource.From(As<double>(flat), shape),
            ElementType.Byte => ArraySource.From(flat, shape),
            ElementType.SByte => ArraySource.From(As<sbyte>(flat), shape),
            ElementType.Int16 => ArraySource.From(As<short>(flat), shape),
            ElementType.UInt16 => ArraySource.From(As<ushort>(flat), shape),
            ElementType.Int32 => ArraySource.From(As<int>(flat), shape),
            ElementType.Int64 => ArraySource.From(As<long>(flat), shape),
            _ => ArraySource.From(As<bool>(flat), shape),
        };
    }

    private static T[] As<T>(byte[] bytes) where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes).ToArray();

    private static int[] SizesOf(Array array)
    {
        if (array is not Array[] rows)
        {
            int[] own = new int[array.Rank];
            for (int i = 0; i < own.Length; i++) own[i] = array.GetLength(i);
            return own;
        }
        if (rows.Length == 0 || rows[0] is null) throw new ArgumentException("An array of arrays cannot hold an empty or missing row.");
        return [rows.Length, .. SizesOf(rows[0])];
    }

    private static Type ElementOf(Array array) => array is Array[] rows ? ElementOf(rows[0]) : array.GetType().GetElementType()!;

    private static void Copy(Array array, ReadOnlySpan<int> sizes, byte[] flat, ref int filled)
    {
        if (!SizesOf(array).AsSpan().SequenceEqual(sizes))
            throw new ArgumentException($"All rows of an array of arrays must have the same sizes: one has {(Shape)SizesOf(array)}, the first {(Shape)sizes.ToArray()}.");
        if (array is Array[] rows)
        {
            foreach (Array row in rows) Copy(row ?? throw new ArgumentException("An array of arrays cannot hold a missing row."), sizes[1..], flat, ref filled);
            return;
        }
        int bytes = Buffer.ByteLength(array);
        Buffer.BlockCopy(array, 0, flat, filled, bytes);
        filled += bytes;
    }
}
