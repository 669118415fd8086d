namespace Fashion.Keras.Layers;

// Comparisons and truth values: 1 and 0 here, true and false in Keras.
internal static partial class OperationTable
{
    private static KerasOperation[] Comparisons() =>
    [
        Binary("Equal", Ops.Equal, nameof(Ops.Equal)),
        Binary("NotEqual", (x, y) => 1 - Ops.Equal(x, y)),
        Binary("Greater", Ops.Greater, nameof(Ops.Greater)),
        Binary("GreaterEqual", Ops.GreaterOrEqual, nameof(Ops.GreaterOrEqual)),
        Binary("Less", (x, y) => Ops.Greater(y, x)),
        Binary("LessEqual", (x, y) => Ops.GreaterOrEqual(y, x)),
        Binary("LogicalAnd", (x, y) => Truth(x) * Truth(y)),
        Binary("LogicalOr", (x, y) => Ops.Maximum(Truth(x), Truth(y))),
        Binary("LogicalXor", (x, y) => 1 - Ops.Equal(Truth(x), Truth(y))),
        Unary("LogicalNot", x => Ops.Equal(x, 0)),
        new("Where", KerasOperation.Numpy, ["condition", "x1", "x2"], [], a => Ops.Where(a.Tensor("condition"), a.Tensor("x1"), a.Tensor("x2"))) { Method = nameof(Ops.Where) },
        new("Any", KerasOperation.Numpy, ["x"], ["axis", "keepdims"], a => Reduced(a, x => Truth(x), Ops.Max)),
        new("All", KerasOperation.Numpy, ["x"], ["axis", "keepdims"], a => Reduced(a, x => Truth(x), Ops.Min)),
        new("ZerosLike", KerasOperation.Numpy, ["x"], ["dtype"], a => Filled(a.Tensor("x"), 0)),
        new("OnesLike", KerasOperation.Numpy, ["x"], ["dtype"], a => Filled(a.Tensor("x"), 1)),
        new("FullLike", KerasOperation.Numpy, ["x", "fill_value"], ["dtype"], a => Filled(a.Tensor("x"), a.Tensor("fill_value"))),
    ];

    private static SymbolicTensor Truth(SymbolicTensor x) => 1 - Ops.Equal(x, 0);

    private static SymbolicTensor Filled(SymbolicTensor x, SymbolicTensor value) => Ops.BroadcastTo(value, x.Shape);
}
