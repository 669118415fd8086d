namespace Fashion.Keras.Graph;

/// <summary>
/// A finished graph: nodes in the order in which they run. Reading a variable gives its value at that point; assignments
/// take effect in node order, so writers are always emitted after the last reader of the old value.
/// </summary>
internal sealed class OpGraph(IReadOnlyList<Node> nodes, int forwardCount, IReadOnlyList<Value> inputs, int scalarCount,
    IReadOnlyList<Value> outputs)
{
    public IReadOnlyList<Node> Nodes { get; } = nodes;

    /// <summary>
    /// How many nodes, from the first on, are the forward pass of the model: what it does with its weights in training and
    /// prediction alike.
    /// </summary>
    public int ForwardCount { get; } = forwardCount;

    /// <summary>Values fed by the caller, one feed each, in this order.</summary>
    public IReadOnlyList<Value> Inputs { get; } = inputs;

    /// <summary>How many host scalars (learning rate and the like) a run is given.</summary>
    public int ScalarCount { get; } = scalarCount;

    /// <summary>Values that the caller may read after a run.</summary>
    public IReadOnlyList<Value> Outputs { get; } = outputs;

    public override string ToString() => string.Join('\n', Nodes);
}
