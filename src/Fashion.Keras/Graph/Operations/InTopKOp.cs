using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// 1 where the score of the target class is at least the K-th largest of its row, else 0; ties at the boundary are hits, a class
/// number out of range and a NaN are none. Inputs: scores (rows, classes) and class numbers (rows,).
/// Output: (rows,).
/// </summary>
/// <param name="K">How many places count.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record InTopKOp(int K) : Op
{
    /// <inheritdoc/>
    public override string Name => "in_top_k";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape[..^1])];
}
