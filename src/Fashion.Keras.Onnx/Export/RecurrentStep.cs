using Fashion.Keras.Graph;

namespace Fashion.Keras.Onnx.Export;

/// <summary>One step of a recurrent loop, in the body of a loop of the file.</summary>
/// <param name="body">Where it is written.</param>
/// <param name="op">What is computed.</param>
/// <param name="units">Size of a state.</param>
/// <param name="number">The name of a number.</param>
/// <param name="integers">The name of a row of whole numbers.</param>
internal sealed class RecurrentStep(OnnxGraph body, RecurrentLoopOp op, int units, Func<float, string> number, Func<IReadOnlyList<long>,
    string> integers)
{
    /// <summary>The next states.</summary>
    /// <param name="x">The projected inputs of the step.</param>
    /// <param name="inner">The product of h and the recurrent kernel, with its bias.</param>
    /// <param name="states">The states before.</param>
    public string[] Write(string x, string inner, string[] states)
    {
        switch (op.Kind)
        {
            case RecurrentKind.LongShortTermMemory:
                string sum = One("Add", x, inner), input = Gate(sum, 0), forget = Gate(sum, 1), shown = Gate(sum, 3);
                string memory = One("Add", One("Mul", forget, states[1]), One("Mul", input, Apply(op.Activation, Part(sum, 2))));
                return [One("Mul", shown, Apply(op.Activation, memory)), memory];
            case RecurrentKind.GatedUnit:
                string both = One("Add", x, inner), update = Gate(both, 0), reset = Gate(both, 1);
                string candidate = Apply(op.Activation, One("Add", Part(x, 2), One("Mul", reset, Part(inner, 2))));
                return [One("Add", One("Mul", update, states[0]), One("Mul", One("Sub", number(1), update), candidate))];
            default: return [Apply(op.Activation, One("Add", x, inner))];
        }
    }

    private string One(string type, params string[] inputs) => body.Add(type, inputs);

    private string Part(string gates, int gate) =>
        One("Slice", gates, integers([(long)gate * units]), integers([(gate + 1L) * units]), integers([-1]));

    private string Gate(string gates, int gate) => Apply(op.GateActivation, Part(gates, gate));

    private string Apply(RecurrentFunction function, string x) => function switch
    {
        RecurrentFunction.Linear => One("Identity", x),
        RecurrentFunction.HardSigmoid => body.Add("HardSigmoid", [x], ("alpha", 1f / 6), ("beta", 0.5f)),
        _ => One(function.ToString(), x),
    };
}
