namespace Fashion.Keras.Graph;

/// <summary>A value of the graph that is being written.</summary>
internal sealed class GraphTensor(Value value) : SymbolicTensor(value.Shape)
{
    public Value Value { get; } = value;

    internal override Value Resolve(GraphBuilder graph) => Value;

    public override string ToString() => Value.ToString();
}

/// <summary>A weight used as a tensor.</summary>
internal sealed class VariableTensor(Variable variable) : KnownTensor(variable.Shape)
{
    internal override Value Resolve(GraphBuilder graph) => graph.Feed(this) ?? graph.Read(variable);

    internal override ValueTensor Known => new(Shape, variable.ToArray());

    public override string ToString() => variable.ToString();
}

/// <summary>A number used as a tensor.</summary>
internal sealed class ConstantTensor(float value) : KnownTensor(Shape.Scalar)
{
    public float Number => value;

    internal override Value Resolve(GraphBuilder graph) => graph.Feed(this) ?? graph.Constant(value);

    internal override ValueTensor Known => new(Shape, [value]);

    public override string ToString() => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
