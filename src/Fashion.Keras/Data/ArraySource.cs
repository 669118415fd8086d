using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fashion.Keras.Data;

/// <summary>
/// One array that a user brought, as the engine sees it: element type, shape with the sample axis first, and its memory,
/// pinned for as long as a <see cref="Pin"/> lives. Nothing is copied and nothing is converted here; the engine converts
/// while it gathers a batch.
/// </summary>
internal sealed class ArraySource
{
    private readonly Array _array;
    private readonly int _offset;

    private ArraySource(Array array, int offset, ElementType type, Shape shape)
    {
        _array = array;
        _offset = offset;
        Type = type;
        Shape = shape;
    }

    public ElementType Type { get; }

    public Shape Shape { get; }

    /// <summary>Number of samples.</summary>
    public int Rows => Shape[0];

    /// <summary>Elements per sample.</summary>
    public int RowLength => Shape[1..].ElementCount;

    public static int SizeOf(ElementType type) => type switch
    {
        ElementType.Byte or ElementType.SByte or ElementType.Boolean => 1,
        ElementType.Int16 or ElementType.UInt16 => 2,
        ElementType.Single or ElementType.Int32 => 4,
        _ => 8,
    };

    public static ElementType TypeOf(Type type)
    {
        if (type == typeof(float)) return ElementType.Single;
        if (type == typeof(double)) return ElementType.Double;
        if (type == typeof(byte)) return ElementType.Byte;
        if (type == typeof(sbyte)) return ElementType.SByte;
        if (type == typeof(short)) return ElementType.Int16;
        if (type == typeof(ushort)) return ElementType.UInt16;
        if (type == typeof(int)) return ElementType.Int32;
        if (type == typeof(long)) return ElementType.Int64;
        if (type == typeof(bool)) return ElementType.Boolean;
        throw new ArgumentException($"Data of type {type.Name} cannot be fed to a model; use float, double, byte, int or another plain number type.");
    }

    /// <summary>An array of any rank >= 1; the first axis counts samples.</summary>
    public static ArraySource From(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        var sizes = new int[array.Rank];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = array.GetLength(i);
        return new ArraySource(array, 0, TypeOf(array.GetType().GetElementType()!), sizes);
    }

    /// <summary>A flat array with a shape of its own.</summary>
    public static ArraySource From<T>(T[] flat, Shape shape) where T : unmanaged
    {
        if (flat.Length != shape.ElementCount) throw new ArgumentException($"{flat.Length} values do not fill the shape {shape} ({shape.ElementCount}).");
        return new ArraySource(flat, 0, TypeOf(typeof(T)), shape);
    }

    /// <summary>A tensor of the base class library; a dense one is used in place, another is copied once.</summary>
    public static ArraySource From<T>(Tensor<T> tensor) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank == 0) throw new ArgumentException("A tensor without axes cannot be fed to a model; its first axis must count samples.", nameof(tensor));
        var sizes = new int[tensor.Rank];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = checked((int)tensor.Lengths[i]);
        Shape shape = sizes;
        var flat = new T[shape.ElementCount];
        tensor.FlattenTo(flat);
        return new ArraySource(flat, 0, TypeOf(typeof(T)), shape);
    }

    /// <summary>Samples <paramref name="first"/> .. <paramref name="first"/> + <paramref name="count"/>, sharing the memory.</summary>
    public ArraySource Slice(int first, int count) => new(_array, _offset + first * RowLength, Type, Shape.With(0, count));

    /// <summary>The same values under another shape.</summary>
    public ArraySource Reshape(Shape shape) => new(_array, _offset, Type, shape);

    /// <summary>Keeps the array in place; <see cref="PinnedSource.Pointer"/> is valid until disposed.</summary>
    public PinnedSource Pin() => new(this, GCHandle.Alloc(_array, GCHandleType.Pinned), (nint)_offset * SizeOf(Type));

    /// <summary>One value as a double; for validation and small host work, not for feeding.</summary>
    public double this[int flatIndex]
    {
        get
        {
            ref byte first = ref MemoryMarshal.GetArrayDataReference(_array);
            ref byte at = ref Unsafe.Add(ref first, (nint)(_offset + flatIndex) * SizeOf(Type));
            return Type switch
            {
                ElementType.Single => Unsafe.ReadUnaligned<float>(ref at),
                ElementType.Double => Unsafe.ReadUnaligned<double>(ref at),
                ElementType.Byte or ElementType.Boolean => at,
                ElementType.SByte => (sbyte)at,
                ElementType.Int16 => Unsafe.ReadUnaligned<short>(ref at),
                ElementType.UInt16 => Unsafe.ReadUnaligned<ushort>(ref at),
                ElementType.Int32 => Unsafe.ReadUnaligned<int>(ref at),
                _ => Unsafe.ReadUnaligned<long>(ref at),
            };
        }
    }
}
