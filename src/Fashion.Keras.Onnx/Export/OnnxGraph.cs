using System.Runtime.InteropServices;
using Fashion.Keras.Internal;
using Fashion.Keras.Onnx.Protocol;
using Google.Protobuf;
using DataType = Fashion.Keras.Onnx.Protocol.TensorProto.Types.DataType;
using Kind = Fashion.Keras.Onnx.Protocol.AttributeProto.Types.AttributeType;

namespace Fashion.Keras.Onnx.Export;

/// <summary>Writes the nodes and the arrays of a graph of an ONNX file, or of the body of a loop in one.</summary>
internal sealed class OnnxGraph
{
    private readonly Dictionary<string, string> _integers = new(StringComparer.Ordinal);
    private readonly OnnxGraph? _outer;
    private readonly UniqueNames _names;

    public OnnxGraph(string name, OnnxGraph? outer = null)
    {
        Proto.Name = name;
        _outer = outer;
        _names = outer?._names ?? new UniqueNames();
    }

    public GraphProto Proto { get; } = new();

    /// <summary>Name of the layer that is being written; names of nodes begin with it.</summary>
    public string Scope { get; set; } = "";

    /// <summary>A free name, taken from now on.</summary>
    public string Name(string wish) => _names.Next(wish);

    /// <summary>Adds an operation with one result; gives the result's name.</summary>
    /// <param name="type">The operation.</param>
    /// <param name="inputs">Names of its inputs; an empty one is left out.</param>
    /// <param name="attributes">Its settings.</param>
    public string Add(string type, string[] inputs, params (string Name, object Value)[] attributes) =>
        AddAll(type, 1, inputs, attributes)[0];

    /// <summary>Adds an operation with several results.</summary>
    public string[] AddAll(string type, int results, string[] inputs, params (string Name, object Value)[] attributes)
    {
        string name = Name(Scope.Length == 0 ? type : $"{Scope}/{type}");
        var node = new NodeProto { OpType = type, Name = name };
        node.Input.AddRange(inputs);
        string[] names = [.. Enumerable.Range(0, results).Select(i => results == 1 ? name + ":0" : Name($"{name}:{i}"))];
        node.Output.AddRange(names);
        foreach ((string key, object value) in attributes) node.Attribute.Add(Attribute(key, value));
        Proto.Node.Add(node);
        return names;
    }

    /// <summary>An array of floats.</summary>
    /// <param name="wish">Its name, if that is free.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">Its elements.</param>
    public string Floats(string wish, IEnumerable<int> shape, ReadOnlySpan<float> values)
    {
        var tensor = new TensorProto
        {
            Name = Name(wish),
            DataType = (int)DataType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values))
        };
        tensor.Dims.AddRange(shape.Select(size => (long)size));
        Root.Proto.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>A row of whole numbers; equal ones are written once.</summary>
    public string Integers(params IReadOnlyList<long> values) => Integers([values.Count], values);

    /// <summary>Whole numbers in a shape; equal ones are written once.</summary>
    public string Integers(int[] shape, IReadOnlyList<long> values)
    {
        if (_outer is not null) return _outer.Integers(shape, values);
        string key = $"{string.Join(",", shape)}|{string.Join(",", values)}";
        if (_integers.TryGetValue(key, out string? known)) return known;
        long[] array = [.. values];
        var tensor = new TensorProto
        {
            Name = Name("numbers"),
            DataType = (int)DataType.Int64,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(array.AsSpan()))
        };
        tensor.Dims.AddRange(shape.Select(size => (long)size));
        Proto.Initializer.Add(tensor);
        return _integers[key] = tensor.Name;
    }

    /// <summary>Elements as another type.</summary>
    public string Cast(string name, DataType type) => Add("Cast", [name], ("to", (long)type));

    /// <summary>Adds an input of a graph.</summary>
    public void Input(string name, DataType type, IEnumerable<TensorShapeProto.Types.Dimension>? shape = null) =>
        Proto.Input.Add(Info(name, type, shape));

    /// <summary>Adds a result of a graph.</summary>
    public void Output(string name, DataType type, IEnumerable<TensorShapeProto.Types.Dimension>? shape = null) =>
        Proto.Output.Add(Info(name, type, shape));

    private OnnxGraph Root => _outer?.Root ?? this;

    private static ValueInfoProto Info(string name, DataType type, IEnumerable<TensorShapeProto.Types.Dimension>? shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (shape is not null) tensor.Shape = new TensorShapeProto { Dim = { shape } };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case float number: (attribute.Type, attribute.F) = (Kind.Float, number); break;
            case long number: (attribute.Type, attribute.I) = (Kind.Int, number); break;
            case string text: (attribute.Type, attribute.S) = (Kind.String, ByteString.CopyFromUtf8(text)); break;
            case GraphProto graph: (attribute.Type, attribute.G) = (Kind.Graph, graph); break;
            case IEnumerable<float> numbers: attribute.Type = Kind.Floats; attribute.Floats.AddRange(numbers); break;
            case IEnumerable<long> numbers: attribute.Type = Kind.Ints; attribute.Ints.AddRange(numbers); break;
            case IEnumerable<string> texts:
                attribute.Type = Kind.Strings;
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8)); break;
            default: throw new ArgumentException($"Attribute '{name}' cannot be {value}.", nameof(value));
        }
        return attribute;
    }
}
