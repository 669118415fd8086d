using Fashion.Keras.Graph;

namespace Fashion.Keras.Onnx.Import;

// Products, reductions and what else mixes elements.
internal sealed partial class NetworkCall
{
    private static Item? Reduced(ImportedNode node) => node.Type switch
    {
        "MatMul" => new Item(Ops.MatMul(node.Tensor(0), node.Tensor(1))),
        "Gemm" => Gemm(node),
        "Einsum" => new Item(Ops.Einsum(node.Text("equation", ""), [.. Enumerable.Range(0, node.InputCount).Select(node.Tensor)])),
        "Softmax" => Softmax(node, (x, axis) => Ops.Softmax(x, axis)),
        "LogSoftmax" => Softmax(node, (x, axis) => Ops.LogSoftmax(x, axis)),
        "ReduceSum" => Reduce(node, Ops.Sum, numbers => numbers.Sum()),
        "ReduceMean" => Reduce(node, Ops.Mean),
        "ReduceMax" => Reduce(node, Ops.Max, numbers => numbers.Max()),
        "ReduceMin" => Reduce(node, Ops.Min, numbers => numbers.Min()),
        "ReduceProd" => Reduce(node, (x, axes, keep) => Ops.Prod(x, axes, keep), numbers =>
            numbers.Aggregate(1L, (product, v) => checked(product * v))),
        "ReduceL1" => Reduce(node, (x, axes, keep) => Ops.Sum(Ops.Abs(x), axes, keep)),
        "ReduceL2" => Reduce(node, (x, axes, keep) => Ops.Sqrt(Ops.Sum(Ops.Square(x), axes, keep))),
        "ReduceSumSquare" => Reduce(node, (x, axes, keep) => Ops.Sum(Ops.Square(x), axes, keep)),
        "ReduceLogSumExp" => Reduce(node, (x, axes, keep) => Ops.LogSumExp(x, axes, keep)),
        "ArgMax" => ArgExtreme(node, x => x),
        "ArgMin" => ArgExtreme(node, Ops.Negate),
        "CumSum" => CumSum(node),
        _ => null,
    };

    private static Item Gemm(ImportedNode node)
    {
        float alpha = node.Number("alpha", 1), beta = node.Number("beta", 1);
        if (node.Input(0).Rank != 2 || node.Input(1).Rank != 2) throw node.Damaged("needs two matrices");
        SymbolicTensor y = Ops.MatMul(node.Tensor(0), node.Tensor(1), node.Flag("transA"), node.Flag("transB"));
        if (alpha != 1) y *= alpha;
        if (!node.Has(2)) return new Item(y);
        return new Item(y + (beta == 1 ? node.Tensor(2) : node.Tensor(2) * beta));
    }

    private static Item Softmax(ImportedNode node, Func<SymbolicTensor, int, SymbolicTensor> function)
    {
        Item x = node.Input(0);
        if (node.Operators >= 13) return new Item(function(x.Tensor, node.Axis(node.Integer("axis", -1), x.Rank)));
        // The axes from the given one on were one axis then.
        int axis = node.Axis(node.Integer("axis", 1), x.Rank);
        if (axis == x.Rank - 1) return new Item(function(x.Tensor, axis));
        SymbolicTensor rows = Ops.Reshape(x.Tensor, [checked((int)Count(x.Shape[..axis])), checked((int)Count(x.Shape[axis..]))]);
        return new Item(Ops.Reshape(function(rows, 1), new Shape(x.Shape)));
    }

    private static Item Reduce(ImportedNode node, Func<SymbolicTensor, int[], bool, SymbolicTensor> function, Func<long[],
        long>? whole = null)
    {
        Item x = node.Input(0);
        bool keep = node.Flag("keepdims", true), none = node.Flag("noop_with_empty_axes");
        long[] given = Axes(node, 1) ?? [];
        if (given.Length == 0 && none) return x;
        int[] axes = given.Length == 0 ? [.. Enumerable.Range(0, x.Rank)] : [.. given.Select(axis => node.Axis(axis, x.Rank)).Order()];
        if (axes.Distinct().Count() != axes.Length) throw node.Damaged("has an axis twice");
        if (x.Numbers is { Length: > 0 } numbers && whole is not null && x.Rank == 1 && axes.Length == 1) return new Item([whole(numbers)],
            keep ? [1] : []);
        if (axes.Length == 0) return x;
        return new Item(function(x.Tensor, axes, keep), isWhole: x.IsWhole);
    }

    private static Item ArgExtreme(ImportedNode node, Func<SymbolicTensor, SymbolicTensor> turned)
    {
        Item x = node.Input(0);
        int axis = node.Axis(node.Integer("axis", 0), x.Rank);
        bool keep = node.Flag("keepdims", true);
        if (node.Flag("select_last_index")) throw node.Refused("select_last_index is not read");
        SymbolicTensor places = Ops.ArgMax(turned(x.Tensor), axis);
        return new Item(keep ? Ops.ExpandDims(places, axis) : places, isWhole: true);
    }

    private static Item CumSum(ImportedNode node)
    {
        Item x = node.Input(0);
        if (node.Numbers(1) is not [var given]) throw node.Damaged("needs one axis");
        if (node.Flag("exclusive")) throw node.Refused("exclusive is not read");
        int axis = node.Axis(given, x.Rank);
        SymbolicTensor y = node.Flag("reverse") ? Ops.Flip(Ops.CumSum(Ops.Flip(x.Tensor, axis), axis), axis) : Ops.CumSum(x.Tensor, axis);
        return new Item(y, isWhole: x.IsWhole);
    }

    // What networks of scikit-learn consist of.
    private static Item LearningResult(ImportedNode node)
    {
        switch (node.Type)
        {
            case "Scaler":
                SymbolicTensor offset = new ValueTensor([node.NumberRow("offset")?.Length ?? 1], node.NumberRow("offset") ?? [0]);
                SymbolicTensor scale = new ValueTensor([node.NumberRow("scale")?.Length ?? 1], node.NumberRow("scale") ?? [1]);
                return new Item((node.Tensor(0) - offset) * scale);
            case "ArrayFeatureExtractor":
                return new Item(Ops.Take(node.Tensor(0), node.Tensor(1), node.Input(0).Rank - 1), isWhole: node.Input(0).IsWhole);
            default:
                throw node.Refused("of ai.onnx.ml Scaler and ArrayFeatureExtractor are read; export a classifier with zipmap=False " +
                "and without its labels");
        }
    }
}
