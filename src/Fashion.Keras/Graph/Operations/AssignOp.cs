using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>Replaces the value of a variable. Input: the new value, of the variable's shape. No outputs.</summary>
/// <param name="Variable">What is changed.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record AssignOp(Variable Variable) : Op
{
    /// <inheritdoc/>
    public override string Name => "assign";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Written => [Variable];

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].Shape != Variable.Shape)
            throw new ArgumentException(
                $"Variable '{Variable.Path}' of shape {Variable.Shape} cannot take a value of shape {inputs[0].Shape}.");
        return [];
    }
}
