using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>A number that the host gives with every run: a learning rate, say. No inputs. Output: without axes.</summary>
/// <param name="ScalarName">Its name, for messages.</param>
/// <param name="Index">Its place among the scalars of a run.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record ScalarOp(string ScalarName, int Index) : Op
{
    /// <inheritdoc/>
    public override string Name => "scalar";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Shape.Scalar)];
}
