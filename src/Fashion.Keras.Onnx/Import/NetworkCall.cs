using Fashion.Keras.Graph;
using Fashion.Keras.Onnx.Protocol;

namespace Fashion.Keras.Onnx.Import;

/// <summary>Writes what a network computes of its inputs with the library's operations: each node by the function that knows it.</summary>
internal sealed partial class NetworkCall
{
    // Whole numbers that are computed while the network is traced are shapes and the like.
    private const int MostNumbers = 1 << 16;

    private const int MostAxes = ImportedArray.MostAxes;

    private readonly ImportedNetwork _network;
    private readonly IReadOnlyDictionary<string, Variable> _weights;
    private readonly Dictionary<string, Item> _items = new(StringComparer.Ordinal);

    public NetworkCall(ImportedNetwork network, IReadOnlyDictionary<string, Variable> weights)
    {
        _network = network;
        _weights = weights;
    }

    /// <summary>The outputs for these inputs.</summary>
    public IReadOnlyList<SymbolicTensor> Run(IReadOnlyList<SymbolicTensor> inputs)
    {
        foreach ((ImportedInput input, SymbolicTensor tensor) in _network.Inputs.Zip(inputs)) _items[input.Name] = new Item(tensor,
            isWhole: !input.DType.Contains("float", StringComparison.Ordinal));
        foreach (NodeProto proto in _network.Nodes) Run(proto);
        return [.. _network.Outputs.Select(name => Find(name).Tensor)];
    }

    private void Run(NodeProto proto)
    {
        var node = new ImportedNode(proto, [.. proto.Input.Select(name => name.Length == 0 ? null : Find(name))], _network.Operators);
        Item[] results;
        try
        {
            results = proto.Domain switch
            {
                "" or "ai.onnx" => Results(node),
                "ai.onnx.ml" => [LearningResult(node)],
                _ => throw node.Refused($"operations of '{ImportErrors.Short(proto.Domain)}' are not known"),
            };
            node.CheckAllRead();
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or IndexOutOfRangeException or InvalidOperationException)
        {
            throw node.Damaged($"does not fit its inputs: {e.Message}");
        }
        if (proto.Output.Skip(results.Length).Any(name =>
            name.Length > 0)) throw node.Refused($"of its results only the first {results.Length} can be read");
        for (int i = 0; i < proto.Output.Count; i++)
            if (proto.Output[i].Length > 0) _items[proto.Output[i]] = results[i];
    }

    private Item Find(string name)
    {
        if (_items.TryGetValue(name, out Item? item)) return item;
        ImportedArray array = _network.Arrays[name];
        if (array.Integers is { } numbers) item = new Item(numbers, array.Shape);
        else if (!_weights.TryGetValue(name, out Variable? weight)) item = new Item(new ValueTensor(new Shape(array.Shape), array.Floats!));
        // A kernel is read by convolutions, which know how it lies.
        else item = new Item(weight);
        return _items[name] = item;
    }

    private Item[] Results(ImportedNode node) => node.Type switch
    {
        "Split" => Split(node),
        "LSTM" or "GRU" or "RNN" => Recurrent(node),
        "Dropout" => Dropout(node),
        "MaxPool" => [MaxPool(node)],
        _ => [Elementwise(node) ?? Shaped(node) ?? Reduced(node) ?? Imaged(node) ?? throw node.Refused("the operation is not known")],
    };

    private static Item[] Dropout(ImportedNode node)
    {
        node.Ignore("ratio", "seed", "is_test");
        return [node.Input(0)];
    }

    // A number of the file for each of some axes.
    private static Shape Row(ImportedNode node, long[] numbers, int least)
    {
        if (numbers.Length > 2 * MostAxes) throw node.Damaged($"has {numbers.Length} axes; {MostAxes} are read at most");
        foreach (long number in numbers)
            if (number < least || number > int.MaxValue) throw node.Damaged($"cannot have {number} among its sizes");
        return new Shape([.. numbers.Select(n => (int)n)]);
    }
}
