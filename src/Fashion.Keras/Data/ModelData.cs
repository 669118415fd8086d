using System.Collections;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Fashion.Keras.Data;

namespace Fashion.Keras;

/// <summary>
/// Samples, targets or weights for a model: an array or a <see cref="Tensor{T}"/> of plain numbers, or of texts where the model
/// takes them, whose first axis counts samples; with several inputs a list of such (<c>[left, right]</c>) or a dictionary by name. Nothing
/// is copied or converted up front; values become floats batch by batch, as they are, without scaling.
/// </summary>
[CollectionBuilder(typeof(ModelData), nameof(Create))]
public sealed class ModelData : IEnumerable<ModelData>
{
    private readonly ArraySource? _single;
    private ModelData[] _parts;
    private string[]? _names;

    /// <summary>Data by the names of a model's inputs or outputs: <c>new() { ["left"] = a, ["right"] = b }</c>.</summary>
    public ModelData() : this([], []) { }

    private ModelData(ArraySource single)
    {
        _single = single;
        _parts = [this];
    }

    private ModelData(ModelData[] parts, string[]? names)
    {
        _parts = parts;
        _names = names;
    }

    /// <summary>The data of a name; a new name is added.</summary>
    /// <param name="name">Name of an input or output of a model.</param>
    /// <exception cref="KeyNotFoundException">There is no data of this name.</exception>
    /// <exception cref="InvalidOperationException">This data has no names.</exception>
    public ModelData this[string name]
    {
        get => Find(name) is >= 0 and int at
            ? _parts[at]
            : throw new KeyNotFoundException($"There is no data for '{name}', only for: {string.Join(", ", _names!)}.");
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (Find(name) is >= 0 and int at) _parts[at] = value;
            else (_parts, _names) = ([.. _parts, value], [.. _names!, name]);
        }
    }

    private int Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Array.IndexOf(_names ?? throw new InvalidOperationException($"The data has no names, so '{name}' cannot be looked up; it " +
            "was given as an array or a list."), name);
    }

    /// <summary>Data for several inputs, in order; single texts (<c>["what a film", "a bore"]</c>) are the samples of one input.</summary>
    /// <param name="parts">One entry per input, or single texts.</param>
    public static ModelData Create(ReadOnlySpan<ModelData> parts)
    {
        bool texts = parts.Length > 0;
        foreach (ModelData part in parts)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
            texts &= part._single is { IsText: true, Shape.Rank: 0 };
        }
        ModelData[] all = parts.ToArray();
        return texts ? new(ArraySource.From(Array.ConvertAll(all, part => part._single!.Texts[0]))) : new(all, null);
    }

    /// <summary>A single text; in a list (<c>["what a film", "a bore"]</c>) a sample.</summary>
    public static implicit operator ModelData(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(ArraySource.From([text], Shape.Scalar));
    }

    /// <summary>Texts, one per sample.</summary>
    public static implicit operator ModelData(List<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new(ArraySource.From(texts.ToArray()));
    }

    /// <summary>A tensor of texts.</summary>
    public static implicit operator ModelData(Tensor<string> texts) => new(TextArrays.From(texts));

    /// <summary>
    /// An array of any rank, also an array of equally long arrays, of float, double, byte, int or another plain number type, or of texts.
    /// </summary>
    /// <exception cref="ArgumentException">Other elements, or rows of different lengths.</exception>
    public static implicit operator ModelData(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        return new(array is Array[] rows ? JaggedArray.Flatten(rows) : ArraySource.From(array));
    }

    /// <summary>A tensor of floats.</summary>
    public static implicit operator ModelData(Tensor<float> tensor) => new(ArraySource.From(tensor));

    /// <summary>A tensor of doubles.</summary>
    public static implicit operator ModelData(Tensor<double> tensor) => new(ArraySource.From(tensor));

    /// <summary>A tensor of bytes.</summary>
    public static implicit operator ModelData(Tensor<byte> tensor) => new(ArraySource.From(tensor));

    /// <summary>A tensor of ints.</summary>
    public static implicit operator ModelData(Tensor<int> tensor) => new(ArraySource.From(tensor));

    /// <summary>A tensor of unsigned ints.</summary>
    public static implicit operator ModelData(Tensor<uint> tensor) => new(ArraySource.From(tensor));

    /// <summary>A tensor of unsigned longs.</summary>
    public static implicit operator ModelData(Tensor<ulong> tensor) => new(ArraySource.From(tensor));

    /// <summary>A tensor of half-precision floats.</summary>
    public static implicit operator ModelData(Tensor<Half> tensor) => new(ArraySource.From(tensor));

    /// <summary>A tensor of signed bytes.</summary>
    public static implicit operator ModelData(Tensor<sbyte> tensor) => new(ArraySource.From(tensor));

    /// <summary>A tensor of unsigned shorts.</summary>
    public static implicit operator ModelData(Tensor<ushort> tensor) => new(ArraySource.From(tensor));

    /// <summary>A tensor of longs.</summary>
    public static implicit operator ModelData(Tensor<long> tensor) => new(ArraySource.From(tensor));

    /// <summary>A tensor of shorts.</summary>
    public static implicit operator ModelData(Tensor<short> tensor) => new(ArraySource.From(tensor));

    /// <summary>A tensor of truth values: 0 and 1.</summary>
    public static implicit operator ModelData(Tensor<bool> tensor) => new(ArraySource.From(tensor));

    /// <summary>Tensors of floats in order, one per input: what Predict gave for several outputs, or <c>GetWeights</c>.</summary>
    public static implicit operator ModelData(Tensor<float>[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new([.. parts.Select(part => new ModelData(ArraySource.From(part)))], null);
    }

    /// <summary>Data by the names of a model's inputs or outputs.</summary>
    public static implicit operator ModelData(Dictionary<string, ModelData> byName)
    {
        ArgumentNullException.ThrowIfNull(byName);
        return new([.. byName.Values], [.. byName.Keys]);
    }

    /// <summary>The arrays in the order of the names given.</summary>
    /// <param name="names">Names of the model's inputs or outputs.</param>
    /// <param name="what">What the data is, for messages: "inputs", "targets".</param>
    /// <param name="modelName">Name of the model, for messages.</param>
    /// <param name="isOptional">Whether the array of a name may be left out; null when none may.</param>
    /// <returns>One array per name; null for one that was left out.</returns>
    internal ArraySource?[] Arrange(IReadOnlyList<string> names, string what, string modelName, Func<int, bool>? isOptional = null)
    {
        // As it is in nearly every batch of a stream.
        if (_names is null && _parts.Length == names.Count) return Array.ConvertAll<ModelData, ArraySource?>(_parts, Single);
        string[] needed = isOptional is null ? [.. names] : [.. names.Where((_, i) => !isOptional(i))];
        if (_names is not null)
        {
            if (_names.Except(names).FirstOrDefault() is { } unknown)
                throw new ArgumentException($"Model '{modelName}': '{unknown}' is none of its {what}: {string.Join(", ", names)}.");
            if (needed.Except(_names).FirstOrDefault() is { } missing)
                throw new ArgumentException(
                    $"Model '{modelName}': data for '{missing}' is missing; its {what} are {string.Join(", ", names)}.");
            return [.. names.Select(n => Array.IndexOf(_names, n) is >= 0 and int at ? Single(_parts[at]) : null)];
        }
        if (_parts.Length == needed.Length)
            return [.. names.Select(n => Array.IndexOf(needed, n) is >= 0 and int at ? Single(_parts[at]) : null)];
        string without = needed.Length < names.Count ? $" Needed are those of {string.Join(", ", needed)}." : "";
        throw new ArgumentException(
            $"Model '{modelName}' has {names.Count} {what} ({string.Join(", ", names)}), but {_parts.Length} arrays were given.{without}");

        ArraySource Single(ModelData part) =>
            part._single ?? throw new ArgumentException($"Model '{modelName}': a list within a list is no data for one of its {what}.");
    }

    /// <summary>One array.</summary>
    internal static ModelData Of(ArraySource array) => new(array);

    /// <summary>Names of the parts, when they were given by name.</summary>
    internal IReadOnlyList<string>? Names => _names;

    /// <summary>The arrays as they come.</summary>
    internal IReadOnlyList<ArraySource> Arrays =>
        _single is not null ? [_single] : [.. _parts.SelectMany(p => p._single is { } single ? [single] : p.Arrays)];

    /// <inheritdoc/>
    public IEnumerator<ModelData> GetEnumerator() => ((IEnumerable<ModelData>)_parts).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
