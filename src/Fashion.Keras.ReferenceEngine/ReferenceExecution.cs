using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Reference;

/// <summary>
/// Runs a graph node by node and keeps every value as an array of doubles. This part holds what touches the world: feeds,
/// variables, random numbers and results; <see cref="ReferenceOps"/> holds the pure operations.
/// </summary>
internal sealed class ReferenceExecution(OpGraph graph, IDictionary<Variable, double[]>? variables, Action<double[]>? disturb = null)
    : IExecution
{
    private readonly Dictionary<Value, double[]> _values = [];

    public void Run(ReadOnlySpan<Feed> feeds, ReadOnlySpan<float> scalars, ulong run)
    {
        _values.Clear();
        foreach (Node node in graph.Nodes)
        {
            double[][] inputs = [.. node.Inputs.Select(v => _values[v])];
            RequireRowNumbers(node, inputs, feeds);
            double[][] outputs = node.Op switch
            {
                InputOp op => [Gather(feeds[op.Feed], op.Shape)],
                ScalarOp op => [[scalars[op.Index]]],
                VariableOp op => [(double[])Load(op.Variable).Clone()],
                AssignOp op => Store(op.Variable, inputs[0]),
                AdamUpdateOp op => Update(op, inputs),
                SgdUpdateOp op => Update(op, inputs),
                DropoutOp op =>
                    [Dropout.Forward(inputs[0], node.Inputs[0].Shape.AsSpan(), op.NoiseShape.AsSpan(), op.Rate,
                        RandomBits.Key(op.Seed, op.Stream, run))],
                RandomOp { Kind: RandomKind.Uniform } op =>
                    [RandomNumbers.Uniform(op.Shape.ElementCount, RandomBits.Key(op.Seed, op.Stream, run))],
                RandomOp op => [RandomNumbers.Normal(op.Shape.ElementCount, RandomBits.Key(op.Seed, op.Stream, run))],
                VariateOp op => [Draw(op, inputs, RandomBits.Key(op.Seed, op.Stream, run))],
                AverageRanksOp op => Array.ConvertAll(inputs, x => Average(op.Ranks, x)),
                _ => ReferenceOps.Run(node, inputs),
            };
            for (int i = 0; i < outputs.Length; i++)
            {
                disturb?.Invoke(outputs[i]);
                _values[node.Outputs[i]] = outputs[i];
            }
        }
    }

    public void Read(int output, Span<float> destination)
    {
        double[] values = Exact(output);
        for (int i = 0; i < values.Length; i++) destination[i] = (float)values[i];
    }

    /// <summary>A graph output of the last run in the precision in which it was computed.</summary>
    public double[] Exact(int output) => _values[graph.Outputs[output]];

    public void Dispose() => _values.Clear();

    private static double[] Average(ICollective ranks, double[] values)
    {
        double[] sums = [.. values];
        ranks.Sum(sums);
        return Array.ConvertAll(sums, s => s / ranks.Size);
    }

    private static double[] Draw(VariateOp op, double[][] inputs, ulong key) => op.Kind switch
    {
        VariateKind.TruncatedNormal => RandomVariates.TruncatedNormal(op.Shape.ElementCount, key),
        VariateKind.Permutation => RandomVariates.Permutation(op.Shape.ElementCount, key),
        VariateKind.Gamma => RandomVariates.Gamma(inputs[0], key),
        VariateKind.Beta => RandomVariates.Beta(inputs[0], inputs[1], key),
        _ => RandomVariates.Binomial(inputs[0], inputs[1], key),
    };

    private static double[] Gather(Feed feed, Shape shape)
    {
        int rows = shape.Rank == 0 ? 1 : shape[0], length = feed.RowLength;
        if (rows * length != shape.ElementCount)
            throw new ShapeMismatchException($"An input of shape {shape} cannot be fed from rows of {length} elements.");
        var values = new double[shape.ElementCount];
        for (int i = 0; i < rows; i++) feed.Read(i, values.AsSpan(i * length, length));
        return values;
    }

    private static void RequireRowNumbers(Node node, double[][] inputs, ReadOnlySpan<Feed> feeds)
    {
        if (RowNumberRange.Of(node) is not { } range) return;
        int input = node.Inputs.LastIndexOf(range.Numbers),
            wrong = Reference.Gather.FirstOutOfRange(inputs[input], range.Rows);
        if (wrong < 0) return;
        throw RowNumberRange.SourceOf(node.Inputs[input]) is { } op
            ? range.Error(feeds[op.Feed], wrong)
            : range.Error(inputs[input][wrong], wrong);
    }

    private double[] Load(Variable variable) =>
        variables is not null && variables.TryGetValue(variable, out double[]? exact)
            ? exact
            : Array.ConvertAll(variable.ToArray(), v => (double)v);

    private double[][] Store(Variable variable, double[] values)
    {
        if (variables is not null && variables.ContainsKey(variable)) variables[variable] = values;
        else variable.Set(Array.ConvertAll(values, v => (float)v));
        return [];
    }

    private double[][] Update(AdamUpdateOp op, double[][] inputs)
    {
        double[] weight = Load(op.Weight), momentum = Load(op.Momentum), velocity = Load(op.Velocity);
        double[]? hat = op.VelocityHat is null ? null : Load(op.VelocityHat);
        AdamUpdate.Apply(weight, momentum, velocity, hat, inputs[0], inputs[1][0], op.Beta1, op.Beta2, op.Epsilon);
        Store(op.Weight, weight);
        Store(op.Momentum, momentum);
        Store(op.Velocity, velocity);
        return hat is null ? [] : Store(op.VelocityHat!, hat);
    }

    private double[][] Update(SgdUpdateOp op, double[][] inputs)
    {
        double[] weight = Load(op.Weight);
        double[]? velocity = op.Velocity is null ? null : Load(op.Velocity);
        SgdUpdate.Apply(weight, velocity, inputs[0], inputs[1][0], op.Momentum, op.Nesterov);
        Store(op.Weight, weight);
        return velocity is null ? [] : Store(op.Velocity!, velocity);
    }
}
