using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// Writes one <see cref="OpGraph"/>. While a graph is being written its builder is the thread's <see cref="Current"/> one:
/// that is how <see cref="Ops"/> and the operators of <see cref="SymbolicTensor"/> know where to write.
/// </summary>
internal class GraphBuilder : IDisposable
{
    [ThreadStatic] private static GraphBuilder? s_current;

    private readonly List<Node> _nodes = [];
    private readonly List<Value> _inputs = [];
    private readonly List<Value> _outputs = [];
    private readonly Dictionary<Variable, Value> _reads = [];
    private readonly List<Value> _constants = [];
    private readonly Stack<string> _scopes = [];
    private readonly HashSet<string> _warnings = [];
    private readonly HashSet<Value> _stopped = [];
    private readonly GraphBuilder? _outer;
    private int _scalars;
    private int? _forwardCount;

    /// <summary>Starts a graph and makes it the thread's current one until disposed.</summary>
    public GraphBuilder()
    {
        _outer = s_current;
        s_current = this;
    }

    /// <summary>The graph being written on this thread, if any.</summary>
    public static GraphBuilder? Current => s_current;

    /// <summary>Until disposed nothing is being written down on this thread: operations on values compute at once.</summary>
    public static Suspension Suspend()
    {
        var suspension = new Suspension(s_current);
        s_current = null;
        return suspension;
    }

    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>Whether the graph is thrown away once the shapes in it are known; sizes of batches in it mean nothing.</summary>
    public bool ShapesOnly { get; init; }

    /// <summary>How many host scalars have been declared so far.</summary>
    public int ScalarCount => _scalars;

    /// <summary>Warnings for the author of the model: allowed, but probably not intended.</summary>
    public IReadOnlyCollection<string> Warnings => _warnings;

    /// <summary>Adds a warning, each text once; the layer, loss or metric that is being written is named.</summary>
    public void Warn(string text) => _warnings.Add(_scopes.TryPeek(out string? scope) ? $"'{scope}': {text}" : text);

    public void Dispose()
    {
        s_current = _outer;
        GC.SuppressFinalize(this);
    }

    /// <summary>Nodes written until the returned object is disposed carry this name.</summary>
    public Scope In(string name)
    {
        _scopes.Push(name);
        return new Scope(this);
    }

    public Node AddNode(Op op, params Value[] inputs)
    {
        var specs = new TensorSpec[inputs.Length];
        for (int i = 0; i < specs.Length; i++) specs[i] = inputs[i].Spec;
        _scopes.TryPeek(out string? scope);
        TensorSpec[] results = Infer(op, specs, scope);
        var node = new Node(_nodes.Count, op, [.. inputs], scope);
        var outputs = new Value[results.Length];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = new Value(node, i, results[i]);
        node.Outputs = [.. outputs];
        _nodes.Add(node);
        return node;
    }

    // Everything that is computed goes through here, so nothing larger than a buffer gets further.
    private static TensorSpec[] Infer(Op op, TensorSpec[] inputs, string? scope)
    {
        try
        {
            TensorSpec[] results = op.Infer(inputs);
            foreach (TensorSpec result in results)
            {
                if (!result.Shape.IsKnown) throw new ShapeMismatchException($"A tensor of shape {result.Shape} cannot be computed: all " +
                    "of its sizes must be 0 or more.")
                { Received = result.Shape };
                Sizes.Count(result.Shape.AsSpan(), "A tensor");
            }
            return results;
        }
        catch (ShapeMismatchException e) when (e.LayerName is null && scope is not null)
        {
            throw new ShapeMismatchException($"In '{scope}' ({op.Name}): {e.Message}", e) { LayerName = scope, Received = e.Received };
        }
    }

    /// <summary>Adds an op with one output.</summary>
    public Value Add(Op op, params Value[] inputs) => AddNode(op, inputs).Output;

    /// <summary>A value that the caller feeds at every run: a batch of samples, labels or weights.</summary>
    public Value Input(string name, Shape shape)
    {
        Value value = Add(new InputOp(name, _inputs.Count, shape));
        _inputs.Add(value);
        return value;
    }

    /// <summary>A number that the host computes before every run (learning rate, bias correction).</summary>
    public Value Scalar(string name) => Add(new ScalarOp(name, _scalars++));

    /// <summary>A tensor filled with one number; the same one is written once.</summary>
    public Value Constant(float value, Shape? shape = null)
    {
        shape ??= Shape.Scalar;
        foreach (Value known in _constants)
            if (known.Shape == shape && ((ConstantOp)known.Producer.Op).Fill.Equals(value)) return known;
        Value constant = Add(new ConstantOp(value, shape));
        _constants.Add(constant);
        return constant;
    }

    /// <summary>
    /// The value of a tensor whose numbers are known, in a graph that is fed with such tensors; null in one that reads them itself.
    /// </summary>
    public virtual Value? Feed(SymbolicTensor known) => null;

    /// <summary>The variable's value as it is at this point of the graph.</summary>
    public Value Read(Variable variable)
    {
        if (!_reads.TryGetValue(variable, out Value? value)) _reads[variable] = value = Add(new VariableOp(variable));
        return value;
    }

    /// <summary>Replaces a variable's value; later reads see the new one.</summary>
    public void Assign(Variable variable, Value value)
    {
        AddNode(new AssignOp(variable), value);
        _reads.Remove(variable);
    }

    /// <summary>An op that changes variables by itself was added; later reads must see the new values.</summary>
    public void Forget(Variable variable) => _reads.Remove(variable);

    /// <summary>A value through which no gradient passes.</summary>
    public Value StopGradient(Value value)
    {
        Value same = Add(new ReshapeOp(value.Shape), value);
        _stopped.Add(same);
        return same;
    }

    /// <summary>Whether a node ends the way of gradients.</summary>
    public bool Stops(Node node) => _stopped.Count > 0 && node.Outputs.Any(_stopped.Contains);

    /// <summary>Marks a value that the caller reads after a run; returns its place among the outputs.</summary>
    public int Output(Value value)
    {
        _outputs.Add(value);
        return _outputs.Count - 1;
    }

    /// <summary>What was written so far is the forward pass; without this call the whole graph is.</summary>
    public void EndForward() => _forwardCount = _nodes.Count;

    /// <exception cref="InvalidOperationException">A tensor of another graph was used.</exception>
    public OpGraph Build()
    {
        foreach (Node node in _nodes)
            foreach (Value input in node.Inputs) CheckOwn(input);
        foreach (Value output in _outputs) CheckOwn(output);
        return new(_nodes, _forwardCount ?? _nodes.Count, _inputs, _scalars, _outputs);
    }

    private void CheckOwn(Value value)
    {
        int id = value.Producer.Id;
        if (id >= _nodes.Count || _nodes[id] != value.Producer)
            throw new InvalidOperationException($"A tensor of shape {value.Shape} was used that belongs to another function, or to an " +
                "earlier call of this one. Such tensors end with the function that made them: return what is needed later, and give it " +
                "to the other function as an argument.");
    }

    /// <summary>Goes on with the graph that was being written.</summary>
    internal readonly struct Suspension(GraphBuilder? graph) : IDisposable
    {
        public void Dispose() => s_current = graph;
    }

    /// <summary>End of a named stretch.</summary>
    internal readonly struct Scope(GraphBuilder graph) : IDisposable
    {
        public void Dispose() => graph._scopes.Pop();
    }
}
