using Fashion.Keras.Graph;
using DataType = Fashion.Keras.Onnx.Protocol.TensorProto.Types.DataType;

namespace Fashion.Keras.Onnx.Export;

// Products, reductions, and operations on rows and their numbers.
internal sealed partial class GraphExport
{
    private void MatMul(Node node, MatMulOp op)
    {
        // Both sides with their last axes exchanged where the operation wants that; for constants nothing is computed.
        PutPlain(node, One("MatMul", Matrix(Of(node, 0), op.TransposeLeft), Matrix(Of(node, 1), op.TransposeRight)));

        string Matrix(Placed x, bool turned)
        {
            int[] order = Placed.Plain(x.Rank);
            if (turned) (order[^2], order[^1]) = (order[^1], order[^2]);
            return In(x, order);
        }
    }

    private void Reduce(Node node, ReduceOp op)
    {
        Placed x = Of(node, 0);
        int[] order = x.Name is null ? Placed.Plain(x.Rank) : x.Order;
        string name = In(x, order), type = op.Kind == ReduceKind.Product ? "ReduceProd" : "Reduce" + op.Kind;
        if (op.Axes.Rank > 0) name = _graph.Add(type,
            [name, _graph.Integers([.. op.Axes.Select(axis => (long)Array.IndexOf(order, axis)).Order()])],
            ("keepdims", op.KeepDimensions ? 1L : 0L));
        int[] left = [.. Placed.Plain(x.Rank).Where(axis => op.KeepDimensions || !op.Axes.Contains(axis))];
        Put(node, new Placed
        {
            Shape = _traced.Shape(node.Output),
            Order = [.. order.Where(left.Contains).Select(axis => Array.IndexOf(left, axis))],
            Name = name
        });
    }

    private void Softmax(Node node, SoftmaxOp op)
    {
        Placed x = Of(node, 0);
        int[] order = x.Name is null ? Placed.Plain(x.Rank) : x.Order;
        Put(node, new Placed
        {
            Shape = x.Shape,
            Order = order,
            Name = _graph.Add(op.Log ? "LogSoftmax" : "Softmax", [In(x, order)], ("axis", (long)Array.IndexOf(order, x.Rank - 1)))
        });
    }

    private void ArgMax(Node node) => PutWhole(node, _graph.Add("ArgMax", [Plain(Of(node, 0))], ("axis", -1L), ("keepdims", 0L)));

    private void PutWhole(Node node, string whole) =>
        Put(node, new Placed
        {
            Shape = _traced.Shape(node.Output),
            Order = Placed.Plain(node.Output.Shape.Rank),
            Name = _graph.Cast(whole, DataType.Float),
            Whole = whole
        });

    // The tensor as whole numbers, cut off: numbers of rows.
    private string Rows(Placed x) => x is { Whole: { } whole, IsPlain: true } ? whole : _graph.Cast(Plain(x), DataType.Int64);

    private void OneHot(Node node, OneHotOp op)
    {
        string places = _graph.Integers([.. Enumerable.Range(0, op.Depth).Select(i => (long)i)]);
        string truth = One("Equal", One("Unsqueeze", Rows(Of(node, 0)), _graph.Integers(-1)), places);
        Put(node, new Placed
        {
            Shape = _traced.Shape(node.Output),
            Order = Placed.Plain(node.Output.Shape.Rank),
            Name = Float(truth),
            Truth = truth
        });
    }

    private void Gather(Node node) => PutPlain(node, _graph.Add("Gather", [Plain(Of(node, 0)), Rows(Of(node, 1))], ("axis", 0L)));

    private void TakeAlong(Node node) => PutPlain(node,
        _graph.Add("GatherElements", [Plain(Of(node, 0)), Rows(Of(node, 1))], ("axis", -1L)));

    private void ScatterAdd(Node node) => PutPlain(node,
        ScatterRows(_graph.Add("Expand", [Number(0), SizesOf(_traced.Shape(node.Output))]), Of(node, 0), Of(node, 1), "add"));

    private void Scatter(Node node, ScatterOp op) => PutPlain(node, ScatterRows(Plain(Of(node, 0)), Of(node, 1), Of(node, 2), op.Kind switch
    {
        ScatterKind.Replace => "none",
        ScatterKind.Maximum => "max",
        ScatterKind.Minimum => "min",
        _ => "mul",
    }));

    private string ScatterRows(string table, Placed numbers, Placed rows, string reduction) =>
        _graph.Add("ScatterND", [table, One("Unsqueeze", Rows(numbers), _graph.Integers(-1)), Plain(rows)], ("reduction", reduction));

    private void AddAlong(Node node) => PutPlain(node, _graph.Add("ScatterElements",
        [_graph.Add("Expand", [Number(0), SizesOf(_traced.Shape(node.Output))]), Rows(Of(node, 0)), Plain(Of(node, 1))], ("axis", -1L),
            ("reduction", "add")));

    private void ArgSort(Node node, ArgSortOp op)
    {
        Placed x = Of(node, 0);
        PutWhole(node, _graph.AddAll("TopK", 2, [Plain(x), SizesOf([x.Shape[^1]])], ("axis", -1L), ("largest", op.Descending ? 1L : 0L),
            ("sorted", 1L))[1]);
    }

    // How many numbers of the row are smaller; NaN is the largest.
    private void SearchSorted(Node node, SearchSortedOp op)
    {
        string x = One("Unsqueeze", Plain(Of(node, 1)), _graph.Integers(-1));
        string smaller = One("Not", One(op.Right ? "Greater" : "GreaterOrEqual", Plain(Of(node, 0)), x));
        PutPlain(node, _graph.Add("ReduceSum", [Float(smaller), _graph.Integers(-1)], ("keepdims", 0L)));
    }
}
