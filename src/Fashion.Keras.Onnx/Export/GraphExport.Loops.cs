using Fashion.Keras.Graph;
using DataType = Fashion.Keras.Onnx.Protocol.TensorProto.Types.DataType;

namespace Fashion.Keras.Onnx.Export;

// Loops over the steps of a sequence.
internal sealed partial class GraphExport
{
    // Steps first, as ONNX's recurrent operations have them.
    private static readonly int[] StepsFirst = [1, 0, 2];

    // y[t] = a[t] y[t - 1] + b[t] along the last axis.
    private void Recurrence(Node node, RecurrenceOp op)
    {
        Placed terms = Of(node, 0);
        if (node.Inputs.Length == 1)
        {
            PutPlain(node, _graph.Add("CumSum", [Plain(terms), _graph.Integers([], [terms.Rank - 1])], ("reverse", op.Reverse ? 1L : 0L)));
            return;
        }
        var body = new OnnxGraph(_graph.Name("recurrence"), _graph);
        (string before, string term, string factor) = (body.Name("y_before"), body.Name("b"), body.Name("a"));
        foreach (string input in new[] { before, term, factor }) body.Input(input, DataType.Float);
        string next = body.Add("Add", [body.Add("Mul", [factor, before]), term]), shown = body.Add("Identity", [next]);
        body.Output(next, DataType.Float);
        body.Output(shown, DataType.Float);
        string start = _graph.Add("Expand", [Number(0), SizesOf(terms.Shape[..^1])]);
        long direction = op.Reverse ? 1 : 0, last = terms.Rank - 1;
        PutPlain(node, _graph.AddAll("Scan", 2, [start, Plain(terms), Plain(Of(node, 1))], ("body", body.Proto), ("num_scan_inputs", 2L),
            ("scan_input_axes", new[] { last, last }), ("scan_input_directions", new[] { direction, direction }),
                ("scan_output_axes", new[] { last }), ("scan_output_directions", new[] { direction }))[1]);
    }

    private void RecurrentLoop(Node node, RecurrentLoopOp op)
    {
        for (int i = 1 + op.States; i < node.Outputs.Length; i++)
            if (_readers.ContainsKey(node.Outputs[i])) throw Refused(node, "it reads what only gradients need");
        if (op.Mask || op.Kept || !TryRecurrentOperation(node, op)) Scan(node, op);
    }

    // As LSTM, GRU or RNN, where the inputs of the loop are a product with a constant kernel.
    private bool TryRecurrentOperation(Node node, RecurrentLoopOp op)
    {
        Value projected = node.Inputs[0];
        Placed? bias = null;
        if (projected.Producer.Op is BinaryOp { Kind: BinaryKind.Add }
            && _placed[projected.Producer.Inputs[1]] is { IsConstant: true, Rank: 1 } row)
        {
            bias = row;
            projected = projected.Producer.Inputs[0];
        }
        if (projected.Producer.Op is not MatMulOp { TransposeLeft: false, TransposeRight: false }
            || projected.Producer.Inputs is not [var inputs, var kernel]) return false;
        if (inputs.Shape.Rank != 3 || _placed[kernel] is not { IsConstant: true, Rank: 2 } weights
            || Of(node, 1) is not { IsConstant: true } recurrent) return false;
        int units = (int)recurrent.Shape[0].Constant, features = (int)weights.Shape[0].Constant;
        if (units == 0 || features == 0 || (op.Bias && !Of(node, op.BiasInput).IsConstant)) return false;
        // Keras's gates are i, f, candidate, o; ONNX's i, o, f, candidate.
        int[] gates = op.Kind == RecurrentKind.LongShortTermMemory ? [0, 3, 1, 2] : [.. Enumerable.Range(0, op.Gates)];
        float[] both = [.. Gates(bias?.Known!.Value, 1), .. Gates(op.Bias ? Of(node, op.BiasInput).Known!.Value : null, 1)];
        string w = _graph.Floats(weights.Label, [1, gates.Length * units, features], Gates(weights.Known!.Value, features));
        string r = _graph.Floats(recurrent.Label, [1, gates.Length * units, units], Gates(recurrent.Known!.Value, units));
        string b = _graph.Floats(bias?.Label ?? $"{node.Scope}/bias", [1, both.Length], both);
        string[] states = [.. Enumerable.Range(0, op.States).Select(i => Of(node, 2 + i) is { Fill: 0 } ? ""
            : _graph.Add("Unsqueeze", [Plain(Of(node, 2 + i)), _graph.Integers(0)]))];
        List<RecurrentFunction> functions = op.Kind switch
        {
            RecurrentKind.LongShortTermMemory => [op.GateActivation, op.Activation, op.Activation],
            RecurrentKind.GatedUnit => [op.GateActivation, op.Activation],
            _ => [op.Activation],
        };
        List<(string, object)> attributes = [("hidden_size", (long)units), ("direction", op.Reverse ? "reverse" : "forward"),
            ("activations", functions.Select(f => f == RecurrentFunction.Linear ? "Affine" : f.ToString()).ToArray())];
        if (functions.Any(f => f is RecurrentFunction.Linear or RecurrentFunction.HardSigmoid))
        {
            attributes.Add(("activation_alpha", functions.Where(HasNumbers).Select(f => f == RecurrentFunction.Linear ? 1f
                : 1f / 6).ToArray()));
            attributes.Add(("activation_beta", functions.Where(HasNumbers).Select(f => f == RecurrentFunction.Linear ? 0f
                : 0.5f).ToArray()));
        }
        if (op.Kind == RecurrentKind.GatedUnit) attributes.Add(("linear_before_reset", 1L));
        string type = op.Kind switch { RecurrentKind.LongShortTermMemory => "LSTM", RecurrentKind.GatedUnit => "GRU", _ => "RNN" };
        List<string> arguments = [In(_placed[inputs], StepsFirst), w, r, b, "", .. states];
        while (arguments[^1].Length == 0) arguments.RemoveAt(arguments.Count - 1);
        string[] results = _graph.AddAll(type, 1 + op.States, [.. arguments], [.. attributes]);
        // (steps, directions, batch, units): the axis of directions goes.
        Value sequence = node.Outputs[0];
        _placed[sequence] = new Placed
        {
            Shape = _traced.Shape(sequence),
            Order = StepsFirst,
            Name = One("Squeeze", results[0], _graph.Integers(1))
        };
        for (int i = 1; i < results.Length; i++) PutPlain(node.Outputs[i], One("Squeeze", results[i], _graph.Integers(0)));
        return true;

        static bool HasNumbers(RecurrentFunction function) => function is RecurrentFunction.Linear or RecurrentFunction.HardSigmoid;

        // (rows, gates * units) as (gates * units, rows), the gates in ONNX's order.
        float[] Gates(float[]? values, int rows)
        {
            int width = gates.Length * units;
            var result = new float[rows * width];
            if (values is null) return result;
            for (int gate = 0; gate < gates.Length; gate++)
                for (int unit = 0; unit < units; unit++)
                    for (int row = 0; row < rows; row++)
                        result[(gate * units + unit) * rows + row] = values[row * width + gates[gate] * units + unit];
            return result;
        }
    }

    // Any other loop, step by step.
    private void Scan(Node node, RecurrentLoopOp op)
    {
        int units = (int)Of(node, 1).Shape[0].Constant;
        string kernel = Plain(Of(node, 1)), recurrentBias = op.Bias ? Plain(Of(node, op.BiasInput)) : "", kept = op.Kept
            ? Plain(Of(node, op.KeptInput)) : "";
        var body = new OnnxGraph(_graph.Name("loop"), _graph);
        string[] states = [.. Enumerable.Range(0, op.States).Select(i => body.Name("state"))];
        string x = body.Name("x"), mask = op.Mask ? body.Name("mask") : "";
        foreach (string input in states.Append(x)) body.Input(input, DataType.Float);
        if (op.Mask) body.Input(mask, DataType.Float);
        string inner = body.Add("MatMul", [op.Kept ? body.Add("Mul", [states[0], kept]) : states[0], kernel]);
        if (op.Bias) inner = body.Add("Add", [inner, recurrentBias]);
        string[] next = new RecurrentStep(body, op, units, Number, _graph.Integers).Write(x, inner, states);
        if (op.Mask)
        {
            string present = body.Cast(body.Add("Unsqueeze", [mask, _graph.Integers(-1)]), DataType.Bool);
            next = [.. next.Select((state, i) => body.Add("Where", [present, state, states[i]]))];
        }
        // Results of a body are results of operations in it, each with a name of its own.
        foreach (string state in next) body.Output(state, DataType.Float);
        body.Output(body.Add("Identity", [next[0]]), DataType.Float);
        long direction = op.Reverse ? 1 : 0;
        int scanned = op.Mask ? 2 : 1;
        string[] inputs = [.. Enumerable.Range(0, op.States).Select(i => Plain(Of(node, 2 + i))), Plain(Of(node, 0)), .. MaskOf()];
        string[] results = _graph.AddAll("Scan", op.States + 1, inputs, ("body", body.Proto), ("num_scan_inputs", (long)scanned),
            ("scan_input_axes", Enumerable.Repeat(1L, scanned)), ("scan_input_directions", Enumerable.Repeat(direction, scanned)),
                ("scan_output_axes", Enumerable.Repeat(1L, 1)), ("scan_output_directions", Enumerable.Repeat(direction, 1)));
        PutPlain(node.Outputs[0], results[^1]);
        for (int i = 0; i < op.States; i++) PutPlain(node.Outputs[1 + i], results[i]);

        string[] MaskOf() => op.Mask ? [Plain(Of(node, op.MaskInput))] : [];
    }
}
