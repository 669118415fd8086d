using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Place of the largest number along the last axis, as a float; the first one wins a tie, a NaN wins over all numbers. Input: a tensor
/// (..., size). Output: (...).
/// </summary>
[Experimental(ExperimentalApi.Engines)]
public sealed record ArgMaxOp : Op
{
    /// <inheritdoc/>
    public override string Name => "argmax";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape[..^1])];
}
