using Fashion.Keras.Onnx.Protocol;
using DataType = Fashion.Keras.Onnx.Protocol.TensorProto.Types.DataType;

namespace Fashion.Keras.Onnx.Import;

/// <summary>What a file says, checked as far as that is possible without shapes: every name has one place where it comes from, before it is
/// read.</summary>
internal sealed class ImportedNetwork
{
    private const int OldestOperators = 7, NewestOperators = 26;

    private readonly Dictionary<string, TensorProto> _tensors = new(StringComparer.Ordinal);

    private ImportedNetwork(ModelProto proto, int operators)
    {
        Proto = proto;
        Operators = operators;
    }

    /// <summary>The file.</summary>
    public ModelProto Proto { get; }

    /// <summary>The version of the operators.</summary>
    public int Operators { get; }

    public IReadOnlyList<ImportedInput> Inputs { get; private set; } = [];

    public IReadOnlyList<string> Outputs { get; private set; } = [];

    /// <summary>The nodes that the outputs depend on, in order.</summary>
    public IReadOnlyList<NodeProto> Nodes { get; private set; } = [];

    /// <summary>The arrays of the file, by name.</summary>
    public Dictionary<string, ImportedArray> Arrays { get; } = new(StringComparer.Ordinal);

    /// <summary>Kernels of convolutions alone, which are kept in the order in which they are used.</summary>
    public HashSet<string> Kernels { get; } = new(StringComparer.Ordinal);

    /// <summary>Checks a file.</summary>
    /// <param name="proto">The file.</param>
    /// <param name="weightsAreElsewhere">Whether the numbers of floats may be left out.</param>
    public static ImportedNetwork Of(ModelProto proto, bool weightsAreElsewhere = false)
    {
        if (proto.Graph is not { } graph) throw ImportErrors.Damaged("it is no ONNX file: it has no graph");
        long operators = proto.OpsetImport.Where(o => o.Domain is "" or "ai.onnx").Select(o => o.Version).DefaultIfEmpty(0).Max();
        if (operators is < OldestOperators or > NewestOperators)
            throw new NotSupportedException(
                $"it has version {operators} of ONNX's operators; {OldestOperators} to {NewestOperators} are read.");
        if (graph.SparseInitializer.Count > 0) throw new NotSupportedException("it has sparse arrays, which are not read.");
        var network = new ImportedNetwork(proto, (int)operators);
        network.Read(graph, weightsAreElsewhere);
        return network;
    }

    /// <summary>Forgets the numbers of an array that is a weight now: they stay only there.</summary>
    public void Forget(string weight)
    {
        Arrays[weight] = Arrays[weight] with { ReadFloats = null };
        TensorProto tensor = _tensors[weight];
        tensor.ClearRawData();
        tensor.FloatData.Clear();
        tensor.DoubleData.Clear();
        tensor.Int32Data.Clear();
        tensor.DataType = (int)TensorProto.Types.DataType.Float;
    }

    private void Read(GraphProto graph, bool weightsAreElsewhere)
    {
        foreach (TensorProto tensor in graph.Initializer)
            if (tensor.Name.Length == 0 || !Arrays.TryAdd(tensor.Name,
                ImportedArray.Of(tensor, weightsAreElsewhere)))
                throw ImportErrors.Damaged($"two arrays are called '{ImportErrors.Short(tensor.Name)}'");
        foreach (TensorProto tensor in graph.Initializer) _tensors[tensor.Name] = tensor;
        Inputs = [.. graph.Input.Where(input => !Arrays.ContainsKey(input.Name)).Select(InputOf)];
        if (Inputs.Count == 0) throw new NotSupportedException("the network has no inputs.");
        Outputs = [.. graph.Output.Select(output => output.Name)];
        if (Outputs.Count == 0) throw ImportErrors.Damaged("the network has no outputs");
        HashSet<string> known = new(Arrays.Keys, StringComparer.Ordinal);
        foreach (ImportedInput input in Inputs)
            if (!known.Add(input.Name)) throw ImportErrors.Damaged($"two inputs are called '{ImportErrors.Short(input.Name)}'");
        foreach (NodeProto node in graph.Node)
        {
            foreach (string name in node.Input)
                if (name.Length > 0 && !known.Contains(name))
                    throw ImportErrors.Damaged(
                        $"{ImportErrors.Label(node)} reads '{ImportErrors.Short(name)}', which nothing before it gives");
            foreach (string name in node.Output)
                if (name.Length > 0 && !known.Add(name))
                    throw ImportErrors.Damaged($"{ImportErrors.Label(node)} gives '{ImportErrors.Short(name)}', which is there already");
        }
        foreach (string name in Outputs)
            if (!known.Contains(name)) throw ImportErrors.Damaged($"nothing gives the output '{ImportErrors.Short(name)}'");
        if (Outputs.Distinct(StringComparer.Ordinal).Count() != Outputs.Count) throw ImportErrors.Damaged("two outputs have the same name");
        Nodes = Needed(graph);
        FindKernels(graph);
    }

    private List<NodeProto> Needed(GraphProto graph)
    {
        HashSet<string> wanted = new(Outputs, StringComparer.Ordinal);
        var nodes = new List<NodeProto>();
        foreach (NodeProto node in graph.Node.Reverse())
        {
            if (!node.Output.Any(wanted.Contains)) continue;
            wanted.UnionWith(node.Input);
            nodes.Add(node);
        }
        nodes.Reverse();
        return nodes;
    }

    private void FindKernels(GraphProto graph)
    {
        var others = new HashSet<string>(Outputs, StringComparer.Ordinal);
        foreach (NodeProto node in graph.Node)
        {
            for (int i = 0; i < node.Input.Count; i++)
                if (node.OpType != "Conv" || i != 1) others.Add(node.Input[i]);
                else if (Arrays.TryGetValue(node.Input[i], out ImportedArray? array)
                    && array is { ReadFloats: not null, Shape.Length: >= 3 and <= 5 }) Kernels.Add(node.Input[i]);
        }
        Kernels.ExceptWith(others);
    }

    private static ImportedInput InputOf(ValueInfoProto input)
    {
        string name = $"input '{ImportErrors.Short(input.Name)}'";
        if (input.Name.Length == 0) throw ImportErrors.Damaged("an input has no name");
        if (input.Type?.TensorType is not { } tensor) throw new NotSupportedException($"{name} is no tensor.");
        if (tensor.Shape is not { } shape) throw new NotSupportedException($"{name} does not say how many axes it has.");
        if (shape.Dim.Count == 0) throw new NotSupportedException($"{name} is a single number; an input needs a batch axis.");
        if (shape.Dim.Count > ImportedArray.MostAxes)
            throw ImportErrors.Damaged($"{name} has {shape.Dim.Count} axes; {ImportedArray.MostAxes} are read at most");
        var sizes = new int[shape.Dim.Count];
        for (int i = 0; i < sizes.Length; i++)
        {
            long size = shape.Dim[i].HasDimValue ? shape.Dim[i].DimValue : 0;
            if (size is < 0 or > int.MaxValue) throw ImportErrors.Damaged($"{name} has an axis of size {size}");
            // A size of 0, or none, is a free one; the first axis is the batch.
            sizes[i] = i == 0 || size == 0 ? Fashion.Keras.Shape.Unknown : (int)size;
        }
        string type = (DataType)tensor.ElemType switch
        {
            DataType.Float => "float32",
            DataType.Double => "float64",
            DataType.Float16 => "float16",
            DataType.Bfloat16 => "bfloat16",
            DataType.Int8 => "int8",
            DataType.Int16 => "int16",
            DataType.Int32 => "int32",
            DataType.Int64 => "int64",
            DataType.Uint8 => "uint8",
            DataType.Uint16 => "uint16",
            DataType.Uint32 => "uint32",
            DataType.Uint64 => "uint64",
            DataType.Bool => "bool",
            var other => throw new NotSupportedException($"{name} has elements of type {other}, which are not read."),
        };
        return new ImportedInput(input.Name, new Shape(sizes), type);
    }
}
