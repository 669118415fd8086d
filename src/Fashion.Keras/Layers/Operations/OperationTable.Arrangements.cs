using System.Text.Json.Nodes;

namespace Fashion.Keras.Layers;

// The same numbers in another arrangement.
internal static partial class OperationTable
{
    private static KerasOperation[] Arrangements() =>
    [
        new("Reshape", KerasOperation.Numpy, ["x"], ["newshape"], a => Ops.Reshape(a.Tensor("x"), Need(a.Ints("newshape"), "newshape"))) { Method = nameof(Ops.Reshape) },
        new("StopGradient", KerasOperation.Core, ["variable"], [], a => Ops.StopGradient(a.Tensor("variable"))) { Method = nameof(Ops.StopGradient) },
        Unary("Ravel", x => Ops.Reshape(x, [-1])),
        new("Transpose", KerasOperation.Numpy, ["x"], ["axes"], a => Ops.Transpose(a.Tensor("x"), Axes(a.Tensor("x"), a.Ints("axes") ?? [.. a.Tensor("x").Shape.AllAxes.Reverse()]))) { Method = nameof(Ops.Transpose) },
        new("Swapaxes", KerasOperation.Numpy, ["x"], ["axis1", "axis2"], a => Swapped(a.Tensor("x"), a.Int("axis1"), a.Int("axis2"))),
        new("Moveaxis", KerasOperation.Numpy, ["x"], ["source", "destination"], a => Moved(a.Tensor("x"), Need(a.Ints("source"), "source"), Need(a.Ints("destination"), "destination"))),
        new("ExpandDims", KerasOperation.Numpy, ["x"], ["axis"], a => Expanded(a.Tensor("x"), Need(a.Ints("axis"), "axis"))) { Method = nameof(Ops.ExpandDims) },
        new("Squeeze", KerasOperation.Numpy, ["x"], ["axis"], a => Squeezed(a.Tensor("x"), a.Ints("axis"))) { Method = nameof(Ops.Squeeze) },
        new("Concatenate", KerasOperation.Numpy, ["xs"], ["axis"], a => Ops.Concatenate(a.List("xs"), a.Int("axis", 0))) { Method = nameof(Ops.Concatenate) },
        new("Stack", KerasOperation.Numpy, ["x"], ["axis"], a => Stacked(a.List("x"), a.Int("axis", 0))),
        new("BroadcastTo", KerasOperation.Numpy, ["x"], ["shape"], a => Ops.BroadcastTo(a.Tensor("x"), Need(a.Ints("shape"), "shape"))) { Method = nameof(Ops.BroadcastTo) },
        new("Pad", KerasOperation.Numpy, ["x", "constant_values"], ["pad_width", "mode"], Padded) { Method = nameof(Ops.Pad) },
        new("Tile", KerasOperation.Numpy, ["x"], ["repeats"], a => Tiled(a.Tensor("x"), Need(a.Ints("repeats"), "repeats"))),
        new("Repeat", KerasOperation.Numpy, ["x"], ["repeats", "axis"], a => Rows(a.Tensor("x"), a.Int("axis"), n => Enumerable.Range(0, checked(n * a.Int("repeats"))).Select(i => i / a.Int("repeats")))),
        new("Flip", KerasOperation.Numpy, ["x"], ["axis"], a => (a.Ints("axis") ?? a.Tensor("x").Shape.AllAxes).Aggregate(a.Tensor("x"), (x, axis) => Rows(x, axis, n => Enumerable.Range(0, n).Reverse()))),
        new("Roll", KerasOperation.Numpy, ["x"], ["shift", "axis"], a => Rows(a.Tensor("x"), a.Int("axis"), n => Enumerable.Range(0, n).Select(i => (((i - a.Int("shift")) % n) + n) % n))),
        new("Take", KerasOperation.Numpy, ["x", "indices"], ["axis"], Taken) { Method = nameof(Ops.Gather) },
        new("GetItem", KerasOperation.Numpy, ["x", "key"], [], a => ItemOperation.Get(a.Tensor("x"), a["key"])) { Method = nameof(Ops.Slice) },
    ];

    private static int[] Need(int[]? values, string name) => values ?? throw new ArgumentException($"'{name}' is missing");

    private static int[] Axes(SymbolicTensor x, int[] axes) => [.. axes.Select(axis => x.Shape.Axis(axis))];

    private static SymbolicTensor Swapped(SymbolicTensor x, int first, int second)
    {
        int[] order = x.Shape.AllAxes;
        int a = x.Shape.Axis(first), b = x.Shape.Axis(second);
        (order[a], order[b]) = (order[b], order[a]);
        return Ops.Transpose(x, order);
    }

    private static SymbolicTensor Moved(SymbolicTensor x, int[] source, int[] destination)
    {
        if (source.Length != destination.Length) throw new ArgumentException("'source' and 'destination' should have equally many axes");
        int[] from = Axes(x, source), to = Axes(x, destination);
        List<int> order = [.. x.Shape.AllAxes.Except(from)];
        foreach ((int axis, int place) in from.Zip(to).OrderBy(p => p.Second)) order.Insert(Math.Min(place, order.Count), axis);
        return Ops.Transpose(x, [.. order]);
    }

    private static SymbolicTensor Expanded(SymbolicTensor x, int[] axes)
    {
        int rank = x.Shape.Rank + axes.Length;
        foreach (int axis in axes.Select(a => a < 0 ? a + rank : a).Order()) x = Ops.ExpandDims(x, axis);
        return x;
    }

    private static SymbolicTensor Squeezed(SymbolicTensor x, int[]? axes)
    {
        // The batch is not squeezed, whatever its size is now.
        int[] all = axes is null ? [.. x.Shape.AllAxes.Where(i => i > 0 && x.Shape[i] == 1)] : Axes(x, axes);
        return all.Length == 0 ? Ops.Copy(x) : all.OrderDescending().Aggregate(x, (y, axis) => Ops.Squeeze(y, axis));
    }

    private static SymbolicTensor Stacked(SymbolicTensor[] parts, int axis) =>
        parts.Length == 0 ? throw new ArgumentException("'x' should be a list of tensors") : Ops.Concatenate([.. parts.Select(p => Ops.ExpandDims(p, axis < 0 ? axis + p.Shape.Rank + 1 : axis))], axis);

    private static SymbolicTensor Padded(OperationArguments a)
    {
        if (a.Text("mode", "constant") != "constant") throw new ArgumentException($"padding of mode '{a.Text("mode", "")}' is not supported; 'constant' is");
        SymbolicTensor x = a.Tensor("x");
        int[] width = a["pad_width"] switch
        {
            JsonArray pairs when pairs.All(p => p is JsonArray { Count: 2 }) => [.. pairs.SelectMany(p => p!.AsArray().Select(n => n!.GetValue<int>()))],
            JsonArray { Count: 2 } both => [.. Enumerable.Repeat(both.Select(n => n!.GetValue<int>()), x.Shape.Rank).SelectMany(n => n)],
            _ => [.. Enumerable.Repeat(a.Int("pad_width"), 2 * x.Shape.Rank)],
        };
        if (width.Length == 2) width = [.. Enumerable.Repeat(width, x.Shape.Rank).SelectMany(n => n)];
        if (width.Length != 2 * x.Shape.Rank || width.Any(w => w < 0)) throw new ArgumentException("'pad_width' should be two numbers for each axis");
        return Ops.Pad(x, [.. width.Where((_, i) => i % 2 == 0)], [.. width.Where((_, i) => i % 2 == 1)], (float)a.Number("constant_values", 0));
    }

    private static SymbolicTensor Tiled(SymbolicTensor x, int[] repeats)
    {
        if (repeats.Length > x.Shape.Rank || repeats.Any(r => r is < 1 or > 1 << 16)) throw new ArgumentException("'repeats' should be a positive number for each axis");
        foreach ((int i, int count) in repeats.Index())
            if (count > 1) x = Ops.Concatenate([.. Enumerable.Repeat(x, count)], x.Shape.Rank - repeats.Length + i);
        return x;
    }

    private static SymbolicTensor Taken(OperationArguments a)
    {
        SymbolicTensor x = a.Tensor("x"), indices = a.Tensor("indices");
        if (!a.Has("axis")) return Ops.Gather(Ops.Reshape(x, [-1]), indices);
        int axis = x.Shape.Axis(a.Int("axis"));
        if (axis == 0) return Ops.Gather(x, indices);
        // The axis to the front, its rows taken, and their axes back in its place.
        SymbolicTensor rows = Ops.Gather(Ops.Transpose(x, [axis, .. x.Shape.AllAxes.Where(i => i != axis)]), indices);
        int taken = indices.Shape.Rank;
        return Ops.Transpose(rows, [.. Enumerable.Range(taken, axis), .. Enumerable.Range(0, taken), .. Enumerable.Range(taken + axis, x.Shape.Rank - 1 - axis)]);
    }

    // Rows of one axis, chosen by their numbers.
    internal static SymbolicTensor Rows(SymbolicTensor x, int axis, Func<int, IEnumerable<int>> choose)
    {
        int at = x.Shape.Axis(axis);
        float[] rows = [.. choose(x.Shape[at]).Select(i => (float)i)];
        int[] order = [at, .. x.Shape.AllAxes.Where(i => i != at)], back = new int[order.Length];
        for (int i = 0; i < order.Length; i++) back[order[i]] = i;
        SymbolicTensor numbers = LayerConstant.Of([rows.Length], rows);
        return at == 0 ? Ops.Gather(x, numbers) : Ops.Transpose(Ops.Gather(Ops.Transpose(x, order), numbers), back);
    }
}
