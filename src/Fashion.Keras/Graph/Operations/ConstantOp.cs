using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>A tensor filled with one number. No inputs. Output: of the shape.</summary>
/// <param name="Fill">The number.</param>
/// <param name="Shape">Shape of the output.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record ConstantOp(float Fill, Shape Shape) : Op
{
    /// <inheritdoc/>
    public override string Name => "constant";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Shape)];
}
