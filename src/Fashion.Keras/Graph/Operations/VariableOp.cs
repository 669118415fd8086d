using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// The value of a variable at this point of the graph: what was assigned before it, and nothing that is assigned later. No inputs. Output:
/// of the variable's shape.
/// </summary>
/// <param name="Variable">What is read.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record VariableOp(Variable Variable) : Op
{
    /// <inheritdoc/>
    public override string Name => "variable";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Variable.Shape)];
}
