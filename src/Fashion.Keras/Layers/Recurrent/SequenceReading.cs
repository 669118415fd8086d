using System.Collections.Immutable;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>The way through a sequence (batch, steps, ...): its direction, and what missing steps give.</summary>
/// <param name="backwards">Whether it begins at the last step.</param>
/// <param name="mask">1 where a step is there, (batch, steps); null when all are.</param>
/// <param name="zeroOutputs">Whether outputs of missing steps are 0, instead of those of the step before.</param>
internal sealed class SequenceReading(bool backwards, SymbolicTensor? mask, bool zeroOutputs)
{
    private readonly Dictionary<Shape, SymbolicTensor> _zeros = [];

    /// <summary>Zeros, written once per shape.</summary>
    public SymbolicTensor Zeros(Shape shape)
    {
        if (!_zeros.TryGetValue(shape, out SymbolicTensor? zeros)) _zeros[shape] = zeros = Ops.BroadcastTo(0, shape);
        return zeros;
    }

    /// <summary>The same way, with the outputs of missing steps as they come: for what only another cell reads.</summary>
    public SequenceReading Within() => new(backwards, mask, zeroOutputs: false);

    /// <summary>Reads the sequence.</summary>
    /// <param name="count">Number of steps.</param>
    /// <param name="output">Shape of one output.</param>
    /// <param name="states">The states at the start.</param>
    /// <param name="step">Writes one step: its place in the sequence and the states before it become an output and the states after
    /// it.</param>
    public RecurrentReading Run(int count, Shape output, IReadOnlyList<SymbolicTensor> states, CellStep step)
    {
        var outputs = new SymbolicTensor[count];
        SymbolicTensor last = Zeros(output);
        for (int i = 0; i < count; i++)
        {
            int place = backwards ? count - 1 - i : i;
            (SymbolicTensor shown, IReadOnlyList<SymbolicTensor> next) = step(place, states);
            if (mask is not null)
            {
                SymbolicTensor present = Ops.Slice(mask, [0, place], [mask.Shape[0], 1]);
                SymbolicTensor[] kept = [.. next.Select((state, s) => Choose(present, state, states[s]))];
                // Where the output is the first state, and was so before, it is chosen once.
                shown = zeroOutputs ? Choose(present, shown, 0)
                    : shown == next[0] && last == states[0] ? kept[0] : Choose(present, shown, last);
                next = kept;
            }
            states = next;
            outputs[place] = last = shown;
        }
        SymbolicTensor sequence = count > 0
            ? Ops.Concatenate([.. outputs.Select(output => Ops.ExpandDims(output, 1))], axis: 1)
            : Zeros([output[0], 0, .. output[1..]]);
        return new(sequence, last, states);
    }

    /// <summary>Reads the sequence in one loop.</summary>
    /// <param name="projected">The inputs, multiplied with the kernel.</param>
    /// <param name="kernel">The recurrent kernel.</param>
    /// <param name="settings">What is computed.</param>
    /// <param name="states">The states at the start.</param>
    /// <param name="kept">Factors of the first state where the kernel reads it; null for none.</param>
    public RecurrentReading Run(SymbolicTensor projected, Variable kernel, LoopSettings settings, IReadOnlyList<SymbolicTensor> states,
        SymbolicTensor? kept)
    {
        var op = new RecurrentLoopOp(settings.Kind, settings.Activation, settings.GateActivation, backwards, settings.Bias is not null,
            mask is not null, kept is not null);
        SymbolicTensor[] inputs = [projected, kernel, .. states, .. Given(settings.Bias), .. Given(mask), .. Given(kept)];
        GraphBuilder graph = GraphBuilder.Current!;
        ImmutableArray<Value> results = graph.AddNode(op, [.. inputs.Select(input => input.Resolve(graph))]).Outputs;
        SymbolicTensor outputs = new GraphTensor(results[0]), last = new GraphTensor(results[1]);
        SymbolicTensor[] after = [last, .. results[2..(1 + states.Count)].Select(state => new GraphTensor(state))];
        if (mask is null || outputs.Shape[1] == 0) return new(outputs, outputs.Shape[1] == 0 ? Zeros(last.Shape) : last, after);
        // Missing steps show the state: that is the output before them, but for those at the start, where it is 0.
        if (!zeroOutputs && states.All(_zeros.ContainsValue)) return new(outputs, last, after);
        SymbolicTensor shown = mask;
        if (!zeroOutputs)
        {
            shown = Ops.Cast(Ops.NotEqual(mask, 0), "float32");
            shown = backwards ? Ops.Flip(Ops.CumSum(Ops.Flip(shown, 1), 1), 1) : Ops.CumSum(shown, 1);
        }
        outputs = Ops.Where(Ops.ExpandDims(shown, -1), outputs, 0);
        return new(outputs, At(outputs, backwards ? 0 : outputs.Shape[1] - 1), after);
    }

    private static SymbolicTensor[] Given(SymbolicTensor? x) => x is null ? [] : [x];

    /// <summary>A sequence (batch, steps, ...) at one step.</summary>
    public static SymbolicTensor At(SymbolicTensor x, int step) =>
        Ops.Squeeze(Ops.Slice(x, new int[x.Shape.Rank].Select((_, axis) => axis == 1 ? step : 0).ToArray(), x.Shape.With(1, 1)), 1);

    private static SymbolicTensor Choose(SymbolicTensor present, SymbolicTensor then, SymbolicTensor otherwise)
    {
        if (then.Shape.Rank > 2) present = Ops.Reshape(present, [present.Shape[0], .. Enumerable.Repeat(1, then.Shape.Rank - 1)]);
        return Ops.Where(present, then, otherwise);
    }
}

/// <summary>Writes one step of a sequence.</summary>
internal delegate (SymbolicTensor Output, IReadOnlyList<SymbolicTensor> States) CellStep(int place, IReadOnlyList<SymbolicTensor> states);
