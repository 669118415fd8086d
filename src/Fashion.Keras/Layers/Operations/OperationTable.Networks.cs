using Fashion.Keras.Activations;

namespace Fashion.Keras.Layers;

// Matrix products, activations and other whole-row work.
internal static partial class OperationTable
{
    private static KerasOperation[] Networks() =>
    [
        Binary("Matmul", (x, y) => Ops.MatMul(x, y), nameof(Ops.MatMul)),
        Unary("Relu", Ops.Relu, KerasOperation.Networks, nameof(Ops.Relu)),
        Unary("Sigmoid", Ops.Sigmoid, KerasOperation.Networks, nameof(Ops.Sigmoid)),
        Unary("Softplus", Ops.Softplus, KerasOperation.Networks, nameof(Ops.Softplus)),
        Along("Softmax", Ops.Softmax, nameof(Ops.Softmax)),
        Along("LogSoftmax", Ops.LogSoftmax, nameof(Ops.LogSoftmax)),
        Activation("Relu6", "relu6"),
        Activation("Softsign", "softsign"),
        Activation("Silu", "silu"),
        Activation("LogSigmoid", "log_sigmoid"),
        Activation("HardSigmoid", "hard_sigmoid"),
        Activation("HardSilu", "hard_silu"),
        Activation("Selu", "selu"),
        Activation("TanhShrink", "tanh_shrink"),
        Activation("HardTanh", "hard_tanh"),
        new("LeakyRelu", KerasOperation.Networks, ["x"], ["negative_slope"], a => new LeakyRelu(a.Number("negative_slope", 0.2)).Apply(a.Tensor("x"))),
        new("Elu", KerasOperation.Networks, ["x"], ["alpha"], a => ActivationMath.Elu(a.Tensor("x"), a.Number("alpha", 1))),
        new("Celu", KerasOperation.Networks, ["x"], ["alpha"], a => ActivationMath.Celu(a.Tensor("x"), a.Number("alpha", 1))),
        new("Gelu", KerasOperation.Networks, ["x"], ["approximate"], a => new Gelu(a.Bool("approximate", true)).Apply(a.Tensor("x"))),
        new("Glu", KerasOperation.Networks, ["x"], ["axis"], a => ActivationMath.Glu(a.Tensor("x"), a.Int("axis", -1))),
        new("Normalize", KerasOperation.Networks, ["x"], ["axis", "order", "epsilon"], a => a.Number("order", 2) == 2 ? a.Tensor("x") * Ops.Rsqrt(Ops.Maximum(Ops.Sum(Ops.Square(a.Tensor("x")), a.Ints("axis") ?? [-1], true), Math.Pow(a.Number("epsilon", 1e-7), 2)))
            : throw new ArgumentException("normalize of another order than 2 is not supported")),
        new("OneHot", KerasOperation.Networks, ["x"], ["num_classes", "axis", "dtype", "sparse"], a => a.Int("axis", -1) == -1 && !a.Bool("sparse", false) ? Ops.OneHot(a.Tensor("x"), a.Int("num_classes"))
            : throw new ArgumentException("one_hot along another axis than the last, or sparse, is not supported")) { Method = nameof(Ops.OneHot) },
    ];

    private static KerasOperation Activation(string className, string name) => Unary(className, x => Activated(name, x), KerasOperation.Networks);

    private static KerasOperation Along(string className, Func<SymbolicTensor, int, SymbolicTensor> function, string method) =>
        new(className, KerasOperation.Networks, ["x"], ["axis"], a => function(a.Tensor("x"), a.Int("axis", -1))) { Method = method };
}
