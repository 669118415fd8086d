using Fashion.Keras.Onnx.Protocol;
using Kind = Fashion.Keras.Onnx.Protocol.AttributeProto.Types.AttributeType;

namespace Fashion.Keras.Onnx.Import;

/// <summary>A node of a file with what its inputs are while the network is traced.</summary>
internal sealed class ImportedNode
{
    private readonly NodeProto _proto;
    private readonly Item?[] _inputs;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public ImportedNode(NodeProto proto, Item?[] inputs, int operators)
    {
        _proto = proto;
        _inputs = inputs;
        Operators = operators;
    }

    public string Type => _proto.OpType;

    /// <summary>The version of the operators.</summary>
    public int Operators { get; }

    public int InputCount => _inputs.Length;

    public int OutputCount => _proto.Output.Count;

    /// <summary>The name of an input in the file.</summary>
    public string Name(int index) => index < _proto.Input.Count ? _proto.Input[index] : "";

    /// <summary>Whether an input is there.</summary>
    public bool Has(int index) => index < _inputs.Length && _inputs[index] is not null;

    /// <summary>An input that must be there.</summary>
    public Item Input(int index) => Has(index) ? _inputs[index]! : throw Damaged($"needs an input {index}");

    /// <summary>An input as a tensor, its axes as in the file.</summary>
    public SymbolicTensor Tensor(int index) => Input(index).Tensor;

    /// <summary>An input of whole numbers that must be known before the network runs.</summary>
    public long[] Numbers(int index) => Input(index).Numbers
        ?? throw Refused($"its input {index} is computed from data; it must be a constant or follow from shapes");

    public long Integer(string name, long otherwise) => Find(name, Kind.Int) is { } attribute ? attribute.I : otherwise;

    public bool Flag(string name, bool otherwise = false) => Integer(name, otherwise ? 1 : 0) != 0;

    public float Number(string name, float otherwise) => Find(name, Kind.Float) is { } attribute ? attribute.F : otherwise;

    public string Text(string name, string otherwise) => Find(name, Kind.String) is { } attribute ? attribute.S.ToStringUtf8() : otherwise;

    public long[]? Integers(string name) => Find(name, Kind.Ints) is { } attribute ? [.. attribute.Ints] : null;

    public float[]? NumberRow(string name) => Find(name, Kind.Floats) is { } attribute ? [.. attribute.Floats] : null;

    public string[]? Texts(string name) => Find(name, Kind.Strings) is { } attribute ? [.. attribute.Strings.Select(s => s.ToStringUtf8())]
        : null;

    public TensorProto? Array(string name) => Find(name, Kind.Tensor)?.T;

    /// <summary>Notes an attribute that changes nothing of what is computed here.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (string name in names) _read.Add(name);
    }

    /// <summary>Refuses attributes that nothing has read: none is passed over.</summary>
    public void CheckAllRead()
    {
        if (_proto.Attribute.FirstOrDefault(a => !_read.Contains(a.Name)) is { } other)
            throw Refused($"its setting '{ImportErrors.Short(other.Name)}' is not read");
    }

    /// <summary>An axis counted from 0.</summary>
    public int Axis(long axis, int rank) => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis)
        : throw Damaged($"has no axis {axis} in a tensor of {rank}");

    /// <summary>A whole number of the file as a size, a place or a step.</summary>
    public int Small(long number) => number is >= int.MinValue and <= int.MaxValue ? (int)number
        : throw Damaged($"cannot have a size of {number}");

    public NotSupportedException Refused(string what) => new($"{ImportErrors.Label(_proto)} cannot be read: {what}.");

    public ModelFormatException Damaged(string what) => ImportErrors.Damaged($"{ImportErrors.Label(_proto)} {what}");

    private AttributeProto? Find(string name, Kind kind)
    {
        _read.Add(name);
        AttributeProto? attribute = _proto.Attribute.FirstOrDefault(a => a.Name == name);
        if (attribute is null) return null;
        if (attribute.RefAttrName.Length > 0 || attribute.Type != kind)
            throw Damaged($"has a setting '{name}' of another kind than {kind}");
        return attribute;
    }
}
