using System.Numerics.Tensors;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Training;

/// <summary>The predictions of one output of a model, row after row.</summary>
internal sealed class PredictedRows
{
    private readonly string _model;
    private readonly Shape _row;
    private readonly int _length;
    private float[] _values;
    private int _rows;

    /// <param name="model">Name of the model, for messages.</param>
    /// <param name="row">Shape of one row.</param>
    /// <param name="rows">How many there will be; null when that is not known.</param>
    public PredictedRows(string model, Shape row, int? rows)
    {
        _model = model;
        _row = row;
        _length = row.ElementCount;
        _values = Room(rows ?? 0);
    }

    /// <summary>Checks that rows of later batches have the shape of the first.</summary>
    /// <exception cref="ShapeMismatchException">They have another one.</exception>
    public void Require(Shape row)
    {
        if (!row.Equals(_row)) throw new ShapeMismatchException($"Model '{_model}': the rows of a prediction must have one shape, but " +
            $"{_row} is followed by {row}. Pad the samples of all batches to one length, or predict batches one by one.")
        { Received = row };
    }

    /// <summary>Room for some more rows, to be filled at once.</summary>
    public Span<float> Append(int rows)
    {
        int first = _rows;
        if ((long)(first + rows) * _length > _values.Length)
        {
            float[] larger = Room((int)Math.Max(first + (long)rows, Math.Min(2L * first, MostRows)));
            _values.AsSpan(0, first * _length).CopyTo(larger);
            _values = larger;
        }
        _rows += rows;
        return _values.AsSpan(first * _length, rows * _length);
    }

    /// <summary>All rows.</summary>
    public Tensor<float> ToTensor()
    {
        int count = _rows * _length;
        float[] values = count == _values.Length ? _values : _values[..count];
        return Tensor.Create(values, [_rows, .. _row.Select(size => (nint)size)]);
    }

    private long MostRows => Sizes.Most / Math.Max(1, _length);

    private float[] Room(int rows) =>
        Allocation.Of<float>(Sizes.Count(Shape.Create([rows, .. _row]).AsSpan(), $"Model '{_model}': the result of Predict"),
            $"Model '{_model}': the result of Predict for {rows} samples");
}
