using System.Runtime.InteropServices;

namespace Fashion.Keras.Data;

/// <summary>Arrays of arrays: the form in which small data is often typed. Copied once into one block.</summary>
internal static class JaggedArray
{
    /// <exception cref="ArgumentException">A row is null, or rows have different lengths or types.</exception>
    public static ArraySource Flatten(Array[] rows)
    {
        if (rows.Length == 0) throw new ArgumentException("An empty array of arrays has no shape; use an array with one axis per " +
            "dimension, such as float[0, 4].", nameof(rows));
        int[] sizes = SizesOf(rows);
        Type element = ElementOf(rows);
        ElementType type = element == typeof(string) ? ElementType.Text : ArraySource.TypeOf(element);
        Shape shape = sizes;
        Array flat = ArraySource.Allocate(type, Sizes.Count(shape.AsSpan(), "An array of arrays"));
        int filled = 0;
        Copy(rows, element, sizes, flat, ref filled);
        return ArraySource.From(flat, type, shape);
    }

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

    private static void Copy(Array array, Type element, ReadOnlySpan<int> sizes, Array flat, ref int filled)
    {
        if (!SizesOf(array).AsSpan().SequenceEqual(sizes))
            throw new ArgumentException($"All rows of an array of arrays must have the same sizes: one has {(Shape)SizesOf(array)}, the " +
                $"first {(Shape)sizes.ToArray()}.");
        if (array is Array[] rows)
        {
            foreach (Array row in rows) Copy(row ?? throw new ArgumentException("An array of arrays cannot hold a missing row."), element,
                sizes[1..], flat, ref filled);
            return;
        }
        Type own = array.GetType().GetElementType()!;
        if (own != element) throw new ArgumentException($"All rows of an array of arrays must have the same type: one has {own.Name}, " +
            $"the first {element.Name}.");
        if (flat is string[] texts)
        {
            foreach (string text in array) texts[filled++] = text;
            return;
        }
        int size = ArraySource.SizeOf(ArraySource.TypeOf(element)), bytes = array.Length * size;
        // Both are arrays of one type of plain numbers, and flat has room for all rows: their sizes were compared above.
        MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), bytes)
            .CopyTo(
                MemoryMarshal.CreateSpan(ref System.Runtime.CompilerServices.Unsafe.AddByteOffset(
                    ref MemoryMarshal.GetArrayDataReference(flat), (nint)filled * size), bytes));
        filled += array.Length;
    }
}
