using System.Collections;

namespace Fashion.Keras;

/// <summary>Settings of a model's outputs: one for all of them, one each in order, or by output name.</summary>
/// <typeparam name="T">The setting.</typeparam>
public abstract class OutputSettings<T> : IEnumerable<T>
{
    private T[] _items;
    private string[]? _names;
    private readonly bool _shared;

    private protected OutputSettings(T[] items, string[]? names = null, bool shared = false)
    {
        _items = items;
        _names = names;
        _shared = shared;
    }

    /// <summary>Output names, when the settings were given by name.</summary>
    internal IReadOnlyList<string>? Names => _names;

    /// <summary>Whether one setting was given for all outputs.</summary>
    internal bool IsShared => _shared;

    /// <summary>The setting of every output, in the model's order; the default where a dictionary names none.</summary>
    /// <exception cref="ArgumentException">Another number of settings than outputs, or a name that no output has.</exception>
    internal T?[] ForOutputs(Training.ITrainable model, string what)
    {
        IReadOnlyList<string> outputs = model.OutputNames;
        if (_names is not null)
        {
            if (_names.FirstOrDefault(n => !outputs.Contains(n)) is { } unknown)
                throw new ArgumentException($"Model '{model.Name}' has no output '{unknown}', for which {what} was given. Its outputs: " +
                    $"{string.Join(", ", outputs)}.");
            return [.. outputs.Select(o => Array.IndexOf(_names, o) is >= 0 and int at ? _items[at] : default)];
        }
        if (_shared) return [.. outputs.Select(_ => (T?)_items[0])];
        if (_items.Length != outputs.Count)
            throw new ArgumentException($"Model '{model.Name}' has {outputs.Count} outputs ({string.Join(", ", outputs)}), but {what} " +
                $"was given for {_items.Length}.");
        return [.. _items];
    }

    /// <summary>Gives an output its setting.</summary>
    /// <exception cref="InvalidOperationException">The settings were given in order, not by name.</exception>
    private protected void Set(string output, T item)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_names is null) throw new InvalidOperationException("The settings were given in order, so none can be added by name.");
        int at = Array.IndexOf(_names, output);
        if (at >= 0) _items[at] = item;
        else (_names, _items) = ([.. _names, output], [.. _items, item]);
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
