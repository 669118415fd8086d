using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Prediction;

/// <summary>What in a graph follows from weights that no longer change, and its numbers in twice the precision.</summary>
internal sealed class KnownNumbers
{
    // Larger results are left to the engine.
    private const int MostElements = 1 << 22;

    private readonly FrozenWeights _weights;
    private readonly HashSet<Value> _known = [];
    private readonly Dictionary<Value, double[]> _numbers = [];
    private readonly Dictionary<Value, int> _ids = [];

    /// <param name="graph">The graph.</param>
    /// <param name="weights">The weights as they are kept.</param>
    public KnownNumbers(OpGraph graph, FrozenWeights weights)
    {
        _weights = weights;
        foreach (Node node in graph.Nodes)
            if (CanCompute(node) && node.Output.Shape.ElementCount <= MostElements && node.Inputs.All(_known.Contains))
                _known.Add(node.Output);
    }

    /// <summary>Whether a value is known.</summary>
    public bool Has(Value value) => _known.Contains(value);

    /// <summary>The numbers of a known value, row-major; not to be changed.</summary>
    public double[] Of(Value value)
    {
        if (!_numbers.TryGetValue(value, out double[]? numbers)) _numbers[value] = numbers = Compute(value.Producer);
        return numbers;
    }

    /// <summary>Equal for known values that are computed in the same way, in the graphs of all batch sizes.</summary>
    public int IdOf(Value value)
    {
        if (!_ids.TryGetValue(value, out int id))
            _ids[value] = id = _weights.IdOf(value.Producer.Op, string.Join(',', value.Producer.Inputs.Select(IdOf)));
        return id;
    }

    private static bool CanCompute(Node node) => node.Op switch
    {
        VariableOp or ConstantOp or ReshapeOp or BroadcastOp or TransposeOp or SliceOp => true,
        UnaryOp op => Function(op.Kind) is not null,
        BinaryOp op => Function(op.Kind) is not null,
        MatMulOp { TransposeLeft: false, TransposeRight: false } => node.Inputs[0].Shape.Rank == 2 && node.Inputs[1].Shape.Rank == 2,
        _ => false,
    };

    private static Func<double, double>? Function(UnaryKind kind) => kind switch
    {
        UnaryKind.Negate => x => -x,
        UnaryKind.Abs => Math.Abs,
        UnaryKind.Exp => Math.Exp,
        UnaryKind.Log => Math.Log,
        UnaryKind.Sqrt => Math.Sqrt,
        UnaryKind.Rsqrt => x => 1 / Math.Sqrt(x),
        UnaryKind.Square => x => x * x,
        UnaryKind.Reciprocal => x => 1 / x,
        _ => null,
    };

    private static Func<double, double, double>? Function(BinaryKind kind) => kind switch
    {
        BinaryKind.Add => (x, y) => x + y,
        BinaryKind.Subtract => (x, y) => x - y,
        BinaryKind.Multiply => (x, y) => x * y,
        BinaryKind.Divide => (x, y) => x / y,
        BinaryKind.Maximum => Math.Max,
        BinaryKind.Minimum => Math.Min,
        _ => null,
    };

    private double[] Compute(Node node)
    {
        Shape shape = node.Output.Shape;
        switch (node.Op)
        {
            case VariableOp op: return Array.ConvertAll(_weights.Of(op.Variable).ToArray(), x => (double)x);
            case ConstantOp op:
                var fill = new double[shape.ElementCount];
                Array.Fill(fill, op.Fill);
                return fill;
            case ReshapeOp: return Of(node.Inputs[0]);
            case BroadcastOp: return Gathered(Of(node.Inputs[0]), shape, 0, BroadcastSteps(node.Inputs[0].Shape, shape));
            case TransposeOp op:
                int[] steps = RowSteps(node.Inputs[0].Shape);
                return Gathered(Of(node.Inputs[0]), shape, 0, [.. op.Axes.Select(axis => steps[axis])]);
            case SliceOp op:
                int[] rows = RowSteps(node.Inputs[0].Shape);
                return Gathered(Of(node.Inputs[0]), shape, op.Start.Zip(rows, (start, step) => start * step).Sum(), rows);
            case UnaryOp op: return Array.ConvertAll(Of(node.Inputs[0]), new Converter<double, double>(Function(op.Kind)!));
            case BinaryOp op:
                double[] left = Gathered(Of(node.Inputs[0]), shape, 0, BroadcastSteps(node.Inputs[0].Shape, shape)),
                    right = Gathered(Of(node.Inputs[1]), shape, 0, BroadcastSteps(node.Inputs[1].Shape, shape));
                Func<double, double, double> function = Function(op.Kind)!;
                return [.. left.Zip(right, function)];
            default: return Product(Of(node.Inputs[0]), Of(node.Inputs[1]), shape[0], node.Inputs[1].Shape[0], shape[1]);
        }
    }

    // How far apart neighbours along each axis lie.
    private static int[] RowSteps(Shape shape)
    {
        var steps = new int[shape.Rank];
        for (int axis = shape.Rank - 1, step = 1; axis >= 0; step *= shape[axis--]) steps[axis] = step;
        return steps;
    }

    private static int[] BroadcastSteps(Shape from, Shape to)
    {
        int[] own = RowSteps(from), steps = new int[to.Rank];
        for (int i = 1; i <= from.Rank; i++) steps[^i] = from[^i] == 1 ? 0 : own[^i];
        return steps;
    }

    private static double[] Gathered(double[] source, Shape shape, int first, int[] steps)
    {
        var result = new double[shape.ElementCount];
        var place = new int[shape.Rank];
        for (int i = 0, at = first; i < result.Length; i++)
        {
            result[i] = source[at];
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                at += steps[axis];
                if (++place[axis] < shape[axis]) break;
                at -= steps[axis] * shape[axis];
                place[axis] = 0;
            }
        }
        return result;
    }

    private static double[] Product(double[] left, double[] right, int rows, int inner, int columns)
    {
        var result = new double[rows * columns];
        for (int r = 0; r < rows; r++)
            for (int k = 0; k < inner; k++)
                for (int c = 0; c < columns; c++) result[r * columns + c] += left[r * inner + k] * right[k * columns + c];
        return result;
    }
}
