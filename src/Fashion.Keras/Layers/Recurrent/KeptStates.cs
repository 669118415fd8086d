using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>The states of a stateful layer between batches of one size. They are no weights: files do not have them.</summary>
internal sealed class KeptStates
{
    // 1 once a batch has been read; before that a cell's own start holds. Made only for cells that have one.
    private Variable? _begun;
    private readonly string _layer;

    /// <param name="layer">Name of the layer.</param>
    /// <param name="shapes">Shapes of the states.</param>
    public KeptStates(string layer, IReadOnlyList<Shape> shapes)
    {
        _layer = layer;
        Variables = [.. shapes.Select(shape => new Variable("rnn_state", shape, trainable: false) { Path = $"{layer}/rnn_state" })];
    }

    public IReadOnlyList<Variable> Variables { get; }

    /// <summary>The states before a batch.</summary>
    /// <param name="start">What the cell starts with; null for zeros.</param>
    public IReadOnlyList<SymbolicTensor> Read(IReadOnlyList<SymbolicTensor>? start)
    {
        SymbolicTensor[] kept = [.. Variables.Select(Value)];
        if (start is null) return kept;
        if (_begun is null)
            Interlocked.CompareExchange(ref _begun, new Variable("rnn_begun", [], trainable: false) { Path = $"{_layer}/rnn_begun" }, null);
        SymbolicTensor begun = Value(_begun);
        return [.. kept.Zip(start, (state, first) => Ops.Where(begun, state, first))];
    }

    /// <summary>Keeps the states after a batch.</summary>
    public void Write(IReadOnlyList<SymbolicTensor> states, CallContext context)
    {
        foreach ((Variable variable, SymbolicTensor state) in Variables.Zip(states)) context.Assign(variable, state);
        if (_begun is not null) context.Assign(_begun, Ops.BroadcastTo(1, _begun.Shape));
    }

    /// <summary>Forgets what was read.</summary>
    public void Reset()
    {
        foreach (Variable variable in Variables) variable.Set(new float[variable.Shape.ElementCount]);
        _begun?.Set([0]);
    }

    // A copy: gradients read it after the new states have been assigned.
    private static SymbolicTensor Value(Variable variable) =>
        Ops.Write("Copy", [variable], (g, v) => g.Add(new BroadcastOp(variable.Shape), v[0]));
}
