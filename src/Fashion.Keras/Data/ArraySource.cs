using System.Buffers;
using System.Globalization;
using System.Numerics;
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
    private readonly Func<MemoryHandle> _pin;
    private readonly long _offset;

    private ArraySource(Func<MemoryHandle> pin, long offset, ElementType type, Shape shape)
    {
        _pin = pin;
        _offset = offset;
        Type = type;
        Shape = shape;
    }

    // Texts are references, which cannot be pinned: they are computed with on the host.
    private string[]? TextValues { get; init; }

    /// <summary>The arrays that hold one sample each; null where all lie in one.</summary>
    public Array[]? Samples { get; private init; }

    /// <summary>Whether the elements are texts.</summary>
    public bool IsText => TextValues is not null;

    /// <summary>The texts, row-major.</summary>
    public ReadOnlySpan<string> Texts => TextValues.AsSpan((int)_offset, Shape.ElementCount);

    public ElementType Type { get; }

    public Shape Shape { get; }

    /// <summary>Number of samples.</summary>
    public int Rows => Shape[0];

    /// <summary>Elements per sample.</summary>
    public int RowLength => Shape.Rank == 0 ? 1 : Shape[1..].ElementCount;

    public static int SizeOf(ElementType type) => type switch
    {
        ElementType.Byte or ElementType.SByte or ElementType.Boolean => 1,
        ElementType.Int16 or ElementType.UInt16 or ElementType.Half => 2,
        ElementType.Single or ElementType.Int32 or ElementType.UInt32 => 4,
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
        if (type == typeof(uint)) return ElementType.UInt32;
        if (type == typeof(long)) return ElementType.Int64;
        if (type == typeof(ulong)) return ElementType.UInt64;
        if (type == typeof(Half)) return ElementType.Half;
        if (type == typeof(bool)) return ElementType.Boolean;
        throw new ArgumentException($"Data of type {type.Name} cannot be fed to a model; use float, double, byte, int or another plain " +
            "number type, or texts for a model with a layer that takes them.");
    }

    /// <summary>An array of any rank >= 1; the first axis counts samples.</summary>
    public static ArraySource From(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        var sizes = new int[array.Rank];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = array.GetLength(i);
        Type element = array.GetType().GetElementType()!;
        return element == typeof(string)
            ? From(array as string[] ?? [.. array.Cast<string>()], sizes)
            : new ArraySource(PinArray(array), 0, TypeOf(element), sizes);
    }

    /// <summary>Texts with a shape of their own.</summary>
    public static ArraySource From(string[] flat, Shape shape)
    {
        if (flat.Length != shape.ElementCount)
            throw new ArgumentException($"{flat.Length} texts do not fill the shape {shape} ({shape.ElementCount}).");
        return Over(flat, shape);
    }

    /// <summary>A flat array with a shape of its own.</summary>
    public static ArraySource From<T>(T[] flat, Shape shape) where T : unmanaged
    {
        if (flat.Length != shape.ElementCount)
            throw new ArgumentException($"{flat.Length} values do not fill the shape {shape} ({shape.ElementCount}).");
        return new ArraySource(PinArray(flat), 0, TypeOf(typeof(T)), shape);
    }

    /// <summary>The first elements of a flat array of a type of which <see cref="Allocate"/> made it.</summary>
    public static ArraySource From(Array flat, ElementType type, Shape shape) =>
        type == ElementType.Text ? Over((string[])flat, shape) : new(PinArray(flat), 0, type, shape);

    /// <summary>Floats that lie elsewhere.</summary>
    /// <param name="pin">Where they lie at the moment.</param>
    /// <param name="shape">Their shape.</param>
    public static ArraySource Over(Func<MemoryHandle> pin, Shape shape) => new(pin, 0, ElementType.Single, shape);

    /// <summary>Arrays that each hold one sample. They become one array only for those who ask for that: <see cref="Pin"/>.</summary>
    /// <param name="samples">The arrays.</param>
    /// <param name="type">Type of their elements.</param>
    /// <param name="shape">Shape of all of them, their number first.</param>
    public static ArraySource FromSamples(Array[] samples, ElementType type, Shape shape) =>
        new(PinArray(() => Joined(samples, type, shape)), 0, type, shape) { Samples = samples };

    /// <summary>A flat array; what lies in it is not set.</summary>
    public static Array Allocate(ElementType type, int count) => type switch
    {
        ElementType.Byte => GC.AllocateUninitializedArray<byte>(count),
        ElementType.SByte => GC.AllocateUninitializedArray<sbyte>(count),
        ElementType.Boolean => GC.AllocateUninitializedArray<bool>(count),
        ElementType.Int16 => GC.AllocateUninitializedArray<short>(count),
        ElementType.UInt16 => GC.AllocateUninitializedArray<ushort>(count),
        ElementType.Half => GC.AllocateUninitializedArray<Half>(count),
        ElementType.Single => GC.AllocateUninitializedArray<float>(count),
        ElementType.Int32 => GC.AllocateUninitializedArray<int>(count),
        ElementType.UInt32 => GC.AllocateUninitializedArray<uint>(count),
        ElementType.Double => GC.AllocateUninitializedArray<double>(count),
        ElementType.Int64 => GC.AllocateUninitializedArray<long>(count),
        ElementType.Text => new string[count],
        _ => GC.AllocateUninitializedArray<ulong>(count),
    };

    /// <summary>A tensor of the base class library; a dense one is used in place, another is copied once.</summary>
    public static ArraySource From<T>(Tensor<T> tensor) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank == 0)
            throw new ArgumentException("A tensor without axes cannot be fed to a model; its first axis must count samples.",
                nameof(tensor));
        var sizes = new int[tensor.Rank];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = checked((int)tensor.Lengths[i]);
        Shape shape = sizes;
        if (TensorValues.AreRowMajor(tensor) && shape.ElementCount > 0)
            return new ArraySource(PinTensor(tensor), 0, TypeOf(typeof(T)), shape);
        return From(TensorValues.Of(tensor).ToArray(), shape);
    }

    /// <summary>Samples <paramref name="first"/> .. <paramref name="first"/> + <paramref name="count"/>, sharing the memory.</summary>
    public ArraySource Slice(int first, int count) =>
        new(_pin, _offset + (long)first * RowLength, Type, Shape.With(0, count)) { TextValues = TextValues };

    /// <summary>The same values under another shape.</summary>
    public ArraySource Reshape(Shape shape) =>
        new(_pin, _offset, Type, shape)
        { TextValues = TextValues, Samples = shape.Rank > 0 && shape[0] == Samples?.Length ? Samples : null };

    /// <summary>Keeps the array in place; <see cref="PinnedSource.Pointer"/> is valid until disposed.</summary>
    /// <exception cref="InvalidOperationException">The elements are texts.</exception>
    public PinnedSource Pin() => new(this, _pin(), (nint)_offset * SizeOf(Type));

    /// <summary>Keeps the samples in place for a step, which reads each one where it is.</summary>
    public PinnedSource PinSamples() => Samples is null ? Pin() : new(this, new PinnedSamples(Samples));

    /// <summary>All values as doubles; for validation and small host work, not for feeding.</summary>
    public unsafe double[] ToDoubles()
    {
        using PinnedSource pinned = Pin();
        double[] values = Internal.Allocation.Of<double>(Shape.ElementCount, $"A copy of the data of shape {Shape}");
        for (int i = 0; i < values.Length; i++) values[i] = Value(pinned.Pointer, i);
        return values;
    }

    /// <summary>A copy of all values as floats.</summary>
    public unsafe float[] ToFloats()
    {
        using PinnedSource pinned = Pin();
        float[] values = Internal.Allocation.Of<float>(Shape.ElementCount, $"A copy of the data of shape {Shape}");
        if (Type == ElementType.Single) new ReadOnlySpan<float>(pinned.Pointer, values.Length).CopyTo(values);
        else
            for (int i = 0; i < values.Length; i++) values[i] = (float)Value(pinned.Pointer, i);
        return values;
    }

    /// <summary>One value as a double; for messages, not for loops.</summary>
    public unsafe double this[int flatIndex]
    {
        get
        {
            using PinnedSource pinned = Pin();
            return Value(pinned.Pointer, flatIndex);
        }
    }

    /// <summary>The same values converted; a copy is made only if one changes.</summary>
    /// <param name="real">What becomes of a number with a fraction, as a float.</param>
    /// <param name="whole">What becomes of a whole number; null for the same as of the float that it is.</param>
    public unsafe ArraySource Convert(Func<float, float> real, Func<long, long>? whole)
    {
        using PinnedSource pinned = Pin();
        byte* values = pinned.Pointer;
        return Type switch
        {
            ElementType.Single => Convert((float*)values, real),
            ElementType.Double => Convert((double*)values, real),
            ElementType.Half => Convert((Half*)values, real),
            ElementType.Byte or ElementType.Boolean => Whole(values, real, whole),
            ElementType.SByte => Whole((sbyte*)values, real, whole),
            ElementType.Int16 => Whole((short*)values, real, whole),
            ElementType.UInt16 => Whole((ushort*)values, real, whole),
            ElementType.Int32 => Whole((int*)values, real, whole),
            ElementType.UInt32 => Whole((uint*)values, real, whole),
            ElementType.UInt64 => Whole((ulong*)values, real, whole),
            _ => Whole((long*)values, real, whole),
        };
    }

    private unsafe ArraySource Whole<T>(T* values, Func<float, float> real, Func<long, long>? whole) where T : unmanaged, INumberBase<T> =>
        whole is null ? Convert(values, real) : Convert(values, whole);

    private unsafe ArraySource Convert<TFrom, TTo>(TFrom* values, Func<TTo, TTo> change) where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        int count = Shape.ElementCount;
        TTo[]? changed = null;
        for (int i = 0; i < count; i++)
        {
            TTo value = TTo.CreateTruncating(values[i]), result = change(value);
            if (changed is null)
            {
                if (result == value || TTo.IsNaN(result)) continue;
                changed = Internal.Allocation.Of<TTo>(count, $"A copy of the data of shape {Shape}");
                for (int j = 0; j < i; j++) changed[j] = TTo.CreateTruncating(values[j]);
            }
            changed[i] = result;
        }
        return changed is null ? this : From(changed, Shape);
    }

    /// <summary>Place of the first value that is NaN or infinite; -1 if all are finite.</summary>
    public int FirstNotFinite() =>
        Type is ElementType.Single or ElementType.Double or ElementType.Half ? First(static value => !double.IsFinite(value)) : -1;

    /// <summary>Place of the first value of which something is true; -1 for none.</summary>
    public unsafe int First(Func<double, bool> condition)
    {
        using PinnedSource pinned = Pin();
        int count = Shape.ElementCount;
        for (int i = 0; i < count; i++)
            if (condition(Value(pinned.Pointer, i))) return i;
        return -1;
    }

    /// <summary>One value as a text, whole numbers with all digits; for messages.</summary>
    public unsafe string Text(int flatIndex)
    {
        using PinnedSource pinned = Pin();
        return Type switch
        {
            ElementType.Int64 => ((long*)pinned.Pointer)[flatIndex].ToString(CultureInfo.InvariantCulture),
            ElementType.UInt64 => ((ulong*)pinned.Pointer)[flatIndex].ToString(CultureInfo.InvariantCulture),
            ElementType.Single => ((float*)pinned.Pointer)[flatIndex].ToString(CultureInfo.InvariantCulture),
            _ => Value(pinned.Pointer, flatIndex).ToString(CultureInfo.InvariantCulture),
        };
    }

    private unsafe double Value(byte* pointer, int index) => Type switch
    {
        ElementType.Single => ((float*)pointer)[index],
        ElementType.Double => ((double*)pointer)[index],
        ElementType.Byte or ElementType.Boolean => pointer[index],
        ElementType.SByte => ((sbyte*)pointer)[index],
        ElementType.Int16 => ((short*)pointer)[index],
        ElementType.UInt16 => ((ushort*)pointer)[index],
        ElementType.Int32 => ((int*)pointer)[index],
        ElementType.UInt32 => ((uint*)pointer)[index],
        ElementType.Int64 => ((long*)pointer)[index],
        ElementType.UInt64 => ((ulong*)pointer)[index],
        _ => (double)((Half*)pointer)[index],
    };

    private static ArraySource Over(string[] texts, Shape shape) =>
        new(static () => throw new InvalidOperationException("Texts were given where numbers are needed."), 0, ElementType.Text, shape)
        { TextValues = texts };

    private static Array Joined(Array[] samples, ElementType type, Shape shape)
    {
        Array all = Allocate(type, Sizes.Count(shape.AsSpan(), "A batch"));
        int at = 0, bytes = shape[1..].ElementCount * SizeOf(type);
        foreach (Array sample in samples)
        {
            Buffer.BlockCopy(sample, 0, all, at, bytes);
            at += bytes;
        }
        return all;
    }

    private static Func<MemoryHandle> PinArray(Array array) => () => Pinned(array);

    private static Func<MemoryHandle> PinArray(Func<Array> made)
    {
        var array = new Lazy<Array>(made);
        return () => Pinned(array.Value);
    }

    private static unsafe MemoryHandle Pinned(Array array)
    {
        GCHandle handle = GCHandle.Alloc(array, GCHandleType.Pinned);
        return new MemoryHandle((void*)handle.AddrOfPinnedObject(), handle);
    }

    // The handle of a slice points at the tensor it was cut from, so the address is taken from the first element itself.
    private static unsafe Func<MemoryHandle> PinTensor<T>(Tensor<T> tensor) where T : unmanaged => () =>
    {
        MemoryHandle handle = tensor.GetPinnedHandle();
        return new MemoryHandle(Unsafe.AsPointer(ref tensor[new nint[tensor.Rank]]), default, new Release(handle));
    };

    private sealed class Release(MemoryHandle handle) : IPinnable
    {
        public MemoryHandle Pin(int elementIndex) => handle;

        public void Unpin() => handle.Dispose();
    }
}
