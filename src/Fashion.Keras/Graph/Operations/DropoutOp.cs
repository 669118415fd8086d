using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Zeroes each element with a probability and multiplies the others by 1 / (1 - Rate). Input: a tensor. Output: of the same shape. The
/// decision for place e of the noise in a run is a fixed function: the element is kept where RandomBits.Bits(key, e) is at least
/// RandomBits.DropThreshold(Rate), with RandomBits.Key(Seed, Stream, run) as key. So no mask is stored, the gradient is the same op applied
/// to the gradient of the output, and the number of threads does not matter.
/// </summary>
/// <param name="Rate">Probability of 0, in [0, 1].</param>
/// <param name="Seed">Seed of the decisions.</param>
/// <param name="Stream">Number of the place in the model that draws.</param>
/// <param name="NoiseShape">Shape of the decisions; axes of size 1 share one.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record DropoutOp(float Rate, ulong Seed, int Stream, Shape NoiseShape) : Op
{
    /// <inheritdoc/>
    public override string Name => "dropout";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape)];

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(this, outputGradients[0]!)];
}
