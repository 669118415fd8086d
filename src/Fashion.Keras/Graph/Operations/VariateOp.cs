using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>Distributions that take any number of draws for each element, and the inputs that each of them has.</summary>
[Experimental(ExperimentalApi.Engines)]
public enum VariateKind
{
    /// <summary>Standard normal within -2 and 2; no inputs.</summary>
    TruncatedNormal,

    /// <summary>The numbers from 0 on in another order; no inputs.</summary>
    Permutation,

    /// <summary>Input: shape parameter alpha.</summary>
    Gamma,

    /// <summary>Inputs: alpha and beta.</summary>
    Beta,

    /// <summary>Inputs: number of trials and probability.</summary>
    Binomial,
}

/// <summary>
/// Random numbers of distributions that take any number of draws per element, others in every run: element e comes from <c>new
/// RandomVariate(key, e)</c> with RandomBits.Key(Seed, Stream, run) as key; a permutation from <c>new RandomVariate(key, 0)</c>: number i
/// is appended and exchanged with the one at Below(i + 1), for i from 0. Inputs: parameters, of the shape of the result. Output: of the
/// shape.
/// </summary>
/// <param name="Kind">The distribution.</param>
/// <param name="Seed">Seed of the numbers.</param>
/// <param name="Stream">Number of the place in the model that draws.</param>
/// <param name="Shape">Shape of the output.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record VariateOp(VariateKind Kind, ulong Seed, int Stream, Shape Shape) : Op
{
    /// <inheritdoc/>
    public override string Name => Kind switch
    {
        VariateKind.TruncatedNormal => "random_truncated_normal",
        VariateKind.Permutation => "random_permutation",
        VariateKind.Gamma => "random_gamma",
        VariateKind.Beta => "random_beta",
        _ => "random_binomial",
    };

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        foreach (TensorSpec input in inputs)
            if (input.Shape != Shape) throw new ShapeMismatchException($"Parameters of random numbers of shape {Shape} need the same " +
                $"shape, not {input.Shape}.")
            { Received = input.Shape };
        return [new(Shape)];
    }
}
