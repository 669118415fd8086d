namespace Fashion.Keras.Layers;

/// <summary>
/// Some numbers that stand for many: values with weights, from which quantiles follow. Batches are thinned out and merged as in
/// Keras, in the same precision, so that the boundaries are the same.
/// </summary>
/// <param name="epsilon">How far quantiles may be off: a summary has about 1 / epsilon values.</param>
internal sealed class QuantileSummary(double epsilon)
{
    private float[] _values = [], _weights = [];

    /// <summary>Whether nothing has been added.</summary>
    public bool IsEmpty => _values.Length == 0;

    /// <summary>Adds a batch, whose numbers are sorted.</summary>
    public void Add(float[] batch)
    {
        Array.Sort(batch);
        double step = Math.Max(batch.Length / (1 / epsilon), 1);
        var values = new List<float>();
        for (int i = (int)(step - 1); i < batch.Length; i += (int)step) values.Add(batch[i]);
        float[] merged = [.. values, .. _values], weights = [.. Enumerable.Repeat((float)step, values.Count), .. _weights];
        Array.Sort(merged, weights);
        (_values, _weights) = Compress(merged, weights, epsilon);
    }

    /// <summary>The boundaries of ranges with equally many numbers.</summary>
    public float[] Boundaries(int bins) => Compress(_values, _weights, 1.0 / bins).Values[..^1];

    private static (float[] Values, float[] Weights) Compress(float[] values, float[] weights, double epsilon)
    {
        if (values.Length * epsilon < 1) return (values, weights);
        double[] places = new double[values.Length], counts = new double[values.Length], numbers = Array.ConvertAll(values, v => (double)v);
        float sum = 0, all = 0;
        foreach (float weight in weights) all += weight;
        for (int i = 0; i < places.Length; i++)
        {
            sum += weights[i];
            counts[i] = sum;
            places[i] = sum / all;
        }
        int bins = (int)Math.Ceiling(1 / epsilon);
        float[] newValues = new float[bins], newWeights = new float[bins];
        double before = 0;
        for (int i = 0; i < bins; i++)
        {
            double at = epsilon + i * epsilon, count = Interpolate(at, places, counts);
            newValues[i] = (float)Interpolate(at, places, numbers);
            newWeights[i] = (float)(count - before);
            before = count;
        }
        return (newValues, newWeights);
    }

    // Between the neighbours of a place; beyond the ends their value.
    private static double Interpolate(double at, double[] places, double[] values)
    {
        if (at >= places[^1]) return values[^1];
        if (at < places[0]) return values[0];
        int next = 1;
        for (int low = 1, high = places.Length - 1; low <= high;)
        {
            int middle = (low + high) / 2;
            if (places[middle] > at) (next, high) = (middle, middle - 1);
            else low = middle + 1;
        }
        double slope = (values[next] - values[next - 1]) / (places[next] - places[next - 1]);
        return at == places[next - 1] ? values[next - 1] : slope * (at - places[next - 1]) + values[next - 1];
    }
}
