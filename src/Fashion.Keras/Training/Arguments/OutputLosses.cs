using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Fashion.Keras.Losses;

namespace Fashion.Keras;

/// <summary>
/// The losses of a model: one (for every output), a list with one per output, or a dictionary by output name. An output whose
/// entry is null, or that a dictionary does not name, has no loss; without metrics it needs no targets either.
/// </summary>
[CollectionBuilder(typeof(OutputLosses), nameof(Create))]
public sealed class OutputLosses : OutputSettings<Loss?>
{
    private OutputLosses(Loss?[] losses, string[]? names = null, bool shared = false) : base(losses, names, shared) { }

    /// <summary>
    /// Makes settings without any loss; <see cref="this[string]"/> gives outputs theirs: <c>new() { ["price"] = "mse" }</c>.
    /// </summary>
    public OutputLosses() : base([], []) { }

    /// <summary>The loss of an output; null for none.</summary>
    /// <param name="output">Name of the output.</param>
    /// <exception cref="InvalidOperationException">The losses were given in order, not by name.</exception>
    public Loss? this[string output]
    {
        set => Set(output, value);
    }

    /// <summary>One loss per output, in order.</summary>
    /// <param name="losses">The losses; null for an output without one.</param>
    public static OutputLosses Create(ReadOnlySpan<Loss?> losses) => new(losses.ToArray());

    /// <summary>One loss for every output; null stands for none.</summary>
    [return: NotNullIfNotNull(nameof(loss))]
    public static implicit operator OutputLosses?(Loss? loss) => loss is null ? null : new([loss], shared: true);

    /// <summary>One loss, by Keras's name, for every output; null stands for none.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator OutputLosses?(string? name) => (Loss?)name;

    /// <summary>One loss per output, in order; null for an output without one.</summary>
    public static implicit operator OutputLosses(Loss?[] losses) => Create(losses);

    /// <summary>One loss per output, in order, by Keras's names; null for an output without one.</summary>
    public static implicit operator OutputLosses(string?[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new([.. names.Select(n => (Loss?)n)]);
    }

    /// <summary>Losses by output name, by Keras's names; an output that is not named has none.</summary>
    public static implicit operator OutputLosses(Dictionary<string, string> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        return new([.. losses.Values.Select(name => (Loss?)name)], [.. losses.Keys]);
    }

    /// <summary>Losses by output name; an output that is not named has none.</summary>
    public static implicit operator OutputLosses(Dictionary<string, Loss> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        return new([.. losses.Values], [.. losses.Keys]);
    }
}
