using Fashion.Keras.Data;

namespace Fashion.Keras.Pipelines;

/// <summary>One number or text per sample.</summary>
/// <param name="space">Where the samples go.</param>
/// <param name="what">What they are, for messages.</param>
internal sealed class ScalarColumn<T>(BatchSpace space, string what) : Column<T>
{
    private readonly BatchRoom _room = new(space);
    private T[] _values = [];
    private int _count;

    public override void Add(T sample)
    {
        if (sample is null) throw new ArgumentException($"The {what} of a sample is null. A text that is missing is the empty text \"\".");
        if (_count == 0) _values = new T[_room.First];
        else if (_count == _values.Length) Array.Resize(ref _values, _room.After(_count));
        _values[_count++] = sample;
    }

    public override ModelData Flush()
    {
        ArraySource values = ArraySource.From((Array)_values).Slice(0, _count);
        _room.Used(_count);
        _count = 0;
        return ModelData.Of(values);
    }
}
