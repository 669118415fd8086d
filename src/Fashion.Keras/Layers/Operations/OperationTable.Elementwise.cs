namespace Fashion.Keras.Layers;

// Element by element.
internal static partial class OperationTable
{
    private static KerasOperation[] Elementwise() =>
    [
        Binary("Add", Ops.Add, nameof(Ops.Add)),
        Binary("Subtract", Ops.Subtract, nameof(Ops.Subtract)),
        Binary("Multiply", Ops.Multiply, nameof(Ops.Multiply)),
        Binary("Divide", Ops.Divide),
        Binary("TrueDivide", Ops.Divide, nameof(Ops.Divide)),
        Binary("DivideNoNan", (x, y) => Ops.Where(Ops.Equal(y, 0), 0, x / Ops.Where(Ops.Equal(y, 0), 1, y))),
        Binary("FloorDivide", (x, y) => Ops.Floor(x / y)),
        Binary("Mod", (x, y) => x - y * Ops.Floor(x / y)),
        Binary("Maximum", Ops.Maximum, nameof(Ops.Maximum)),
        Binary("Minimum", Ops.Minimum, nameof(Ops.Minimum)),
        Binary("Power", Ops.Power, nameof(Ops.Power)),
        Unary("Negative", Ops.Negate, method: nameof(Ops.Negate)),
        Unary("Absolute", Ops.Abs, method: nameof(Ops.Abs)),
        Unary("Sign", Ops.Sign, method: nameof(Ops.Sign)),
        Unary("Exp", Ops.Exp, method: nameof(Ops.Exp)),
        Unary("Exp2", x => Ops.Exp(x * Math.Log(2))),
        Unary("Expm1", x => Ops.Exp(x) - 1),
        Unary("Log", Ops.Log, method: nameof(Ops.Log)),
        Unary("Log10", x => Ops.Log(x) * (1 / Math.Log(10))),
        Unary("Log2", x => Ops.Log(x) * (1 / Math.Log(2))),
        Unary("Log1p", Ops.Log1P, method: nameof(Ops.Log1P)),
        Unary("Sqrt", Ops.Sqrt, method: nameof(Ops.Sqrt)),
        Unary("Rsqrt", Ops.Rsqrt, KerasOperation.Mathematics, nameof(Ops.Rsqrt)),
        Unary("Square", Ops.Square, method: nameof(Ops.Square)),
        Unary("Reciprocal", Ops.Reciprocal, method: nameof(Ops.Reciprocal)),
        Unary("Sin", Ops.Sin, method: nameof(Ops.Sin)),
        Unary("Cos", Ops.Cos, method: nameof(Ops.Cos)),
        Unary("Tan", x => Ops.Sin(x) / Ops.Cos(x)),
        Unary("Tanh", Ops.Tanh, method: nameof(Ops.Tanh)),
        Unary("Cosh", Ops.Cosh, method: nameof(Ops.Cosh)),
        Unary("Sinh", Ops.Sinh, method: nameof(Ops.Sinh)),
        Unary("Erf", Ops.Erf, KerasOperation.Mathematics, nameof(Ops.Erf)),
        Unary("Floor", Ops.Floor, method: nameof(Ops.Floor)),
        Unary("Ceil", x => -Ops.Floor(-x)),
        new("Round", KerasOperation.Numpy, ["x"], ["decimals"], a => a.Int("decimals", 0) is 0 ? Ops.Round(a.Tensor("x"))
            : Ops.Round(a.Tensor("x") * Math.Pow(10, a.Int("decimals"))) * Math.Pow(10, -a.Int("decimals"))) { Method = nameof(Ops.Round) },
        new("Clip", KerasOperation.Numpy, ["x"], ["x_min", "x_max"], a => Ops.Minimum(Ops.Maximum(a.Tensor("x"), a.Tensor("x_min")), a.Tensor("x_max"))),
        Unary("Copy", Same),
        new("Cast", KerasOperation.Core, ["x"], ["dtype"], a => Cast(a.Tensor("x"), a.Text("dtype", "float32"))),
    ];

    // An operation gives a tensor of its own; adding 0 would turn -0 into 0.
    private static SymbolicTensor Same(SymbolicTensor x) => Ops.Reshape(x, x.Shape);

    private static SymbolicTensor Cast(SymbolicTensor x, string type) => type switch
    {
        "bool" => 1 - Ops.Equal(x, 0),
        "float32" or "float64" or "float" => Same(x),
        "int8" or "int16" or "int32" or "int64" or "uint8" or "uint16" or "uint32" => Ops.Sign(x) * Ops.Floor(Ops.Abs(x)),
        _ => throw new ArgumentException($"a cast to {type} is not supported; numbers are computed as float32"),
    };
}
