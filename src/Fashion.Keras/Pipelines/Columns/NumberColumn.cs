using Fashion.Keras.Data;

namespace Fashion.Keras.Pipelines;

/// <summary>One number per sample.</summary>
internal sealed class NumberColumn<T>(int capacity) : Column<T> where T : unmanaged
{
    private T[] _values = [];
    private int _count;

    public override void Add(T sample)
    {
        if (_count == 0) _values = new T[capacity];
        _values[_count++] = sample;
    }

    public override ModelData Take()
    {
        ArraySource values = ArraySource.From(_values).Slice(0, _count);
        _count = 0;
        return ModelData.Of(values);
    }
}
