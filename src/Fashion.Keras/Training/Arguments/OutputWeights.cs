using System.Runtime.CompilerServices;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

/// <summary>How much each output's loss counts: a list with one per output, or a dictionary by output name.</summary>
[CollectionBuilder(typeof(OutputWeights), nameof(Create))]
public sealed class OutputWeights : OutputSettings<double>
{
    private OutputWeights(double[] weights, string[]? names = null) : base(weights, names) =>
        Guard.Finite(weights, "Compile", "lossWeights");

    /// <summary>
    /// Makes settings that leave all weights at 1; <see cref="this[string]"/> changes those of outputs: <c>new() { ["price"] = 0.5 }</c>.
    /// </summary>
    public OutputWeights() : base([], []) { }

    /// <summary>How much the loss of an output counts.</summary>
    /// <param name="output">Name of the output.</param>
    /// <exception cref="InvalidOperationException">The weights were given in order, not by name.</exception>
    public double this[string output]
    {
        set
        {
            Guard.Finite([value], "Compile", "lossWeights");
            Set(output, value);
        }
    }

    /// <summary>One weight per output, in order.</summary>
    /// <param name="weights">The weights.</param>
    public static OutputWeights Create(ReadOnlySpan<double> weights) => new(weights.ToArray());

    /// <summary>One weight per output, in order.</summary>
    public static implicit operator OutputWeights(double[] weights) => Create(weights);

    /// <summary>Weights by output name; the others are 1.</summary>
    public static implicit operator OutputWeights(Dictionary<string, double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new([.. weights.Values], [.. weights.Keys]);
    }
}
