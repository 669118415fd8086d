using System.Collections;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Fashion.Keras.Data;

namespace Fashion.Keras.Pipelines;

/// <summary>Arrays, tensors and texts, alone, in tuples and lists (for several inputs) or in dictionaries by name.</summary>
internal sealed class AnyColumn<T>(BatchSpace space, string what) : Column<T>
{
    private readonly BatchRoom _room = new(space);
    private readonly List<ArrayColumn> _parts = [];
    private List<string>? _names;
    private bool _isList;
    private int _count;

    public override void Add(T sample)
    {
        if (_parts.Count == 1 && !_isList && _names is null && _count > 0 && sample is Array array and not Array[]) _parts[0].Add(array);
        else AddParts(sample);
        _count++;
    }

    public override ModelData Flush()
    {
        ModelData[] parts = [.. _parts.Select(p => ModelData.Of(p.Flush()))];
        _room.Used(_count);
        _count = 0;
        if (_names is not null) return new Dictionary<string, ModelData>(_names.Zip(parts, KeyValuePair.Create));
        return _isList ? ModelData.Create(parts) : parts[0];
    }

    private void AddParts(object? sample)
    {
        (string? Name, object? Value)[] parts = [.. Split(sample, out bool isList)];
        if (_count == 0)
        {
            _isList = isList;
            _names = parts.Length > 0 && parts[0].Name is not null ? [.. parts.Select(p => p.Name!)] : null;
            _parts.Clear();
            foreach (var _ in parts) _parts.Add(new ArrayColumn(_room, what));
        }
        if (parts.Length != _parts.Count || (_names is not null && !parts.Select(p => p.Name).SequenceEqual(_names)))
            throw new ArgumentException($"The {what} of the samples of a batch must have the same parts; {_parts.Count} ({Text(_names)}) " +
                $"were given first, then {parts.Length} ({Text(parts.Select(p => p.Name))}).");
        for (int i = 0; i < parts.Length; i++) Add(_parts[i], parts[i].Value);
    }

    private void Add(ArrayColumn part, object? value)
    {
        if (value is Array array and not Array[]) part.Add(array);
        else part.Add(Source(value));
    }

    private static string Text(IEnumerable<string?>? names) => names?.FirstOrDefault() is null ? "without names" : string.Join(", ", names);

    private static IEnumerable<(string? Name, object? Value)> Split(object? sample, out bool isList)
    {
        isList = false;
        switch (sample)
        {
            case IDictionary byName:
                return byName.Keys.Cast<object>().Select(key => ((string?)key.ToString(), byName[key]));
            case ModelData { Names: { } names } data:
                return names.Zip(data.Arrays, (name, array) => ((string?)name, (object?)array));
            case ModelData data:
                isList = data.Arrays.Count > 1;
                return data.Arrays.Select(array => ((string?)null, (object?)array));
            case ITuple tuple:
                isList = true;
                return Enumerable.Range(0, tuple.Length).Select(i => ((string?)null, tuple[i]));
            default:
                return [(null, sample)];
        }
    }

    private ArraySource Source(object? value) => value switch
    {
        ArraySource source => source,
        Array[] rows => JaggedArray.Flatten(rows),
        Tensor<float> tensor => ArraySource.From(tensor),
        Tensor<double> tensor => ArraySource.From(tensor),
        Tensor<byte> tensor => ArraySource.From(tensor),
        Tensor<int> tensor => ArraySource.From(tensor),
        Tensor<long> tensor => ArraySource.From(tensor),
        Tensor<short> tensor => ArraySource.From(tensor),
        Tensor<bool> tensor => ArraySource.From(tensor),
        float number => Scalar(number),
        double number => Scalar(number),
        byte number => Scalar(number),
        int number => Scalar(number),
        long number => Scalar(number),
        bool number => Scalar(number),
        sbyte number => Scalar(number),
        short number => Scalar(number),
        ushort number => Scalar(number),
        uint number => Scalar(number),
        ulong number => Scalar(number),
        Half number => Scalar(number),
        ModelData { Arrays: [var only] } => only,
        null => throw new ArgumentException($"The {what} of a sample is null; it must be a number, a text, an array or a tensor."),
        string text => ArraySource.From([text], Shape.Scalar),
        Tensor<string> texts => TextArrays.From(texts),
        _ => throw new ArgumentException($"The {what} of a sample is a {value.GetType().Name}; it must be a number, a text, an array or " +
            "a tensor of plain numbers or texts, or a tuple or dictionary of such."),
    };

    private static ArraySource Scalar<TNumber>(TNumber number) where TNumber : unmanaged =>
        ArraySource.From<TNumber>([number], Shape.Scalar);
}
