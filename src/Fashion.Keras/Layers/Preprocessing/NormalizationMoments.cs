using System.Numerics;

namespace Fashion.Keras.Layers;

/// <summary>Mean and population variance of every place along the kept axes, summed in double precision, batch after batch.</summary>
/// <param name="layer">Whose moments they are, for messages.</param>
/// <param name="kept">The kept axes, rising.</param>
/// <param name="places">Their sizes.</param>
internal sealed class NormalizationMoments(Layer layer, int[] kept, Shape places)
{
    private readonly double[] _mean = new double[places.ElementCount], _squares = new double[places.ElementCount];
    private double _count;

    public float[] Mean => [.. _mean.Select(m => (float)m)];

    public float[] Variance => [.. _squares.Select(s => (float)(s / Math.Max(1, _count)))];

    /// <summary>Takes in a batch.</summary>
    /// <param name="data">Its numbers, row-major.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="ShapeMismatchException">Another shape than that of the first batch.</exception>
    public NormalizationMoments With<T>(ReadOnlySpan<T> data, Shape shape) where T : unmanaged, INumberBase<T>
    {
        if (kept.Any(axis => axis >= shape.Rank) || !places.Equals((Shape)kept.Select(axis => shape[axis]).ToArray()))
            throw new ShapeMismatchException($"Layer '{layer.Name}' ({layer.ClassName}): the kept axes have the sizes {places}, but " +
                $"Adapt was given data of shape {shape}.")
            { LayerName = layer.Name, Received = shape };
        if (data.IsEmpty) return this;
        double[] mean = new double[_mean.Length], squares = new double[_mean.Length];
        double samples = data.Length / mean.Length, all = _count + samples;
        for (int i = 0; i < data.Length; i++) mean[Place(i, shape)] += double.CreateTruncating(data[i]);
        for (int p = 0; p < mean.Length; p++) mean[p] /= samples;
        for (int i = 0; i < data.Length; i++)
        {
            int place = Place(i, shape);
            double off = double.CreateTruncating(data[i]) - mean[place];
            squares[place] += off * off;
        }
        for (int p = 0; p < mean.Length; p++)
        {
            double off = mean[p] - _mean[p];
            _squares[p] += squares[p] + off * off * _count * samples / all;
            _mean[p] += off * samples / all;
        }
        _count = all;
        return this;
    }

    /// <inheritdoc cref="With{T}(ReadOnlySpan{T}, Shape)"/>
    public NormalizationMoments With(double[] data, Shape shape) => With<double>(data, shape);

    // Which place along the kept axes the element belongs to.
    private int Place(int element, Shape shape)
    {
        int place = 0, stride = 1, next = kept.Length - 1;
        for (int axis = shape.Rank - 1; axis >= 0 && next >= 0; axis--)
        {
            if (axis == kept[next])
            {
                place += element % shape[axis] * stride;
                stride *= shape[axis];
                next--;
            }
            element /= shape[axis];
        }
        return place;
    }
}
