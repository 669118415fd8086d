namespace Fashion.Keras.Graph;

/// <summary>A recurrent loop written step by step with other operations: for gradients of its gradient.</summary>
/// <param name="Sequence">h after every step, by the step's place.</param>
/// <param name="States">The last states.</param>
/// <param name="Inner">The product of h with the recurrent kernel and its bias at every step, by the step's place.</param>
internal sealed record RecurrentFormula(Value Sequence, Value[] States, Value[] Inner)
{
    /// <summary>Writes the steps.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="loop">What is computed.</param>
    /// <param name="inputs">The loop's inputs.</param>
    public static RecurrentFormula Write(GraphBuilder graph, RecurrentLoopOp loop, Value[] inputs)
    {
        (int batch, int steps, int units) = (inputs[0].Shape[0], inputs[0].Shape[1], inputs[1].Shape[0]);
        Value[] states = inputs[2..(2 + loop.States)], shown = new Value[steps], inner = new Value[steps];
        for (int i = 0; i < steps; i++)
        {
            int place = loop.Reverse ? steps - 1 - i : i;
            Value left = loop.Kept ? graph.Times(states[0], inputs[loop.KeptInput]) : states[0];
            inner[place] = graph.Add(new MatMulOp(), left, inputs[1]);
            if (loop.Bias) inner[place] = graph.Plus(inner[place], inputs[loop.BiasInput]);
            Value[] next = Step(graph, loop, At(graph, inputs[0], place), inner[place], states);
            if (loop.Mask)
            {
                Value present = graph.Add(new SliceOp([0, place], [batch, 1]), inputs[loop.MaskInput]);
                for (int s = 0; s < next.Length; s++) next[s] = graph.Add(new SelectOp(), present, next[s], states[s]);
            }
            states = next;
            shown[place] = graph.Reshape(states[0], [batch, 1, units]);
        }
        return new(steps == 0 ? graph.Constant(0, [batch, 0, units]) : graph.Add(new ConcatOp(1), shown), states, inner);
    }

    /// <summary>A sequence (batch, steps, size) at one step.</summary>
    public static Value At(GraphBuilder graph, Value x, int place) =>
        graph.Reshape(graph.Add(new SliceOp([0, place, 0], [x.Shape[0], 1, x.Shape[2]]), x), [x.Shape[0], x.Shape[2]]);

    private static Value[] Step(GraphBuilder graph, RecurrentLoopOp loop, Value x, Value inner, Value[] states)
    {
        switch (loop.Kind)
        {
            case RecurrentKind.LongShortTermMemory:
                Value sum = graph.Plus(x, inner), input = GateOf(sum, 0), forget = GateOf(sum, 1), shown = GateOf(sum, 3);
                Value memory = graph.Plus(graph.Times(forget, states[1]), graph.Times(input, Activate(Part(sum, 2))));
                return [graph.Times(shown, Activate(memory)), memory];
            case RecurrentKind.GatedUnit:
                Value both = graph.Plus(x, inner), update = GateOf(both, 0), reset = GateOf(both, 1);
                Value candidate = Activate(graph.Plus(Part(x, 2), graph.Times(reset, Part(inner, 2))));
                return [graph.Plus(graph.Times(update, states[0]), graph.Times(graph.Minus(graph.Constant(1), update), candidate))];
            default: return [Activate(graph.Plus(x, inner))];
        }

        Value Part(Value gates, int gate) => graph.Add(new SliceOp([0, gate * states[0].Shape[1]], states[0].Shape), gates);

        Value GateOf(Value gates, int gate) => Apply(graph, loop.GateActivation, Part(gates, gate));

        Value Activate(Value value) => Apply(graph, loop.Activation, value);
    }

    private static Value Apply(GraphBuilder graph, RecurrentFunction function, Value x) => function switch
    {
        RecurrentFunction.Tanh => graph.Apply(UnaryKind.Tanh, x),
        RecurrentFunction.Sigmoid => graph.Apply(UnaryKind.Sigmoid, x),
        RecurrentFunction.Relu => graph.Apply(UnaryKind.Relu, x),
        RecurrentFunction.HardSigmoid =>
            graph.Add(new BinaryOp(BinaryKind.Minimum),
                graph.Add(new BinaryOp(BinaryKind.Maximum), graph.Plus(graph.Times(x, 1f / 6), graph.Constant(0.5f)), graph.Constant(0)),
                graph.Constant(1)),
        _ => x,
    };
}
