namespace Fashion.Keras.Layers;

/// <summary>Mean and population variance of every place along the kept axes, summed in double precision.</summary>
internal sealed record NormalizationMoments(float[] Mean, float[] Variance)
{
    public static NormalizationMoments Of(ReadOnlySpan<float> data, Shape shape, int[] kept)
    {
        int places = kept.Aggregate(1, (count, axis) => count * shape[axis]);
        double[] sum = new double[places], squares = new double[places];
        for (int i = 0; i < data.Length; i++) sum[Place(i, shape, kept)] += data[i];
        double samples = Math.Max(1, data.Length / Math.Max(1, places));
        for (int p = 0; p < places; p++) sum[p] /= samples;
        for (int i = 0; i < data.Length; i++)
        {
            int place = Place(i, shape, kept);
            squares[place] += (data[i] - sum[place]) * (data[i] - sum[place]);
        }
        return new([.. sum.Select(m => (float)m)], [.. squares.Select(s => (float)(s / samples))]);
    }

    // Which place along the kept axes the element belongs to.
    private static int Place(int element, Shape shape, int[] kept)
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
