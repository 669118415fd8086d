using System.Text.Json.Nodes;

namespace Fashion.Keras.Layers;

// The same numbers in another arrangement.
internal static partial class OperationTable
{
    private static KerasOperation[] Arrangements() =>
    [
        new("Reshape", KerasOperation.Numpy, ["x"], ["newshape"], a => Ops.Reshape(a.Tensor("x"), Need(a.Ints("newshape"), "newshape")))
            { Method = nameof(Ops.Reshape) },
        new("StopGradient", KerasOperation.Core, ["variable"], [], a => Ops.StopGradient(a.Tensor("variable")))
            { Method = nameof(Ops.StopGradient) },
        Unary("Ravel", Ops.Ravel, method: nameof(Ops.Ravel)),
        new("Transpose", KerasOperation.Numpy, ["x"], ["axes"], a => Ops.Transpose(a.Tensor("x"), a.Ints("axes") ?? []))
            { Method = nameof(Ops.Transpose) },
        new("Swapaxes", KerasOperation.Numpy, ["x"], ["axis1", "axis2"], a => Ops.SwapAxes(a.Tensor("x"), a.Int("axis1"), a.Int("axis2")))
            { Method = nameof(Ops.SwapAxes) },
        new("Moveaxis", KerasOperation.Numpy, ["x"], ["source", "destination"],
            a => Ops.MoveAxis(a.Tensor("x"), Need(a.Ints("source"), "source"), Need(a.Ints("destination"), "destination")))
            { Method = nameof(Ops.MoveAxis) },
        new("ExpandDims", KerasOperation.Numpy, ["x"], ["axis"], a => Ops.ExpandDims(a.Tensor("x"), Need(a.Ints("axis"), "axis")))
            { Method = nameof(Ops.ExpandDims) },
        // The batch is not squeezed, whatever its size is now.
        new("Squeeze", KerasOperation.Numpy, ["x"], ["axis"],
            a => Ops.Squeeze(a.Tensor("x"),
                a.Ints("axis") ?? [.. a.Tensor("x").Shape.AllAxes.Where(i => i > 0 && a.Tensor("x").Shape[i] == 1)]))
            { Method = nameof(Ops.Squeeze) },
        Joined("Concatenate", (xs, axis) => Ops.Concatenate(xs, axis), nameof(Ops.Concatenate)),
        Joined("Stack", (xs, axis) => Ops.Stack(xs, axis), nameof(Ops.Stack), "x"),
        Joined("Vstack", Ops.VStack, nameof(Ops.VStack)),
        Joined("Hstack", Ops.HStack, nameof(Ops.HStack)),
        Joined("Dstack", Ops.DStack, nameof(Ops.DStack)),
        Joined("ColumnStack", Ops.ColumnStack, nameof(Ops.ColumnStack)),
        new("Append", KerasOperation.Numpy, ["x1", "x2"], ["axis"], a => Ops.Append(a.Tensor("x1"), a.Tensor("x2"), a.IntOrNull("axis")))
            { Method = nameof(Ops.Append) },
        new("BroadcastTo", KerasOperation.Numpy, ["x"], ["shape"], a => Ops.BroadcastTo(a.Tensor("x"), Need(a.Ints("shape"), "shape")))
            { Method = nameof(Ops.BroadcastTo) },
        new("Pad", KerasOperation.Numpy, ["x", "constant_values"], ["pad_width", "mode"], Padded) { Method = nameof(Ops.Pad) },
        new("Tile", KerasOperation.Numpy, ["x"], ["repeats"], a => Ops.Tile(a.Tensor("x"), Need(a.Ints("repeats"), "repeats")))
            { Method = nameof(Ops.Tile) },
        new("Repeat", KerasOperation.Numpy, ["x"], ["repeats", "axis"],
            a => Ops.Repeat(a.Tensor("x"), Need(a.Ints("repeats"), "repeats"), a.IntOrNull("axis"))) { Method = nameof(Ops.Repeat) },
        new("Flip", KerasOperation.Numpy, ["x"], ["axis"], a => Ops.Flip(a.Tensor("x"), a.Ints("axis"))) { Method = nameof(Ops.Flip) },
        Unary("Fliplr", Ops.FlipLR, method: nameof(Ops.FlipLR)),
        Unary("Flipud", Ops.FlipUD, method: nameof(Ops.FlipUD)),
        new("Roll", KerasOperation.Numpy, ["x"], ["shift", "axis"],
            a => a.Ints("shift") is { Length: > 1 } shifts
                ? Ops.Roll(a.Tensor("x"), shifts, Need(a.Ints("axis"), "axis"))
                : Ops.Roll(a.Tensor("x"), Need(a.Ints("shift"), "shift")[0], a.IntOrNull("axis"))) { Method = nameof(Ops.Roll) },
        new("Rot90", KerasOperation.Numpy, ["array"], ["k", "axes"],
            a => Ops.Rot90(a.Tensor("array"), a.Int("k", 1), a.Ints("axes")?[0] ?? 0, a.Ints("axes")?[1] ?? 1))
            { Method = nameof(Ops.Rot90) },
        Diagonal("Diag", Ops.Diag, nameof(Ops.Diag)),
        Diagonal("Diagflat", Ops.DiagFlat, nameof(Ops.DiagFlat)),
        Diagonal("Tril", Ops.Tril, nameof(Ops.Tril)),
        Diagonal("Triu", Ops.Triu, nameof(Ops.Triu)),
        new("Diagonal", KerasOperation.Numpy, ["x"], ["offset", "axis1", "axis2"],
            a => Ops.Diagonal(a.Tensor("x"), a.Int("offset", 0), a.Int("axis1", 0), a.Int("axis2", 1))) { Method = nameof(Ops.Diagonal) },
        new("Trace", KerasOperation.Numpy, ["x"], ["offset", "axis1", "axis2"],
            a => Ops.Trace(a.Tensor("x"), a.Int("offset", 0), a.Int("axis1", 0), a.Int("axis2", 1))) { Method = nameof(Ops.Trace) },
        new("Take", KerasOperation.Numpy, ["x", "indices"], ["axis"],
            a => Ops.Take(a.Tensor("x"), a.Tensor("indices"), a.IntOrNull("axis")))
            { Method = nameof(Ops.Gather), Alias = nameof(Ops.Take) },
        new("TakeAlongAxis", KerasOperation.Numpy, ["x", "indices"], ["axis"],
            a => Ops.TakeAlongAxis(a.Tensor("x"), a.Tensor("indices"), a.IntOrNull("axis"))) { Method = nameof(Ops.TakeAlongAxis) },
        new("GetItem", KerasOperation.Numpy, ["x", "key"], [], a => ItemOperation.Get(a.Tensor("x"), a["key"]))
            { Method = nameof(Ops.Slice), Alias = nameof(Ops.GetItem) },
        new("Slice", KerasOperation.Core, ["inputs", "start_indices"], ["shape"],
            a => Ops.Slice(a.Tensor("inputs"), Need(a.Ints("start_indices"), "start_indices"), Need(a.Ints("shape"), "shape"))),
        new("SliceUpdate", KerasOperation.Core, ["inputs", "start_indices", "updates"], [],
            a => Ops.SliceUpdate(a.Tensor("inputs"), Need(a.Ints("start_indices"), "start_indices"), a.Tensor("updates"))),
        new("Split", KerasOperation.Numpy, ["x"], ["indices_or_sections", "axis"], a => a["indices_or_sections"] is JsonArray
            ? Ops.Split(a.Tensor("x"), Need(a.Ints("indices_or_sections"), "indices_or_sections"), a.Int("axis", 0))
            : Ops.Split(a.Tensor("x"), a.Int("indices_or_sections"), a.Int("axis", 0))) { Method = nameof(Ops.Split) },
        new("ArraySplit", KerasOperation.Numpy, ["x"], ["indices_or_sections", "axis"], a => a["indices_or_sections"] is JsonArray
            ? Ops.Split(a.Tensor("x"), Need(a.Ints("indices_or_sections"), "indices_or_sections"), a.Int("axis", 0))
            : Ops.ArraySplit(a.Tensor("x"), a.Int("indices_or_sections"), a.Int("axis", 0))) { Method = nameof(Ops.ArraySplit) },
        new("Unstack", KerasOperation.Core, ["x"], ["num", "axis"], a => Ops.Unstack(a.Tensor("x"), a.IntOrNull("num"), a.Int("axis", 0)))
            { Method = nameof(Ops.Unstack) },
        new("Meshgrid", KerasOperation.Numpy, ["x"], ["indexing"], a => Ops.MeshGrid(a.List("x"), a.Text("indexing", "xy")))
            { Method = nameof(Ops.MeshGrid), TakesMany = true },
    ];

    private static int[] Need(int[]? values, string name) => values ?? throw new ArgumentException($"'{name}' is missing");

    private static KerasOperation Joined(string name, Func<SymbolicTensor[], int, SymbolicTensor> join, string method,
        string input = "xs") =>
        new(name, KerasOperation.Numpy, [input], ["axis"], a => join(a.List(input), a.Int("axis", 0)))
        { Method = method, TakesList = true };

    private static KerasOperation Joined(string name, Func<SymbolicTensor[], SymbolicTensor> join, string method) =>
        new(name, KerasOperation.Numpy, ["xs"], [], a => join(a.List("xs"))) { Method = method, TakesList = true };

    private static KerasOperation Diagonal(string name, Func<SymbolicTensor, int, SymbolicTensor> function, string method) =>
        new(name, KerasOperation.Numpy, ["x"], ["k"], a => function(a.Tensor("x"), a.Int("k", 0))) { Method = method };

    private static SymbolicTensor Padded(OperationArguments a)
    {
        SymbolicTensor x = a.Tensor("x");
        int[] width = a["pad_width"] switch
        {
            JsonArray pairs when pairs.All(p => p is JsonArray { Count: 2 }) =>
                [.. pairs.SelectMany(p => p!.AsArray().Select(n => n!.GetValue<int>()))],
            JsonArray { Count: 2 } both => [.. Enumerable.Repeat(both.Select(n => n!.GetValue<int>()), x.Shape.Rank).SelectMany(n => n)],
            _ => [.. Enumerable.Repeat(a.Int("pad_width"), 2 * x.Shape.Rank)],
        };
        if (width.Length == 2) width = [.. Enumerable.Repeat(width, x.Shape.Rank).SelectMany(n => n)];
        if (width.Length != 2 * x.Shape.Rank || width.Any(w => w < 0))
            throw new ArgumentException("'pad_width' should be two numbers for each axis");
        Shape before = width.Where((_, i) => i % 2 == 0).ToArray(), after = width.Where((_, i) => i % 2 == 1).ToArray();
        string mode = a.Text("mode", "constant");
        return mode == "constant" ? Ops.Pad(x, before, after, (float)a.Number("constant_values", 0)) : Ops.Pad(x, before, after, mode);
    }
}
