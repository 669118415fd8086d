using Fashion.Keras.Graph;

namespace Fashion.Keras.Onnx.Import;

// Shapes, parts and arrangements; much of it is computed while the network is traced, of sizes that are known then.
internal sealed partial class NetworkCall
{
    private static Item? Shaped(ImportedNode node) => node.Type switch
    {
        "Shape" => ShapeOf(node),
        "Size" => new Item([node.Input(0).Shape.Aggregate(1L, (product, size) => product * size)], []),
        "Constant" => Constant(node),
        "ConstantOfShape" => ConstantOfShape(node),
        "Range" => Range(node),
        "Reshape" => Reshape(node),
        "Flatten" => Flatten(node),
        "Squeeze" => Squeeze(node),
        "Unsqueeze" => Unsqueeze(node),
        "Transpose" => Transpose(node),
        "Concat" => Concat(node),
        "Slice" => Slice(node),
        "Gather" => Gather(node),
        "GatherElements" => new Item(Ops.TakeAlongAxis(node.Tensor(0), node.Tensor(1),
            node.Axis(node.Integer("axis", 0), node.Input(0).Rank)), isWhole: node.Input(0).IsWhole),
        "Pad" => Pad(node),
        "Expand" => Expand(node),
        "Tile" => Tile(node),
        "OneHot" => OneHot(node),
        _ => null,
    };

    private static Item Reshaped(Item x, int[] shape) => x.Numbers is { } numbers ? new Item(numbers, shape)
        : new Item(Ops.Reshape(x.Tensor, new Shape(shape)), isWhole: x.IsWhole);

    private static Item ShapeOf(ImportedNode node)
    {
        int[] shape = node.Input(0).Shape;
        int start = Limit(node.Integer("start", 0)), end = Limit(node.Integer("end", shape.Length));
        long[] sizes = [.. shape[start..Math.Max(start, end)].Select(size => (long)size)];
        return new Item(sizes, [sizes.Length]);

        int Limit(long place) => (int)Math.Clamp(place < 0 ? place + shape.Length : place, 0, shape.Length);
    }

    private static Item Constant(ImportedNode node)
    {
        if (node.Array("value") is { } tensor)
        {
            ImportedArray array = ImportedArray.Of(tensor);
            return array.Integers is { } whole ? new Item(whole, array.Shape)
                : new Item(new ValueTensor(new Shape(array.Shape), array.Floats!));
        }
        if (node.Integers("value_ints") is { } integers) return new Item(integers, [integers.Length]);
        if (node.NumberRow("value_floats") is { } floats) return new Item(new ValueTensor([floats.Length], floats));
        float number = node.Number("value_float", float.NaN);
        if (!float.IsNaN(number)) return new Item(new ValueTensor([], [number]));
        long integer = node.Integer("value_int", long.MinValue);
        return integer != long.MinValue ? new Item([integer], []) : throw node.Refused("its value is none of numbers");
    }

    private static Item ConstantOfShape(ImportedNode node)
    {
        Shape shape = Row(node, node.Numbers(0), 0);
        ImportedArray value = node.Array("value") is { } tensor ? ImportedArray.Of(tensor) : new ImportedArray([1], () => [0], null);
        if (value.Shape.Aggregate(1, (product, size) => product * size) != 1) throw node.Damaged("has a value of several elements");
        if (value.Integers is not [var whole]) return new Item(Ops.BroadcastTo(value.Floats![0], shape));
        return Count(shape) <= MostNumbers ? new Item([.. Enumerable.Repeat(whole, (int)Count(shape))], [.. shape])
            : new Item(Ops.BroadcastTo((float)whole, shape), isWhole: true);
    }

    private static long Count(IEnumerable<int> shape) => shape.Aggregate(1L, (product, size) => checked(product * size));

    private static Item Range(ImportedNode node)
    {
        if (node.Numbers(0) is not [var start] || node.Numbers(1) is not [var limit] || node.Numbers(2) is not [var step]
            || step == 0) throw node.Damaged("needs a start, a limit and a step other than 0");
        decimal count = Math.Max(0, Math.Ceiling(((decimal)limit - start) / step));
        if (count > MostNumbers) throw node.Damaged($"has {count} numbers; {MostNumbers} are computed at most");
        return new Item([.. Enumerable.Range(0, (int)count).Select(i => start + i * step)], [(int)count]);
    }

    private static Item Reshape(ImportedNode node)
    {
        Item x = node.Input(0);
        long[] wanted = [.. node.Numbers(1)];
        bool keepsZeros = node.Flag("allowzero");
        int open = -1;
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == 0 && !keepsZeros) wanted[i] = i < x.Rank ? x.Shape[i]
                : throw node.Damaged($"takes the size of axis {i} of a tensor of {x.Rank}");
            if (wanted[i] != -1) continue;
            if (open >= 0) throw node.Damaged("leaves two sizes open");
            open = i;
        }
        if (open >= 0)
        {
            long others = wanted.Where((_, i) => i != open).Aggregate(1L, (product, size) => checked(product * size)), all = Count(x.Shape);
            if (others == 0 || all % others != 0)
                throw node.Damaged($"cannot make the shape ({string.Join(", ", wanted)}) of {all} elements");
            wanted[open] = all / others;
        }
        if (Row(node, wanted, 0) is var shape && Count(shape) != Count(x.Shape))
            throw node.Damaged($"cannot make the shape {shape} of ({string.Join(", ", x.Shape)})");
        return Reshaped(x, [.. shape]);
    }

    private static Item Flatten(ImportedNode node)
    {
        Item x = node.Input(0);
        long axis = node.Integer("axis", 1);
        int at = axis == x.Rank ? x.Rank : node.Axis(axis, x.Rank);
        return Reshaped(x, [checked((int)Count(x.Shape[..at])), checked((int)Count(x.Shape[at..]))]);
    }

    // Axes were a setting once.
    private static long[]? Axes(ImportedNode node, int input) => node.Integers("axes") ?? (node.Has(input) ? node.Numbers(input) : null);

    private static Item Squeeze(ImportedNode node)
    {
        Item x = node.Input(0);
        int[] axes = Axes(node, 1) is { } given ? [.. given.Select(axis => node.Axis(axis, x.Rank))]
            : [.. Enumerable.Range(0, x.Rank).Where(axis => x.Shape[axis] == 1)];
        if (axes.FirstOrDefault(axis => x.Shape[axis] != 1,
            -1) is >= 0 and var wide) throw node.Damaged($"cannot remove axis {wide} of size {x.Shape[wide]}");
        return Reshaped(x, [.. x.Shape.Where((_, axis) => !axes.Contains(axis))]);
    }

    private static Item Unsqueeze(ImportedNode node)
    {
        Item x = node.Input(0);
        long[] given = Axes(node, 1) ?? throw node.Damaged("has no axes");
        int rank = x.Rank + given.Length;
        if (rank > MostAxes) throw node.Damaged($"makes {rank} axes; {MostAxes} are read at most");
        int[] axes = [.. given.Select(axis => node.Axis(axis, rank))];
        if (axes.Distinct().Count() != axes.Length) throw node.Damaged("has an axis twice");
        var sizes = new Queue<int>(x.Shape);
        return Reshaped(x, [.. Enumerable.Range(0, rank).Select(axis => axes.Contains(axis) ? 1 : sizes.Dequeue())]);
    }

    private static Item Transpose(ImportedNode node)
    {
        Item x = node.Input(0);
        int[] order = node.Integers("perm") is { } given ? [.. Row(node, given, 0)] : [.. Enumerable.Range(0, x.Rank).Reverse()];
        if (x.Numbers is { } numbers)
        {
            if (!order.Order().SequenceEqual(Enumerable.Range(0, x.Rank))) throw node.Damaged($"cannot put {x.Rank} axes in this order");
            return new Item(Export.Transposition.Of(numbers, x.Shape, order), [.. order.Select(axis => x.Shape[axis])]);
        }
        return new Item(Ops.Transpose(x.Tensor, order), isWhole: x.IsWhole);
    }

    private static Item Concat(ImportedNode node)
    {
        Item[] parts = [.. Enumerable.Range(0, node.InputCount).Select(node.Input)];
        if (parts.Length == 0) throw node.Damaged("has no inputs");
        int axis = node.Axis(node.Integer("axis", 0), parts[0].Rank);
        if (parts.All(p => p.Numbers is not null && p.Rank == 1))
        {
            long[] all = [.. parts.SelectMany(p => p.Numbers!)];
            return all.Length <= MostNumbers ? new Item(all, [all.Length]) : throw node.Damaged("makes a row of too many numbers");
        }
        if (axis == 1 && parts[0].Rank > 2 && parts.All(p => p.IsLast)) return new Item(Ops.Concatenate([.. parts.Select(p => p.Last)], -1),
            isLast: true);
        return new Item(Ops.Concatenate([.. parts.Select(p => p.Tensor)], axis), isWhole: parts.All(p => p.IsWhole));
    }

    private static Item[] Split(ImportedNode node)
    {
        Item x = node.Input(0);
        int axis = node.Axis(node.Integer("axis", 0), x.Rank), size = x.Shape[axis];
        long[]? given = node.Integers("split") ?? (node.Has(1) ? node.Numbers(1) : null);
        int count = node.Small(node.Integer("num_outputs", node.OutputCount)), part = count > 0 ? (size + count - 1) / count : 0;
        if (count != node.OutputCount) throw node.Damaged($"gives {node.OutputCount} results of {count}");
        int[] sizes = given is null ? [.. Enumerable.Range(0, count).Select(i => Math.Clamp(size - i * part, 0, part))]
            : [.. Row(node, given, 0)];
        if (sizes.Length != count || sizes.Sum() != size)
            throw node.Damaged($"cannot split {size} into parts of {string.Join(", ", sizes)}");
        var results = new Item[count];
        for (int i = 0, start = 0; i < count; start += sizes[i++])
            results[i] = new Item(Ops.Slice(x.Tensor, new Shape(new int[x.Rank]).With(axis, start),
                new Shape(x.Shape).With(axis, sizes[i])), isWhole: x.IsWhole);
        return results;
    }

    private static Item Slice(ImportedNode node)
    {
        Item x = node.Input(0);
        bool old = node.Operators < 10;
        long[] starts = old ? node.Integers("starts") ?? [] : node.Numbers(1), ends = old ? node.Integers("ends") ?? [] : node.Numbers(2);
        long[] axes = (old ? node.Integers("axes") : node.Has(3) ? node.Numbers(3) : null)
            ?? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        long[] steps = !old && node.Has(4) ? node.Numbers(4) : [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length
            || steps.Length != starts.Length) throw node.Damaged("has other numbers of starts, ends, axes and steps");
        var taken = new AxisIndex[x.Rank];
        Array.Fill(taken, AxisIndex.Slice(null, null));
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = node.Axis(axes[i], x.Rank), size = x.Shape[axis];
            if (steps[i] == 0) throw node.Damaged("has a step of 0");
            // As ONNX says: a step back begins at the last element at most, and may end before the first.
            bool back = steps[i] < 0;
            int start = (int)Math.Clamp(FromStart(starts[i]), 0, back ? size - 1 : size),
                end = (int)Math.Clamp(FromStart(ends[i]), back ? -1 : 0, back ? size - 1 : size);
            taken[axis] = AxisIndex.Slice(start, end < 0 ? null : back ? end : Math.Max(start, end),
                node.Small(Math.Clamp(steps[i], -int.MaxValue, int.MaxValue)));

            long FromStart(long place) => place < 0 ? Math.Max(place, -int.MaxValue) + size : place;
        }
        return x.Numbers is { } numbers ? Part(numbers, x.Shape, taken) : new Item(Ops.GetItem(x.Tensor, taken), isWhole: x.IsWhole);
    }

    // Known whole numbers, axis by axis.
    private static Item Part(long[] numbers, int[] shape, AxisIndex[] taken)
    {
        int[] sizes = [.. shape];
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            int inner = checked((int)Count(sizes[(axis + 1)..])), size = sizes[axis], step = taken[axis].Step;
            int first = taken[axis].Start ?? 0, limit = taken[axis].Stop ?? (step > 0 ? size : -1);
            int count = Math.Max(0, (limit - first + step - Math.Sign(step)) / step);
            numbers = [.. numbers.Chunk(Math.Max(1, size * inner)).SelectMany(block =>
                Enumerable.Range(0, count).SelectMany(i => block.Skip((first + i * step) * inner).Take(inner)))];
            sizes[axis] = count;
        }
        return new Item(numbers, sizes);
    }

    private static Item Gather(ImportedNode node)
    {
        Item x = node.Input(0), places = node.Input(1);
        int axis = node.Axis(node.Integer("axis", 0), x.Rank), size = x.Shape[axis];
        if (places.Numbers is { } known)
        {
            if (known.Any(place => place < -size || place >= size)) throw node.Damaged($"takes an element outside of the {size} there are");
            long[] from = Array.ConvertAll(known, place => place < 0 ? place + size : place);
            if (x.Numbers is { } numbers && x.Rank == 1) return new Item(Array.ConvertAll(from, place => numbers[place]), places.Shape);
            places = new Item(from, places.Shape);
        }
        return new Item(Ops.Take(x.Tensor, places.Tensor, axis), isWhole: x.IsWhole);
    }

    private static Item Pad(ImportedNode node)
    {
        Item x = node.Input(0);
        string mode = node.Text("mode", "constant");
        bool old = node.Operators < 11;
        int[] pads = [.. Row(node, old ? node.Integers("pads") ?? [] : node.Numbers(1), 0)];
        SymbolicTensor fill = old ? node.Number("value", 0) : node.Has(2) ? node.Tensor(2) : 0;
        int[] axes = node.Has(3) ? [.. node.Numbers(3).Select(axis => node.Axis(axis, x.Rank))] : [.. Enumerable.Range(0, x.Rank)];
        if (pads.Any(pad => pad > MostNumbers)) throw node.Damaged($"has a border of more than {MostNumbers}");
        if (pads.Length != 2 * axes.Length) throw node.Damaged($"has {pads.Length} pads for {axes.Length} axes");
        int[] before = new int[x.Rank], after = new int[x.Rank];
        for (int i = 0; i < axes.Length; i++) (before[axes[i]], after[axes[i]]) = (pads[i], pads[axes.Length + i]);
        if (mode == "constant") return new Item(Ops.Pad(x.Tensor, new Shape(before), new Shape(after), fill.HasValue ? fill.ToScalar()
            : throw node.Refused("its fill is computed from data")), isWhole: x.IsWhole);
        string kind = mode switch
        {
            "reflect" => "reflect",
            "edge" => "edge",
            "wrap" => "wrap",
            _ =>
            throw node.Refused($"its mode '{ImportErrors.Short(mode)}' is not known")
        };
        return new Item(Ops.Pad(x.Tensor, new Shape(before), new Shape(after), kind), isWhole: x.IsWhole);
    }

    private static Item Expand(ImportedNode node)
    {
        Item x = node.Input(0);
        Shape shape = BinaryOp.Broadcast(new Shape(x.Shape), Row(node, node.Numbers(1), 0));
        return new Item(Ops.BroadcastTo(x.Tensor, shape), isWhole: x.IsWhole);
    }

    private static Item Tile(ImportedNode node)
    {
        Item x = node.Input(0);
        Shape repeats = Row(node, node.Numbers(1), 0);
        if (repeats.Any(count => count > MostNumbers)) throw node.Damaged($"repeats an axis more than {MostNumbers} times");
        if (repeats.Rank != x.Rank) throw node.Damaged($"repeats {repeats.Rank} axes of {x.Rank}");
        return new Item(Ops.Tile(x.Tensor, [.. repeats]), isWhole: x.IsWhole);
    }

    private static Item OneHot(ImportedNode node)
    {
        Item x = node.Input(0);
        if (node.Numbers(1) is not [> 0 and <= int.MaxValue and var depth]) throw node.Damaged("needs a depth");
        SymbolicTensor values = node.Tensor(2), places = x.Tensor;
        if (values.Shape.Rank != 1 || values.Shape[0] != 2) throw node.Damaged("needs two values");
        int axis = node.Axis(node.Integer("axis", -1), x.Rank + 1);
        SymbolicTensor hot = Ops.OneHot(Ops.Where(Ops.Less(places, 0), places + (float)depth, places), (int)depth, axis);
        return new Item(Ops.Where(hot, Ops.GetItem(values, 1), Ops.GetItem(values, 0)), isWhole: node.Input(2).IsWhole);
    }
}
