using Fashion.Keras.Graph;

namespace Fashion.Keras.Prediction;

/// <summary>
/// Rewrites the graph of a prediction for weights that no longer change: they are copies, what follows from them alone is computed once,
/// and batch normalization is part of the weights before it (<see cref="AffineFold"/>).
/// </summary>
internal sealed class FrozenGraph
{
    private readonly GraphBuilder _graph;
    private readonly FrozenWeights _weights;
    private readonly KnownNumbers _known;
    private readonly Dictionary<Value, Value> _copies = [];
    private readonly Dictionary<Node, AffineFold> _products = [];
    private readonly HashSet<Node> _folded = [];

    private FrozenGraph(OpGraph graph, FrozenWeights weights, GraphBuilder builder)
    {
        _graph = builder;
        _weights = weights;
        _known = new KnownNumbers(graph, weights);
        foreach (AffineFold fold in AffineFold.Of(graph, _known))
        {
            foreach (Node product in fold.Products) _products[product] = fold;
            _folded.UnionWith(fold.Folded);
        }
    }

    /// <summary>The rewritten graph, with the same inputs and outputs.</summary>
    /// <param name="graph">A graph that changes no variable.</param>
    /// <param name="weights">Where the weights are kept.</param>
    public static OpGraph Of(OpGraph graph, FrozenWeights weights)
    {
        using var builder = new GraphBuilder();
        var frozen = new FrozenGraph(graph, weights, builder);
        foreach (Node node in graph.Nodes) frozen.Write(node);
        foreach (Value output in graph.Outputs) builder.Output(frozen.Copy(output));
        builder.EndForward();
        return builder.Build();
    }

    private void Write(Node node)
    {
        // Known values are written where something reads them.
        if (node.Outputs is [var only] && _known.Has(only)) return;
        if (_folded.Contains(node))
        {
            _copies[node.Output] = Copy(node.Inputs[_known.Has(node.Inputs[0]) ? 1 : 0]);
            return;
        }
        using GraphBuilder.Scope? scope = node.Scope is null ? null : _graph.In(node.Scope);
        if (node.Op is InputOp input)
        {
            _copies[node.Output] = _graph.Input(input.InputName, input.Shape);
            return;
        }
        if (_products.TryGetValue(node, out AffineFold? fold))
        {
            _copies[node.Output] = Product(node, fold);
            return;
        }
        Put(node);
    }

    private Value Product(Node node, AffineFold fold)
    {
        (int place, int axis) = AffineFold.WeightOf(node);
        Value weight = node.Inputs[place];
        Value[] inputs = [.. node.Inputs.Select((input, i) => i == place
            ? _graph.Read(_weights.Scaled(_known.IdOf(weight), weight.Shape, axis, fold.Factors, () => _known.Of(weight)))
            : Copy(input))];
        Value product = _graph.Add(node.Op, inputs);
        return node != fold.Products[^1] || Array.TrueForAll(fold.Shift, x => x == 0) ? product
            : _graph.Add(new BinaryOp(BinaryKind.Add), product, _graph.Read(FrozenWeights.Row(fold.Shift)));
    }

    private Value Copy(Value value)
    {
        if (_copies.TryGetValue(value, out Value? copy)) return copy;
        Node node = value.Producer;
        switch (node.Op)
        {
            case VariableOp op:
                return _copies[value] = _graph.Read(_weights.Of(op.Variable));
            // These cost nothing, or less than what they would become.
            case ConstantOp or ReshapeOp or BroadcastOp:
                Put(node);
                return _copies[value];
            default:
                return _copies[value] =
                    _graph.Read(_weights.Computed(_known.IdOf(value), value.Shape, () => _known.Of(value)));
        }
    }

    private void Put(Node node)
    {
        Node copy = _graph.AddNode(node.Op, [.. node.Inputs.Select(Copy)]);
        for (int i = 0; i < copy.Outputs.Length; i++) _copies[node.Outputs[i]] = copy.Outputs[i];
    }
}
