namespace Fashion.Keras.Graph;

/// <summary>A value of the graph that is being written.</summary>
internal sealed class GraphTensor(Value value) : SymbolicTensor(value.Shape)
{
    public Value Value { get; } = value;

    internal override Value Resolve(GraphBuilder graph) => Value;

    public override string ToString() => Value.ToString();
}

/// <summary>A weight used as a tensor.</summary>
internal sealed class VariableTensor(Variable variable) : SymbolicTensor(variable.Shape)
{
    internal override Value Resolve(GraphBuilder graph) => graph.Read(variable);

    public override string ToString() => variable.ToString();
}

/// <summary>A number used as a tensor.</summary>
internal sealed class ConstantTensor(float value) : SymbolicTensor(Shape.Scalar)
{
    public float Number => value;

    internal override Value Resolve(GraphBuilder graph) => graph.Constant(value);

    public override string ToString() => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
