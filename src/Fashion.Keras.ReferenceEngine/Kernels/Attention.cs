namespace Fashion.Keras.Reference;

/// <summary>What attention gives: its result, and maximum and reciprocal sum of every row of the scores.</summary>
internal sealed record AttentionResults(double[] Result, double[] Saved);

/// <summary>Gradients of attention.</summary>
internal sealed record AttentionSlopes(double[] Query, double[] Key, double[] Value);

/// <summary>Attention of several heads, a score at a time.</summary>
/// <param name="query">Shape of the query (batch, queries, heads, size).</param>
/// <param name="key">Shape of the key (batch, steps, groups, size).</param>
/// <param name="valueSize">Last axis of the value.</param>
/// <param name="scale">Factor of the products.</param>
/// <param name="added">Shape of what is added to the scores; empty for nothing.</param>
internal sealed class Attention(ReadOnlySpan<int> query, ReadOnlySpan<int> key, int valueSize, double scale, ReadOnlySpan<int> added)
{
    private readonly int _batch = query[0], _queries = query[1], _heads = query[2], _size = query[3], _steps = key[1], _groups = key[2];
    private readonly int[] _added = [.. added];

    public AttentionResults Forward(double[] q, double[] k, double[] v, double[]? plus)
    {
        double[] result = new double[_batch * _queries * _heads * valueSize], saved = new double[_batch * _heads * _queries * 2];
        foreach ((int n, int head, int t) in Rows())
        {
            (double[] weights, double max, double inverse) = Weights(q, k, plus, n, head, t);
            int row = ((n * _heads + head) * _queries + t) * 2;
            (saved[row], saved[row + 1]) = (max, inverse);
            for (int step = 0; step < _steps; step++)
                for (int i = 0; i < valueSize; i++) result[Result(n, t, head) + i] += weights[step] * v[Value(n, step, head) + i];
        }
        return new(result, saved);
    }

    public AttentionSlopes Backward(double[] q, double[] k, double[] v, double[]? plus, double[] gradient)
    {
        var slopes = new AttentionSlopes(new double[q.Length], new double[k.Length], new double[v.Length]);
        foreach ((int n, int head, int t) in Rows())
        {
            double[] weights = Weights(q, k, plus, n, head, t).Weights, change = new double[_steps];
            double sum = 0;
            for (int step = 0; step < _steps; step++)
            {
                for (int i = 0; i < valueSize; i++)
                {
                    change[step] += gradient[Result(n, t, head) + i] * v[Value(n, step, head) + i];
                    slopes.Value[Value(n, step, head) + i] += weights[step] * gradient[Result(n, t, head) + i];
                }
                sum += weights[step] * change[step];
            }
            for (int step = 0; step < _steps; step++)
                for (int i = 0; i < _size; i++)
                {
                    double slope = weights[step] * (change[step] - sum) * scale;
                    slopes.Query[Query(n, t, head) + i] += slope * k[Key(n, step, head) + i];
                    slopes.Key[Key(n, step, head) + i] += slope * q[Query(n, t, head) + i];
                }
        }
        return slopes;
    }

    private IEnumerable<(int Sample, int Head, int Query)> Rows() =>
        from n in Enumerable.Range(0, _batch)
        from head in Enumerable.Range(0, _heads)
        from t in Enumerable.Range(0, _queries)
        select (n, head, t);

    private (double[] Weights, double Max, double Inverse) Weights(double[] q, double[] k, double[]? plus, int n, int head, int t)
    {
        var scores = new double[_steps];
        for (int step = 0; step < _steps; step++)
        {
            for (int i = 0; i < _size; i++) scores[step] += q[Query(n, t, head) + i] * k[Key(n, step, head) + i];
            scores[step] = scores[step] * scale + (plus is null ? 0 : plus[Added(n, head, t, step)]);
        }
        double max = scores.Max(), sum = 0;
        for (int step = 0; step < _steps; step++) sum += scores[step] = Math.Exp(scores[step] - max);
        for (int step = 0; step < _steps; step++) scores[step] /= sum;
        return (scores, max, 1 / sum);
    }

    private int Query(int n, int t, int head) => ((n * _queries + t) * _heads + head) * _size;

    private int Result(int n, int t, int head) => ((n * _queries + t) * _heads + head) * valueSize;

    private int Key(int n, int step, int head) => ((n * _steps + step) * _groups + head / (_heads / _groups)) * _size;

    private int Value(int n, int step, int head) => ((n * _steps + step) * _groups + head / (_heads / _groups)) * valueSize;

    private int Added(int n, int head, int t, int step)
    {
        int at = 0;
        ReadOnlySpan<int> place = [n, head, t, step];
        for (int axis = 0; axis < 4; axis++) at = at * _added[axis] + (_added[axis] == 1 ? 0 : place[axis]);
        return at;
    }
}
