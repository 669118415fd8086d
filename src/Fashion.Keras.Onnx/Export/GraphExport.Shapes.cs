using Fashion.Keras.Graph;

namespace Fashion.Keras.Onnx.Export;

// Operations that change the shape of a tensor, or take parts of it.
internal sealed partial class GraphExport
{
    private void Transpose(Node node, TransposeOp op)
    {
        // Nothing is written: the axes lie as they did and are called otherwise.
        Placed x = Of(node, 0);
        int[] axes = [.. op.Axes];
        if (x.Name is null) PutPlain(node, In(x, axes));
        else Put(node, new Placed
        {
            Shape = _traced.Shape(node.Output),
            Order = [.. x.Order.Select(axis => Array.IndexOf(axes, axis))],
            Name = x.Name
        });
    }

    private void Broadcast(Node node)
    {
        Placed x = Of(node, 0);
        Dim[] shape = _traced.Shape(node.Output);
        if (x.Fill is { } fill || (x is { IsConstant: true, Known.Value: [var only] } && Is(fill = only)))
        {
            Put(node, new Placed { Shape = shape, Order = Placed.Plain(shape.Length), Fill = fill });
            return;
        }
        int[] order = x.Rank == shape.Length && x.Name is not null ? x.Order : Placed.Plain(shape.Length);
        string name = x.Rank == shape.Length ? In(x, order) : Plain(x);
        Put(node, new Placed
        {
            Shape = shape,
            Order = order,
            Name = _graph.Add("Expand", [name, SizesOf([.. order.Select(axis => shape[axis])])])
        });

        static bool Is(float value) => true;
    }

    private void Reshape(Node node)
    {
        Placed x = Of(node, 0);
        Dim[] shape = _traced.Shape(node.Output);
        if (x.Fill is { } fill) Put(node, new Placed { Shape = shape, Order = Placed.Plain(shape.Length), Fill = fill });
        else if (x.Name is not null && Ones(x.Shape, shape) is { } change) Put(node, WithOnes(x, shape, change.Removed, change.Added));
        else PutPlain(node, Reshaped(Plain(x), x.Shape, shape));
    }

    // Axes of size 1 that go and that come, where nothing else changes.
    private static (List<int> Removed, List<int> Added)? Ones(Dim[] from, Dim[] to)
    {
        List<int> removed = [], added = [];
        int i = 0, j = 0;
        while (i < from.Length || j < to.Length)
        {
            if (i < from.Length && j < to.Length && from[i].Equals(to[j])) (i, j) = (i + 1, j + 1);
            else if (i < from.Length && from[i].Is(1)) removed.Add(i++);
            else if (j < to.Length && to[j].Is(1)) added.Add(j++);
            // A size that nothing is known of is the same where all others are.
            else if (i < from.Length && j < to.Length && from[i].IsUnknown && to[j].IsUnknown) (i, j) = (i + 1, j + 1);
            else return null;
        }
        return (removed, added);
    }

    private Placed WithOnes(Placed x, Dim[] shape, List<int> removed, List<int> added)
    {
        string name = x.Name!;
        if (removed.Count > 0) name = _graph.Add("Squeeze",
            [name, _graph.Integers([.. removed.Select(axis => (long)Array.IndexOf(x.Order, axis)).Order()])]);
        // The axes that stay, by their new numbers.
        int[] kept = [.. Placed.Plain(shape.Length).Where(axis => !added.Contains(axis))],
            before = [.. Placed.Plain(x.Rank).Where(axis => !removed.Contains(axis))];
        var order = x.Order.Where(before.Contains).Select(axis => kept[Array.IndexOf(before, axis)]).ToList();
        // A new axis lies before the one that follows it in the model.
        foreach (int axis in Enumerable.Reverse(added))
        {
            int next = order.IndexOf(axis + 1);
            order.Insert(next < 0 ? order.Count : next, axis);
        }
        if (added.Count > 0) name = _graph.Add("Unsqueeze",
            [name, _graph.Integers([.. added.Select(axis => (long)order.IndexOf(axis)).Order()])]);
        return new Placed { Shape = shape, Order = [.. order], Name = name };
    }

    private string Reshaped(string name, Dim[] from, Dim[] to)
    {
        bool empty = to.Any(d => d.Is(0));
        var sizes = new long[to.Length];
        int open = 0;
        for (int i = 0; i < to.Length; i++)
        {
            sizes[i] = to[i].IsConstant ? to[i].Constant : !empty && i < from.Length && from[i].Equals(to[i]) ? 0 : -1;
            if (sizes[i] == -1) open++;
        }
        // 0 is the size of the same axis before, -1 what is left: one axis can have it.
        if (open <= 1 && !empty) return _graph.Add("Reshape", [name, _graph.Integers(sizes)]);
        int unknown = Array.FindIndex(to, d => d.IsUnknown);
        if (unknown < 0) return _graph.Add("Reshape", [name, SizesOf(to)], ("allowzero", 1L));
        return _graph.Add("Reshape", [name, SizesOf([.. to.Select((d, i) => i == unknown ? Dim.Of(-1) : d)])]);
    }

    private void Slice(Node node)
    {
        Placed x = Of(node, 0);
        int[] order = x.Name is null ? Placed.Plain(x.Rank) : x.Order;
        Dim[] start = _traced.Sizes<SliceOp>(node, op => op.Start), size = _traced.Sizes<SliceOp>(node, op => op.Size);
        List<long> axes = [];
        List<Dim> starts = [], ends = [];
        for (int i = 0; i < order.Length; i++)
        {
            int axis = order[i];
            if (start[axis].Is(0) && size[axis].Equals(x.Shape[axis])) continue;
            axes.Add(i);
            Dim after = Rest(node, axis);
            // Counted from the end where that does not depend on a free size and the start does.
            starts.Add(start[axis].IsConstant ? start[axis] : FromEnd(start: true));
            ends.Add(after.Is(0) ? Dim.Of(long.MaxValue) : start[axis].IsConstant && size[axis].IsConstant
                ? Dim.Of(start[axis].Constant + size[axis].Constant) : after.IsConstant ? Dim.Of(-after.Constant) : End(node, axis));

            Dim FromEnd(bool start) => Difference(node, axis) is { IsConstant: true, Constant: > 0 } back ? Dim.Of(-back.Constant)
                : _traced.Sizes<SliceOp>(node, op => op.Start)[axis];
        }
        string name = In(x, order);
        if (axes.Count > 0) name = _graph.Add("Slice", [name, SizesOf([.. starts]), SizesOf([.. ends]), _graph.Integers([.. axes])]);
        Put(node, new Placed { Shape = size, Order = order, Name = name });
    }

    // What is left after the end of a slice; where it starts, from the end; where it ends.
    private Dim Rest(Node node, int axis) => _traced.Sizes(node, other =>
        new Shape(other.Inputs[0].Shape[axis] - ((SliceOp)other.Op).Start[axis] - ((SliceOp)other.Op).Size[axis]))[0];

    private Dim Difference(Node node, int axis) =>
        _traced.Sizes(node, other => new Shape(other.Inputs[0].Shape[axis] - ((SliceOp)other.Op).Start[axis]))[0];

    private Dim End(Node node, int axis) => _traced.Sizes(node, other =>
        new Shape(((SliceOp)other.Op).Start[axis] + ((SliceOp)other.Op).Size[axis]))[0];

    private void Pad(Node node, PadOp op)
    {
        Placed x = Of(node, 0);
        int[] order = x.Name is null ? Placed.Plain(x.Rank) : x.Order;
        Dim[] before = _traced.Sizes<PadOp>(node, pad => pad.Before), after = _traced.Sizes<PadOp>(node, pad => pad.After);
        string name = In(x, order);
        if (!before.Concat(after).All(d => d.Is(0))) name = _graph.Add("Pad",
            [name, SizesOf([.. order.Select(axis => before[axis]), .. order.Select(axis => after[axis])]), Number(op.Fill)],
            ("mode", "constant"));
        Put(node, new Placed { Shape = _traced.Shape(node.Output), Order = order, Name = name });
    }

    private void Concat(Node node, ConcatOp op)
    {
        Placed[] parts = [.. node.Inputs.Select(input => _placed[input])];
        int rank = node.Output.Shape.Rank;
        int[] order = OrderOf(rank, parts);
        string[] names = [.. parts.Select(part => In(part, order))];
        string name = names.Length == 1 ? names[0] : _graph.Add("Concat", names, ("axis", (long)Array.IndexOf(order, op.Axis)));
        Put(node, new Placed { Shape = _traced.Shape(node.Output), Order = order, Name = name });
    }
}
