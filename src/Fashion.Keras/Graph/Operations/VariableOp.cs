using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>The value of a variable at this point of the graph.</summary>
internal sealed record VariableOp(Variable Variable) : Op
{
    public override string Name => "variable";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Variable.Shape)];
}
