using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Distributions that take any number of draws for each element, and the inputs that each of them has.</summary>
internal enum VariateKind
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
/// Fresh random numbers in every run, a function of (Seed, Stream, run, element) as in <see cref="RandomOp"/>. Inputs have the shape
/// of the result. No gradient.
/// </summary>
internal sealed record VariateOp(VariateKind Kind, ulong Seed, int Stream, Shape Shape) : Op
{
    public override string Name => Kind switch
    {
        VariateKind.TruncatedNormal => "random_truncated_normal",
        VariateKind.Permutation => "random_permutation",
        VariateKind.Gamma => "random_gamma",
        VariateKind.Beta => "random_beta",
        _ => "random_binomial",
    };

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        foreach (TensorSpec input in inputs)
            if (input.Shape != Shape) throw new ShapeMismatchException($"Parameters of random numbers of shape {Shape} need the same " +
                $"shape, not {input.Shape}.")
            { Received = input.Shape };
        return [new(Shape)];
    }
}
