using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>Distributions that a graph can draw from.</summary>
[Experimental(ExperimentalApi.Engines)]
public enum RandomKind
{
    /// <summary>Uniform in [0, 1).</summary>
    Uniform,

    /// <summary>Standard normal.</summary>
    Normal,
}

/// <summary>
/// Random numbers, others in every run: element e is a fixed function of e and the key RandomBits.Key(Seed, Stream, run). Uniform:
/// RandomBits.Uniform(Bits(key, e)). Normal: RandomBits.Normal(Bits(key, 2e), Bits(key, 2e + 1)). No inputs. Output: of the shape.
/// </summary>
/// <param name="Kind">The distribution.</param>
/// <param name="Seed">Seed of the numbers.</param>
/// <param name="Stream">Number of the place in the model that draws.</param>
/// <param name="Shape">Shape of the output.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record RandomOp(RandomKind Kind, ulong Seed, int Stream, Shape Shape) : Op
{
    /// <inheritdoc/>
    public override string Name => "random_" + Kind.ToString().ToLowerInvariant();

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Shape)];
}
