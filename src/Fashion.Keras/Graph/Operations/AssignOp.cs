using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Replaces the value of a variable by its input. No outputs.</summary>
internal sealed record AssignOp(Variable Variable) : Op
{
    public override string Name => "assign";

    public override IReadOnlyList<Variable> Written => [Variable];

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].Shape != Variable.Shape)
            throw new ArgumentException(
                $"Variable '{Variable.Path}' of shape {Variable.Shape} cannot take a value of shape {inputs[0].Shape}.");
        return [];
    }
}
