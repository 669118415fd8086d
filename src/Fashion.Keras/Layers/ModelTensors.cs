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
    private SymbolicTensor[] _tensors;
    private string[]? _names;

    private ModelTensors(SymbolicTensor[] tensors, string[]? names)
    {
        foreach (SymbolicTensor tensor in tensors) ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
        _tensors = tensors;
        _names = names;
    }

    /// <summary>Tensors by name: <c>new() { ["left"] = a, ["right"] = b }</c>.</summary>
    public ModelTensors() : this([], []) { }

    /// <summary>The names that were given; null for none.</summary>
    public IReadOnlyList<string>? Names => _names;

    /// <inheritdoc/>
    public int Count => _tensors.Length;

    /// <inheritdoc/>
    public SymbolicTensor this[int index] => _tensors[index];

    /// <summary>The tensor of a name; a new name is added.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    /// <exception cref="InvalidOperationException">The tensors have no names.</exception>
    public SymbolicTensor this[string name]
    {
        get => Find(name) is >= 0 and int at
            ? _tensors[at]
            : throw new KeyNotFoundException($"There is no tensor '{name}', only: {string.Join(", ", _names!)}.");
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (Find(name) is >= 0 and int at) _tensors[at] = value;
            else (_tensors, _names) = ([.. _tensors, value], [.. _names!, name]);
        }
    }

    private int Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Array.IndexOf(_names ?? throw new InvalidOperationException($"The tensors have no names, so '{name}' cannot be looked up."),
            name);
    }

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
