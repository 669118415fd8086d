using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fashion.Keras.Data;

namespace Fashion.Keras.Pipelines;

/// <summary>Arrays of one shape and type, one after the other in a larger one.</summary>
/// <param name="room">How many arrays to make room for.</param>
/// <param name="what">What they are, for messages.</param>
internal sealed class ArrayColumn(BatchRoom room, string what)
{
    private Array _memory = Array.Empty<float>();
    private Shape _sample = Shape.Scalar;
    private ElementType _type;
    private Type? _arrays;
    private int _bytes;
    private int _rows;
    private int _count;

    /// <summary>Adds an array without arrays in it.</summary>
    public void Add(Array array)
    {
        if (!Fits(array))
        {
            Add(ArraySource.From(array));
            _arrays = _type == ElementType.Text ? null : array.GetType();
            return;
        }
        if (_count == _rows) Grow();
        Copy(ref MemoryMarshal.GetArrayDataReference(array));
    }

    public unsafe void Add(ArraySource source)
    {
        if (_count == 0) Begin(source.Type, source.Shape);
        if (source.Type != _type || !source.Shape.Equals(_sample))
            throw new ShapeMismatchException($"The {what} of the samples of a batch must have one shape and type: {_type} {_sample} was given first, then {source.Type} {source.Shape}.") { Received = source.Shape };
        if (_count == _rows) Grow();
        if (source.IsText)
        {
            source.Texts.CopyTo(((string[])_memory).AsSpan(_count++ * source.Texts.Length));
            return;
        }
        using PinnedSource pinned = source.Pin();
        Copy(ref *pinned.Pointer);
    }

    /// <summary>Gives what was added and begins again.</summary>
    public ArraySource Take()
    {
        ArraySource all = ArraySource.From(_memory, _type, Shape.Create([_count, .. _sample]));
        _count = 0;
        return all;
    }

    private bool Fits(Array array)
    {
        if (_count == 0 || array.GetType() != _arrays) return false;
        for (int i = 0; i < _sample.Rank; i++)
            if (array.GetLength(i) != _sample[i]) return false;
        return true;
    }

    private void Begin(ElementType type, Shape sample)
    {
        (_type, _sample) = (type, sample);
        _bytes = Sizes.Buffer((long)sample.ElementCount * ArraySource.SizeOf(type), $"A sample of shape {sample}");
        _memory = Allocate(_rows = room.First);
    }

    private void Grow()
    {
        Array full = _memory;
        _memory = Allocate(_rows = room.After(_count));
        Array.Copy(full, _memory, full.Length);
    }

    private Array Allocate(int rows) => room.Allocate(_type, Sizes.Count(Shape.Create([rows, .. _sample]).AsSpan(), "A batch"));

    private void Copy(ref byte from)
    {
        ref byte to = ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_memory), (nint)_count * _bytes);
        MemoryMarshal.CreateReadOnlySpan(ref from, _bytes).CopyTo(MemoryMarshal.CreateSpan(ref to, _bytes));
        _count++;
    }
}
