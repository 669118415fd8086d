namespace Fashion.Keras.Layers;

// Comparisons and truth values: 1 and 0 here, true and false in Keras.
internal static partial class OperationTable
{
    private static KerasOperation[] Comparisons() =>
    [
        Binary("Equal", Ops.Equal, nameof(Ops.Equal)),
        Binary("NotEqual", Ops.NotEqual, nameof(Ops.NotEqual)),
        Binary("Greater", Ops.Greater, nameof(Ops.Greater)),
        Binary("GreaterEqual", Ops.GreaterOrEqual, nameof(Ops.GreaterOrEqual)),
        Binary("Less", Ops.Less, nameof(Ops.Less)),
        Binary("LessEqual", Ops.LessOrEqual, nameof(Ops.LessOrEqual)),
        Binary("LogicalAnd", Ops.LogicalAnd, nameof(Ops.LogicalAnd)),
        Binary("LogicalOr", Ops.LogicalOr, nameof(Ops.LogicalOr)),
        Binary("LogicalXor", Ops.LogicalXor, nameof(Ops.LogicalXor)),
        Unary("LogicalNot", Ops.LogicalNot, method: nameof(Ops.LogicalNot)),
        Unary("Isnan", Ops.IsNan, method: nameof(Ops.IsNan)),
        Unary("Isinf", Ops.IsInf, method: nameof(Ops.IsInf)),
        Unary("Isfinite", Ops.IsFinite, method: nameof(Ops.IsFinite)),
        Unary("Isposinf", Ops.IsPosInf, method: nameof(Ops.IsPosInf)),
        Unary("Isneginf", Ops.IsNegInf, method: nameof(Ops.IsNegInf)),
        Unary("Signbit", Ops.SignBit, method: nameof(Ops.SignBit)),
        new("IsIn", KerasOperation.Numpy, ["x1", "x2"], ["assume_unique", "invert"],
            a => Ops.IsIn(a.Tensor("x1"), a.Tensor("x2"), a.Bool("invert", false))) { Method = nameof(Ops.IsIn) },
        new("InTopK", KerasOperation.Mathematics, ["targets", "predictions"], ["k"],
            a => Ops.InTopK(a.Tensor("targets"), a.Tensor("predictions"), a.Int("k"))) { Method = nameof(Ops.InTopK) },
        Closeness("Isclose", ["x1", "x2", "rtol", "atol"], ["equal_nan"], Ops.IsClose, nameof(Ops.IsClose)),
        Closeness("AllClose", ["x1", "x2"], ["rtol", "atol", "equal_nan"], Ops.AllClose, nameof(Ops.AllClose)),
        new("Where", KerasOperation.Numpy, ["condition", "x1", "x2"], [],
            a => Ops.Where(a.Tensor("condition"), a.Tensor("x1"), a.Tensor("x2"))) { Method = nameof(Ops.Where) },
        new("ZerosLike", KerasOperation.Numpy, ["x"], ["dtype"], a => Ops.ZerosLike(a.Tensor("x"))) { Method = nameof(Ops.ZerosLike) },
        new("OnesLike", KerasOperation.Numpy, ["x"], ["dtype"], a => Ops.OnesLike(a.Tensor("x"))) { Method = nameof(Ops.OnesLike) },
        new("FullLike", KerasOperation.Numpy, ["x", "fill_value"], ["dtype"], a => Ops.FullLike(a.Tensor("x"), a.Tensor("fill_value")))
            { Method = nameof(Ops.FullLike) },
    ];

    private static KerasOperation Closeness(string name, string[] inputs, string[] settings,
        Func<SymbolicTensor, SymbolicTensor, double, double, bool, SymbolicTensor> compare, string method) =>
        new(name, KerasOperation.Numpy, inputs, settings,
            a => compare(a.Tensor("x1"), a.Tensor("x2"), a.Number("rtol", 1e-5), a.Number("atol", 1e-8), a.Bool("equal_nan", false)))
        { Method = method };
}
