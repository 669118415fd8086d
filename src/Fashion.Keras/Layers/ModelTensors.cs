using System.Collections;
using System.Runtime.CompilerServices;

namespace Fashion.Keras;

/// <summary>
/// The inputs or the outputs of a functional model: one tensor, a list (<c>[left, right]</c>), or tensors by name (a
/// dictionary, whose keys become the names under which data, losses and metrics are given).
/// </summary>
[CollectionBuilder(typeof(ModelTensors), nameof(Create))]
public sealed class ModelTensors : IReadOnlyList<SymbolicTensor>
{
    private readonly SymbolicTensor[] _tensors;

    private ModelTensors(SymbolicTensor[] tensors, string[]? names)
    {
        foreach (SymbolicTensor tensor in tensors) ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
        _tensors = tensors;
        Names = names;
    }

    /// <summary>The names that were given; null for none.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <inheritdoc/>
    public int Count => _tensors.Length;

    /// <inheritdoc/>
    public SymbolicTensor this[int index] => _tensors[index];

    /// <summary>Makes a list.</summary>
    /// <param name="tensors">The tensors in order.</param>
    public static ModelTensors Create(ReadOnlySpan<SymbolicTensor> tensors) => new(tensors.ToArray(), null);

    /// <summary>A list whose tensors have names.</summary>
    internal static ModelTensors Named(SymbolicTensor[] tensors, IReadOnlyList<string> names) => new(tensors, [.. names]);

    /// <summary>One tensor.</summary>
    public static implicit operator ModelTensors(SymbolicTensor tensor) => new([tensor], null);

    /// <summary>What a layer gives.</summary>
    /// <param name="tensors">Outputs of a layer.</param>
    public static implicit operator ModelTensors(SymbolicTensors tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return new([.. tensors], null);
    }

    /// <summary>Several tensors in order.</summary>
    public static implicit operator ModelTensors(SymbolicTensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return Create(tensors);
    }

    /// <summary>Several tensors in order.</summary>
    public static implicit operator ModelTensors(List<SymbolicTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return new([.. tensors], null);
    }

    /// <summary>Tensors by name.</summary>
    public static implicit operator ModelTensors(Dictionary<string, SymbolicTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return new([.. tensors.Values], [.. tensors.Keys]);
    }

    /// <inheritdoc/>
    public IEnumerator<SymbolicTensor> GetEnumerator() => ((IEnumerable<SymbolicTensor>)_tensors).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
