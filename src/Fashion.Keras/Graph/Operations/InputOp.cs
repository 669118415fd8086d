using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>A value fed by the caller. No inputs. Output: of the shape.</summary>
/// <param name="InputName">Its name, for messages.</param>
/// <param name="Feed">Place of its feed among those of a run.</param>
/// <param name="Shape">Shape of the batch: samples first; without axes a single number, fed as one row.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record InputOp(string InputName, int Feed, Shape Shape) : Op
{
    /// <inheritdoc/>
    public override string Name => "input";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Shape)];
}
