using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// A new last axis with 1 at the (truncated) number and 0 elsewhere; all 0 when it is out of range. Input: numbers (...). Output: (...,
/// Depth).
/// </summary>
/// <param name="Depth">Size of the new axis.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record OneHotOp(int Depth) : Op
{
    /// <inheritdoc/>
    public override string Name => "one_hot";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new((int[])[.. inputs[0].Shape, Depth])];
}
