using Fashion.Keras.Data;
using Fashion.Keras.Graph;
using Fashion.Keras.Onnx.Protocol;
using DataType = Fashion.Keras.Onnx.Protocol.TensorProto.Types.DataType;
using Dimension = Fashion.Keras.Onnx.Protocol.TensorShapeProto.Types.Dimension;

namespace Fashion.Keras.Onnx.Export;

/// <summary>Writes a traced model as the graph of an ONNX file: each operation by the function that knows it.</summary>
internal sealed partial class GraphExport
{
    private readonly Model _model;
    private readonly TracedModel _traced;
    private readonly ImageLayout _layout;
    private readonly OnnxGraph _graph;
    private readonly ConstantFolding _constants;
    private readonly Dictionary<Value, Placed> _placed = [];
    private readonly Dictionary<Value, int> _readers = [];
    private readonly string?[] _freeSizes;
    private readonly Dictionary<string, string> _sizes = new(StringComparer.Ordinal);

    private GraphExport(Model model, TracedModel traced, ImageLayout layout)
    {
        _model = model;
        _traced = traced;
        _layout = layout;
        _graph = new OnnxGraph(model.Name);
        _constants = new ConstantFolding(traced);
        _freeSizes = new string?[traced.Free.Count];
    }

    /// <summary>Writes a model.</summary>
    /// <exception cref="NotSupportedException">Something in it cannot be written.</exception>
    public static GraphProto Write(Model model, TracedModel traced, ImageLayout layout) => new GraphExport(model, traced, layout).Write();

    private GraphProto Write()
    {
        if (_traced.Writer is { } writer) throw Refused(writer,
            "it changes a weight in prediction, and a file keeps nothing from one run to the next");
        IReadOnlyList<string> outputNames = _model.OutputNames.Count == _traced.Outputs.Count ? _model.OutputNames
            : [.. Enumerable.Range(1, _traced.Outputs.Count).Select(i => $"output_{i}")];
        string[] inputs = [.. _traced.Inputs.Select(input => _graph.Name(((InputOp)input.Producer.Op).InputName))];
        string[] outputs = [.. outputNames.Select(_graph.Name)];
        foreach (Value read in _traced.Nodes.SelectMany(n =>
            n.Inputs).Concat(_traced.Outputs)) _readers[read] = _readers.GetValueOrDefault(read) + 1;
        for (int i = 0; i < inputs.Length; i++) WriteInput(_traced.Inputs[i], inputs[i], i);
        foreach (Node node in _traced.Nodes)
        {
            if (node.Op is InputOp) continue;
            _graph.Scope = node.Scope ?? "";
            if (node.Outputs.Length > 0 && _constants.IsConstant(node.Outputs[0])) WriteConstant(node);
            else Translate(node);
        }
        _graph.Scope = "";
        for (int i = 0; i < outputs.Length; i++) WriteOutput(_traced.Outputs[i], outputs[i]);
        Pruning.Apply(_graph.Proto);
        return _graph.Proto;
    }

    private void WriteInput(Value input, string name, int index)
    {
        int[] order = OrderOf(input.Shape.Rank);
        Dim[] shape = _traced.Shape(input);
        string type = index < _model.InputTypes.Count ? _model.InputTypes[index] : DeclaredType.Float32;
        DataType declared = type switch
        {
            "bool" => DataType.Bool,
            "int8" => DataType.Int8,
            "int16" => DataType.Int16,
            "int32" => DataType.Int32,
            "int64" => DataType.Int64,
            "uint8" => DataType.Uint8,
            "uint16" => DataType.Uint16,
            "uint32" => DataType.Uint32,
            "uint64" => DataType.Uint64,
            "float16" => DataType.Float16,
            DeclaredType.Text => throw new NotSupportedException($"Input '{name}' takes texts, which ONNX files of this package cannot " +
                "hold. Convert texts to numbers before the model."),
            _ => DataType.Float,
        };
        _graph.Input(name, declared, order.Select(axis => Size(shape[axis])));
        _placed[input] = new Placed
        {
            Shape = shape,
            Order = order,
            Name = declared == DataType.Float ? name : _graph.Cast(name, DataType.Float),
            Whole = declared is DataType.Float or DataType.Float16 ? null : declared == DataType.Int64 ? name
                : _graph.Cast(name, DataType.Int64),
        };
    }

    private void WriteOutput(Value output, string name)
    {
        Placed placed = _placed[output];
        int[] order = OrderOf(placed.Rank);
        string written = In(placed, order);
        NodeProto? producer = _graph.Proto.Node.FirstOrDefault(n => n.Output.Contains(written));
        // The tensor itself gets the name of the output, unless it is an input, a constant or another output.
        if (producer is null || _graph.Proto.Output.Any(o => o.Name == written)) _graph.Proto.Node.Add(new NodeProto
        {
            OpType = "Identity",
            Name = _graph.Name(name + "/Identity"),
            Input = { written },
            Output = { name }
        });
        else Rename(_graph.Proto, written, name);
        _graph.Output(name, DataType.Float, order.Select(axis => Size(placed.Shape[axis])));
    }

    private void Rename(GraphProto graph, string from, string to)
    {
        foreach (NodeProto node in graph.Node)
        {
            for (int i = 0; i < node.Input.Count; i++)
                if (node.Input[i] == from) node.Input[i] = to;
            for (int i = 0; i < node.Output.Count; i++)
                if (node.Output[i] == from) node.Output[i] = to;
            foreach (AttributeProto attribute in node.Attribute)
                if (attribute.G is { } body) Rename(body, from, to);
        }
        foreach ((Value value, Placed placed) in _placed.ToArray())
        {
            foreach (string order in placed.Others.Where(o => o.Value == from).Select(o => o.Key).ToArray()) placed.Others[order] = to;
            if (placed.Name == from) _placed[value] = new Placed { Shape = placed.Shape, Order = placed.Order, Name = to };
        }
    }

    private int[] OrderOf(int rank) => _layout == ImageLayout.ChannelsFirst && rank is 4 or 5 ? ChannelsFirst(rank) : Placed.Plain(rank);

    private static int[] ChannelsFirst(int rank) => [0, rank - 1, .. Enumerable.Range(1, rank - 2)];

    private Dimension Size(Dim dim) => dim.IsConstant ? new Dimension { DimValue = dim.Constant } : dim.Symbol is >= 0 and var symbol
        ? new Dimension { DimParam = _traced.Free[symbol].Name } : new Dimension();

    private void WriteConstant(Node node)
    {
        foreach (Value output in node.Outputs)
        {
            string label = node.Op is VariableOp { Variable: { Name: not "constant" } variable } ? variable.Path
                : $"{(node.Scope is null ? "" : node.Scope + "/")}{(node.Op is VariableOp or ConstantOp ? "constant" : node.Op.Name)}";
            _placed[output] = new Placed
            {
                Shape = _traced.Shape(output),
                Order = Placed.Plain(output.Shape.Rank),
                Known = new Lazy<float[]>(() => _constants.Values(output)),
                Label = label,
                Fill = node.Op is ConstantOp constant ? constant.Fill : null,
            };
        }
    }

    /// <summary>The message of what cannot be written: names the layer.</summary>
    private NotSupportedException Refused(Node node, string reason)
    {
        string? type = node.Scope is null ? null : LayerSearch.ByName(_model, node.Scope)?.ClassName;
        return new NotSupportedException(
            $"Layer '{node.Scope ?? _model.Name}'{(type is null ? "" : $" ({type})")} cannot be written to an ONNX file: {reason}.");
    }

    private void Translate(Node node)
    {
        switch (node.Op)
        {
            case ConstantOp op:
                Put(node, new Placed
                {
                    Shape = _traced.Shape(node.Output),
                    Order = Placed.Plain(node.Output.Shape.Rank),
                    Fill = op.Fill
                }); break;
            case VariableOp: Variable(node); break;
            case UnaryOp op: Unary(node, op); break;
            case BinaryOp op: Binary(node, op); break;
            case SelectOp: Select(node); break;
            case BroadcastOp: Broadcast(node); break;
            case ReshapeOp: Reshape(node); break;
            case TransposeOp op: Transpose(node, op); break;
            case SliceOp: Slice(node); break;
            case PadOp op: Pad(node, op); break;
            case ConcatOp op: Concat(node, op); break;
            case MatMulOp op: MatMul(node, op); break;
            case Conv2DOp op: Convolution(node, op); break;
            case Conv2DBackwardInputOp op: TransposedConvolution(node, op); break;
            case MaxPool2DOp op: MaxPool(node, op); break;
            case AveragePool2DOp op: AveragePool(node, op); break;
            case BatchNormalizationOp op: Normalize(node, op); break;
            case LayerNormalizationOp op: NormalizeRows(node, op); break;
            case ReduceOp op: Reduce(node, op); break;
            case SoftmaxOp op: Softmax(node, op); break;
            case ArgMaxOp: ArgMax(node); break;
            case OneHotOp op: OneHot(node, op); break;
            case GatherOp: Gather(node); break;
            case TakeAlongOp: TakeAlong(node); break;
            case ScatterAddOp: ScatterAdd(node); break;
            case ScatterOp op: Scatter(node, op); break;
            case AddAlongOp: AddAlong(node); break;
            case ArgSortOp op: ArgSort(node, op); break;
            case SearchSortedOp op: SearchSorted(node, op); break;
            case RecurrenceOp op: Recurrence(node, op); break;
            case RecurrentLoopOp op: RecurrentLoop(node, op); break;
            case AttentionOp op: Attention(node, op); break;
            case RandomOp or VariateOp or DropoutOp: throw Refused(node, "it draws random numbers in prediction too");
            default: throw Refused(node, $"it computes '{node.Op.Name}', for which ONNX has no operation");
        }
    }

    private Placed Of(Node node, int input) => _placed[node.Inputs[input]];

    private void Put(Node node, Placed result) => _placed[node.Outputs[0]] = result;

    // The result of an operation whose axes lie as in the model.
    private void PutPlain(Node node, string name) => PutPlain(node.Output, name);

    private void PutPlain(Value value, string name) =>
        _placed[value] = new Placed { Shape = _traced.Shape(value), Order = Placed.Plain(value.Shape.Rank), Name = name };

    private void Variable(Node node)
    {
        Dim[] shape = _traced.Shape(node.Output);
        ConstantArray array = _traced.Constant(node);
        if (array.Repetitions < 0)
        {
            Put(node, new Placed { Shape = shape, Order = Placed.Plain(shape.Length), Fill = array.Row[0] });
            return;
        }
        string count = One("Squeeze", FreeSize(array.Repetitions)),
            numbers = _graph.Cast(_graph.Add("Range", [_graph.Integers([], [0]), count, _graph.Integers([], [1])]), DataType.Float);
        string steps = One("Unsqueeze", One("Mul", numbers, Number(array.Step)), _graph.Integers(1));
        PutPlain(node, _graph.Add("Reshape", [One("Add", steps, _graph.Floats("row", [array.Row.Length], array.Row)), SizesOf(shape)]));
    }
}
