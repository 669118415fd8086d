using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Prediction;

/// <summary>
/// Products with a weight whose results are multiplied by one number per channel and shifted by another, as batch normalization does in
/// inference: the weight times the one and a bias of the other do the same. What lies between (reshapes, transpositions, a sum of several
/// products) stays.
/// </summary>
internal sealed class AffineFold
{
    private readonly List<Node> _products;
    private readonly List<Node> _folded = [];
    private readonly double[] _factors, _shift;
    private int _multiplications;

    private AffineFold(List<Node> products)
    {
        _products = products;
        _factors = new double[products[0].Output.Shape[^1]];
        _shift = new double[_factors.Length];
        Array.Fill(_factors, 1);
    }

    /// <summary>The products; those of one sum, or a single one.</summary>
    public IReadOnlyList<Node> Products => _products;

    /// <summary>Nodes that are no longer needed: each gives what it got.</summary>
    public IReadOnlyList<Node> Folded => _folded;

    /// <summary>One factor per channel.</summary>
    public double[] Factors => _factors;

    /// <summary>One summand per channel.</summary>
    public double[] Shift => _shift;

    private bool IsUseful => (_multiplications > 0 || _folded.Count > 1) && _factors.All(double.IsFinite) && _shift.All(double.IsFinite);

    /// <summary>
    /// The place of the weight among the inputs of a product, and of the channels of its results among the weight's axes.
    /// </summary>
    public static (int Input, int Axis) WeightOf(Node product) => product.Op switch
    {
        Conv2DOp => (1, 3),
        Conv2DBackwardInputOp => (0, 2),
        MatMulOp { TransposeRight: true } => (1, 0),
        _ => (1, 1),
    };

    /// <summary>What can be folded of a graph.</summary>
    public static List<AffineFold> Of(OpGraph graph, KnownNumbers known)
    {
        var users = new Dictionary<Value, List<Node>>();
        foreach (Node node in graph.Nodes)
            foreach (Value input in node.Inputs)
            {
                if (!users.TryGetValue(input, out List<Node>? own)) users[input] = own = [];
                own.Add(node);
            }
        var taken = new HashSet<Node>();
        var folds = new List<AffineFold>();
        foreach (Node node in graph.Nodes)
        {
            if (!IsProduct(node, known) || taken.Contains(node)) continue;
            var fold = new AffineFold([node]);
            fold.Extend(value => users.TryGetValue(value, out List<Node>? own) && own is [var user] && !graph.Outputs.Contains(value)
                ? user : null, known);
            if (!fold.IsUseful) continue;
            folds.Add(fold);
            taken.UnionWith(fold._products);
        }
        return folds;
    }

    private static bool IsProduct(Node node, KnownNumbers known) => node.Op switch
    {
        Conv2DOp => IsOfWeight(node, known),
        Conv2DBackwardInputOp { Geometry.Groups: 1 } => IsOfWeight(node, known),
        MatMulOp { TransposeLeft: false } => node.Inputs[1].Shape.Rank == 2 && IsOfWeight(node, known),
        _ => false,
    };

    private static bool IsOfWeight(Node node, KnownNumbers known) =>
        known.Has(node.Inputs[WeightOf(node).Input]) && !known.Has(node.Output);

    // Goes from the product to who reads it, as long as only one node does and it keeps the channels apart.
    private void Extend(Func<Value, Node?> onlyUser, KnownNumbers known)
    {
        Value value = _products[0].Output;
        int axis = value.Shape.Rank - 1;
        while (onlyUser(value) is { } user)
        {
            switch (user.Op)
            {
                case ReshapeOp when AxisAfter(value.Shape, axis, user.Output.Shape) is { } reshaped:
                    axis = reshaped;
                    break;
                case TransposeOp op:
                    axis = op.Axes.Index().First(a => a.Item == axis).Index;
                    break;
                case BinaryOp { Kind: BinaryKind.Add } when _folded.Count == 0 && value.Shape == user.Output.Shape
                    && ProductsOf(user.Inputs[user.Inputs[0] == value ? 1 : 0], value.Shape, onlyUser, known) is { } others:
                    // The same channels in another order would not do.
                    if (axis != value.Shape.Rank - 1) return;
                    _products.AddRange(others);
                    break;
                case BinaryOp op when value.Shape == user.Output.Shape && Take(op.Kind, user, value, axis, known):
                    _folded.Add(user);
                    break;
                default:
                    return;
            }
            value = user.Output;
        }
    }

    // The products of which a value is the sum; null where it is something else.
    private List<Node>? ProductsOf(Value value, Shape shape, Func<Value, Node?> onlyUser, KnownNumbers known)
    {
        Node producer = value.Producer;
        if (onlyUser(value) is null || value.Shape != shape || _products.Contains(producer)) return null;
        if (IsProduct(producer, known)) return [producer];
        if (producer.Op is not BinaryOp { Kind: BinaryKind.Add }) return null;
        return ProductsOf(producer.Inputs[0], shape, onlyUser, known) is { } left
            && ProductsOf(producer.Inputs[1], shape, onlyUser, known) is { } right ? [.. left, .. right] : null;
    }

    private bool Take(BinaryKind kind, Node node, Value value, int axis, KnownNumbers known)
    {
        bool isFirst = node.Inputs[0] == value;
        Value operand = node.Inputs[isFirst ? 1 : 0];
        if (!known.Has(operand) || Row(operand, node.Output.Shape, axis, known) is not { } row) return false;
        switch (kind)
        {
            case BinaryKind.Add:
                for (int c = 0; c < row.Length; c++) _shift[c] += row[c];
                return true;
            case BinaryKind.Subtract when isFirst:
                for (int c = 0; c < row.Length; c++) _shift[c] -= row[c];
                return true;
            case BinaryKind.Multiply:
                for (int c = 0; c < row.Length; c++) (_factors[c], _shift[c]) = (_factors[c] * row[c], _shift[c] * row[c]);
                _multiplications++;
                return true;
            case BinaryKind.Divide when isFirst:
                for (int c = 0; c < row.Length; c++) (_factors[c], _shift[c]) = (_factors[c] / row[c], _shift[c] / row[c]);
                _multiplications++;
                return true;
            default:
                return false;
        }
    }

    // One number per channel, if the operand differs along no other axis.
    private double[]? Row(Value operand, Shape shape, int axis, KnownNumbers known)
    {
        while (operand.Producer.Op is BroadcastOp) operand = operand.Producer.Inputs[0];
        for (int i = 1; i <= operand.Shape.Rank; i++)
            if (operand.Shape[^i] != 1 && shape.Rank - i != axis) return null;
        double[] numbers = known.Of(operand);
        if (numbers.Length == _factors.Length) return numbers;
        var row = new double[_factors.Length];
        Array.Fill(row, numbers[0]);
        return row;
    }

    // Where the channels lie after a reshape; null where they are no axis of their own any more.
    private static int? AxisAfter(Shape from, int axis, Shape to)
    {
        int inner = from[(axis + 1)..].ElementCount;
        for (int at = to.Rank - 1, after = 1; at >= 0 && after <= inner; after *= to[at--])
            if (to[at] == from[axis] && after == inner && (to[at] > 1 || at == axis)) return at;
        return null;
    }
}
