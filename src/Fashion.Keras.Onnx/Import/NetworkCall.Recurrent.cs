using Fashion.Keras.Graph;

namespace Fashion.Keras.Onnx.Import;

// LSTM, GRU and RNN, as the library's loops.
internal sealed partial class NetworkCall
{
    private static Item[] Recurrent(ImportedNode node)
    {
        string direction = node.Text("direction", "forward");
        bool both = direction == "bidirectional";
        if (!both && direction is not ("forward" or "reverse"))
            throw node.Refused($"direction '{ImportErrors.Short(direction)}' is not known");
        RecurrentKind kind = node.Type switch
        {
            "LSTM" => RecurrentKind.LongShortTermMemory,
            "GRU" => RecurrentKind.GatedUnit,
            _ =>
            RecurrentKind.Plain
        };
        int states = kind == RecurrentKind.LongShortTermMemory ? 2 : 1;
        if (node.Has(4)) throw node.Refused("sequence_lens is not read");
        if (node.Has(7) || node.Flag("input_forget")) throw node.Refused("peepholes and coupled gates are not read");
        if (node.Number("clip", 0) != 0) throw node.Refused("clip is not read");
        if (node.Flag("layout")) throw node.Refused("layout 1 is not read");
        if (kind == RecurrentKind.GatedUnit && !node.Flag("linear_before_reset")) throw node.Refused("linear_before_reset 0 is not read");
        Item x = node.Input(0), w = node.Input(1), r = node.Input(2);
        if (x.Rank != 3 || w.Rank != 3 || r.Rank != 3 || w.Shape[0] != (both ? 2 : 1)
            || r.Shape[0] != w.Shape[0])
            throw node.Damaged("has inputs and weights of other shapes than (steps, batch, size) and (directions, gates, size)");
        int units = r.Shape[2];
        if (node.Integer("hidden_size", units) != units) throw node.Damaged($"has a hidden_size other than that of its weights, {units}");
        RecurrentFunction[][] functions = Functions(node, kind, both ? 2 : 1);
        SymbolicTensor batchFirst = Ops.Transpose(x.Tensor, 1, 0, 2);
        var runs = new List<Value[]>();
        for (int i = 0; i < w.Shape[0]; i++) runs.Add(Loop(node, kind, batchFirst, i, units, functions[i], both ? i == 1
            : direction == "reverse"));
        // (steps, directions, batch, units), and the last states (directions, batch, units).
        SymbolicTensor sequence = Ops.Stack([.. runs.Select(run => Ops.Transpose(new GraphTensor(run[0]), 1, 0, 2))], axis: 1);
        return [new Item(sequence), .. Enumerable.Range(1, states).Select(state =>
            new Item(Ops.Stack([.. runs.Select(run => (SymbolicTensor)new GraphTensor(run[state]))])))];
    }

    private static Value[] Loop(ImportedNode node, RecurrentKind kind, SymbolicTensor x, int direction, int units,
        RecurrentFunction[] functions, bool reverse)
    {
        // ONNX's gates are i, o, f, candidate; the library's i, f, candidate, o.
        int[] gates = kind switch { RecurrentKind.LongShortTermMemory => [0, 2, 3, 1], RecurrentKind.GatedUnit => [0, 1, 2], _ => [0] };
        int states = kind == RecurrentKind.LongShortTermMemory ? 2 : 1;
        SymbolicTensor projected = Ops.MatMul(x, Gates(Of(1)), transposeY: true), recurrent = Ops.Transpose(Gates(Of(2)));
        SymbolicTensor? inner = null;
        if (node.Has(3))
        {
            SymbolicTensor biases = Of(3);
            if (biases.Shape.Rank != 1 || biases.Shape[0] != 2 * gates.Length * units)
                throw node.Damaged($"has biases of shape {biases.Shape}");
            SymbolicTensor own = Gates(Ops.Slice(biases, [0], [gates.Length * units])),
                other = Gates(Ops.Slice(biases, [gates.Length * units], [gates.Length * units]));
            if (kind == RecurrentKind.GatedUnit) inner = other;
            projected += kind == RecurrentKind.GatedUnit ? own : own + other;
        }
        var op = new RecurrentLoopOp(kind, functions[^1], functions[0], reverse, Bias: inner is not null);
        if (functions.Length == 3 && functions[1] != functions[2]) throw node.Refused("two functions for candidate and state are not read");
        GraphBuilder graph = GraphBuilder.Current ?? throw new InvalidOperationException("A recurrent network is computed inside a model.");
        Value[] start = [.. Enumerable.Range(0, states).Select(i =>
            (node.Has(5 + i) ? Of(5 + i) : Ops.BroadcastTo(0, [x.Shape[0], units])).Resolve(graph))];
        return [.. graph.AddNode(op, [projected.Resolve(graph), recurrent.Resolve(graph), .. start, .. inner is null ? []
            : new[] { inner.Resolve(graph) }]).Outputs];

        SymbolicTensor Of(int input) => Ops.GetItem(node.Tensor(input), direction);

        SymbolicTensor Gates(SymbolicTensor all)
        {
            if (all.Shape[0] != gates.Length * units)
                throw node.Damaged($"has {all.Shape[0]} rows of gates instead of {gates.Length * units}");
            if (gates.Length < 4) return all;
            Shape one = all.Shape.With(0, units);
            return Ops.Concatenate([.. gates.Select(gate => Ops.Slice(all, new Shape(new int[one.Rank]).With(0, gate * units), one))],
                axis: 0);
        }
    }

    private static RecurrentFunction[][] Functions(ImportedNode node, RecurrentKind kind, int directions)
    {
        string[] standard = kind switch
        {
            RecurrentKind.LongShortTermMemory => ["Sigmoid", "Tanh", "Tanh"],
            RecurrentKind.GatedUnit =>
            ["Sigmoid", "Tanh"],
            _ => ["Tanh"]
        };
        string[] names = node.Texts("activations") ?? [.. Enumerable.Repeat(standard, directions).SelectMany(n => n)];
        if (names.Length != directions * standard.Length)
            throw node.Damaged($"has {names.Length} activations instead of {directions * standard.Length}");
        var alphas = new Queue<float>(node.NumberRow("activation_alpha") ?? []);
        var betas = new Queue<float>(node.NumberRow("activation_beta") ?? []);
        RecurrentFunction[] all = [.. names.Select(name => Function(name))];
        return [.. all.Chunk(standard.Length)];

        RecurrentFunction Function(string name)
        {
            switch (name)
            {
                case "Tanh": return RecurrentFunction.Tanh;
                case "Sigmoid": return RecurrentFunction.Sigmoid;
                case "Relu": return RecurrentFunction.Relu;
                case "Affine" when Next(alphas, 1) == 1 && Next(betas, 0) == 0: return RecurrentFunction.Linear;
                case "HardSigmoid" when Math.Abs(Next(alphas, 0.2f) - 1f / 6) < 1e-6
                    && Next(betas, 0.5f) == 0.5f:
                    return RecurrentFunction.HardSigmoid;
                default: throw node.Refused($"activation '{ImportErrors.Short(name)}' with these numbers is not read");
            }
        }

        static float Next(Queue<float> numbers, float otherwise) => numbers.TryDequeue(out float number) ? number : otherwise;
    }
}
