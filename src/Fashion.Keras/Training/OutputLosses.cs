using System.Runtime.CompilerServices;
using Fashion.Keras.Losses;

namespace Fashion.Keras;

/// <summary>The losses of a model: one (for every output), a list with one per output, or a dictionary by output name.</summary>
[CollectionBuilder(typeof(OutputLosses), nameof(Create))]
public sealed class OutputLosses : OutputSettings<Loss>
{
    private OutputLosses(Loss[] losses, string[]? names = null, bool shared = false) : base(losses, names, shared) { }

    /// <summary>One loss per output, in order.</summary>
    /// <param name="losses">The losses.</param>
    public static OutputLosses Create(ReadOnlySpan<Loss> losses) => new(losses.ToArray());

    /// <summary>One loss for every output.</summary>
    public static implicit operator OutputLosses(Loss loss) => new([loss ?? throw new ArgumentNullException(nameof(loss))], shared: true);

    /// <summary>One loss, by Keras's name, for every output.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    public static implicit operator OutputLosses(string name) => (Loss)name;

    /// <summary>One loss per output, in order.</summary>
    public static implicit operator OutputLosses(Loss[] losses) => Create(losses);

    /// <summary>One loss per output, in order, by Keras's names.</summary>
    public static implicit operator OutputLosses(string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new([.. names.Select(n => (Loss)n)]);
    }

    /// <summary>Losses by output name; an output that is not named has none.</summary>
    public static implicit operator OutputLosses(Dictionary<string, Loss> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        return new([.. losses.Values], [.. losses.Keys]);
    }
}
