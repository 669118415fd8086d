using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

// Matrix products, activations and other whole-row work.
internal static partial class OperationTable
{
    private static KerasOperation[] Networks() =>
    [
        Binary("Matmul", (x, y) => Ops.MatMul(x, y), nameof(Ops.MatMul)),
        Binary("Dot", Ops.Dot, nameof(Ops.Dot)),
        new("Einsum", KerasOperation.Numpy, ["operands"], ["subscripts"], a => Ops.Einsum(a.Text("subscripts", ""), a.List("operands")))
            { Method = nameof(Ops.Einsum), TakesMany = true },
        new("Tensordot", KerasOperation.Numpy, ["x1", "x2"], ["axes"], Contracted) { Method = nameof(Ops.Tensordot) },
        Unary("Relu", Ops.Relu, KerasOperation.Networks, nameof(Ops.Relu)),
        Unary("Sigmoid", Ops.Sigmoid, KerasOperation.Networks, nameof(Ops.Sigmoid)),
        Unary("Softplus", Ops.Softplus, KerasOperation.Networks, nameof(Ops.Softplus)),
        Along("Softmax", Ops.Softmax, Ops.Softmax, nameof(Ops.Softmax)),
        Along("LogSoftmax", Ops.LogSoftmax, Ops.LogSoftmax, nameof(Ops.LogSoftmax)),
        Activation("Relu6", Ops.Relu6),
        Activation("Softsign", Ops.Softsign),
        Activation("Silu", Ops.Silu),
        Activation("LogSigmoid", Ops.LogSigmoid),
        Activation("HardSigmoid", Ops.HardSigmoid),
        Activation("HardSilu", Ops.HardSilu),
        Activation("Selu", Ops.Selu),
        Activation("TanhShrink", Ops.TanhShrink),
        Activation("HardTanh", Ops.HardTanh),
        Activation("SparsePlus", Ops.SparsePlus),
        Activation("SparseSigmoid", Ops.SparseSigmoid),
        Activation("LeakyRelu", Ops.LeakyRelu, "negative_slope", 0.2),
        Activation("Elu", Ops.Elu, "alpha", 1),
        Activation("Celu", Ops.Celu, "alpha", 1),
        Activation("SoftShrink", Ops.SoftShrink, "threshold", 0.5),
        Activation("HardShrink", Ops.HardShrink, "threshold", 0.5),
        Activation("Squareplus", Ops.Squareplus, "b", 4),
        new("Threshold", KerasOperation.Networks, ["x"], ["threshold", "default_value"],
            a => Ops.Threshold(a.Tensor("x"), a.Number("threshold"), a.Number("default_value"))) { Method = nameof(Ops.Threshold) },
        new("Gelu", KerasOperation.Networks, ["x"], ["approximate"], a => Ops.Gelu(a.Tensor("x"), a.Bool("approximate", true)))
            { Method = nameof(Ops.Gelu) },
        new("Glu", KerasOperation.Networks, ["x"], ["axis"], a => Ops.Glu(a.Tensor("x"), a.Int("axis", -1))) { Method = nameof(Ops.Glu) },
        new("Sparsemax", KerasOperation.Networks, ["x"], ["axis"], a => Ops.Sparsemax(a.Tensor("x"), a.Int("axis", -1)))
            { Method = nameof(Ops.Sparsemax) },
    ];

    private static SymbolicTensor Contracted(OperationArguments a)
    {
        SymbolicTensor x = a.Tensor("x1"), y = a.Tensor("x2");
        if (a["axes"] is not JsonArray pair) return Ops.Tensordot(x, y, a.Int("axes", 2));
        return pair.Count == 2 ? Ops.Tensordot(x, y, Axes(pair[0]), Axes(pair[1]))
            : throw new ArgumentException($"'axes' should be a number or two lists, but is {JsonValues.Short(pair)}");

        static int[] Axes(JsonNode? axes) => new OperationArguments(new Dictionary<string, object?> { ["axes"] = axes }).Ints("axes") ?? [];
    }

    // An operation has the same name here and in Keras.
    private static KerasOperation Activation(string name, Func<SymbolicTensor, SymbolicTensor> function) =>
        Unary(name, function, KerasOperation.Networks, name);

    private static KerasOperation Activation(string name, Func<SymbolicTensor, double, SymbolicTensor> function, string setting,
        double preset) =>
        new(name, KerasOperation.Networks, ["x"], [setting], a => function(a.Tensor("x"), a.Number(setting, preset))) { Method = name };

    private static KerasOperation Along(string name, Func<SymbolicTensor, int, SymbolicTensor> one,
        Func<SymbolicTensor, int[], SymbolicTensor> several, string method) => new(name, KerasOperation.Networks, ["x"], ["axis"], a =>
    {
        SymbolicTensor x = a.Tensor("x");
        if (a.IsNone("axis")) return several(x, x.Shape.AllAxes);
        return a.Ints("axis") is { Length: > 1 } axes ? several(x, axes) : one(x, a.Ints("axis")?[0] ?? -1);
    })
        { Method = method };
}
