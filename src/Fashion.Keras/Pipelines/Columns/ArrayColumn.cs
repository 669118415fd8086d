using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fashion.Keras.Data;

namespace Fashion.Keras.Pipelines;

/// <summary>Arrays of one shape and type, one after the other in a larger one, or where they are.</summary>
/// <param name="room">How many arrays to make room for.</param>
/// <param name="what">What they are, for messages.</param>
internal sealed class ArrayColumn(BatchRoom room, string what)
{
    private Array _memory = Array.Empty<float>();
    private Array[]? _kept;
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
            ArraySource source = ArraySource.From(array);
            Begin(source, mayKeep: true);
            if (_kept is null) Copy(source);
            _arrays = _type == ElementType.Text ? null : array.GetType();
            if (_kept is null) return;
        }
        if (_count == _rows) Grow();
        if (_kept is not null) _kept[_count++] = array;
        else Copy(ref MemoryMarshal.GetArrayDataReference(array));
    }

    public void Add(ArraySource source)
    {
        Begin(source, mayKeep: false);
        if (_kept is not null) CopyKept();
        Copy(source);
    }

    /// <summary>Gives what was added and begins again.</summary>
    public ArraySource Flush()
    {
        Shape shape = Shape.Create([_count, .. _sample]);
        ArraySource all = _kept is null
            ? ArraySource.From(_memory, _type, shape)
            : ArraySource.FromSamples(_count == _rows ? _kept : _kept[.._count], _type, shape);
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

    private void Begin(ArraySource source, bool mayKeep)
    {
        if (_count == 0)
        {
            (_type, _sample) = (source.Type, source.Shape);
            _bytes = Sizes.Buffer((long)_sample.ElementCount * ArraySource.SizeOf(_type), $"A sample of shape {_sample}");
            _rows = room.First;
            _kept = mayKeep && _type != ElementType.Text && room.Keeps(_bytes) ? new Array[_rows] : null;
            if (_kept is null) _memory = Allocate(_rows);
        }
        if (source.Type != _type || !source.Shape.Equals(_sample))
            throw new ShapeMismatchException($"The {what} of the samples of a batch must have one shape and type: {_type} {_sample} was " +
                $"given first, then {source.Type} {source.Shape}.")
            { Received = source.Shape };
    }

    private void Grow()
    {
        _rows = room.After(_count);
        if (_kept is not null)
        {
            Array.Resize(ref _kept, _rows);
            return;
        }
        Array full = _memory;
        _memory = Allocate(_rows);
        Array.Copy(full, _memory, full.Length);
    }

    // A sample that is no array came after some that are.
    private void CopyKept()
    {
        Array[] kept = _kept![.._count];
        _kept = null;
        _memory = Allocate(_rows);
        _count = 0;
        foreach (Array array in kept) Copy(ref MemoryMarshal.GetArrayDataReference(array));
    }

    private Array Allocate(int rows) => room.Allocate(_type, Sizes.Count(Shape.Create([rows, .. _sample]).AsSpan(), "A batch"));

    private unsafe void Copy(ArraySource source)
    {
        if (_count == _rows) Grow();
        if (source.IsText)
        {
            source.Texts.CopyTo(((string[])_memory).AsSpan(_count++ * source.Texts.Length));
            return;
        }
        using PinnedSource pinned = source.Pin();
        Copy(ref *pinned.Pointer);
    }

    private void Copy(ref byte from)
    {
        ref byte to = ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_memory), (nint)_count * _bytes);
        MemoryMarshal.CreateReadOnlySpan(ref from, _bytes).CopyTo(MemoryMarshal.CreateSpan(ref to, _bytes));
        _count++;
    }
}
