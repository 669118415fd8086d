namespace Fashion.Keras.Onnx.Export;

// Where tensors lie in the file, and sizes that are computed there.
internal sealed partial class GraphExport
{
    /// <summary>The name of a tensor with its axes as in the model.</summary>
    private string Plain(Placed placed) => In(placed, Placed.Plain(placed.Rank));

    /// <summary>The name of a tensor with its axes in an order.</summary>
    private string In(Placed placed, int[] order)
    {
        string key = string.Join(",", order);
        if (placed.Others.TryGetValue(key, out string? known)) return known;
        return placed.Others[key] = Written(placed, order);
    }

    private string Written(Placed placed, int[] order)
    {
        if (placed.IsConstant) return Constant(placed, [.. placed.Shape.Select(d => (int)d.Constant)], order);
        if (placed.Fill is { } fill) return _graph.Add("Expand", [Number(fill), SizesOf([.. order.Select(axis => placed.Shape[axis])])]);
        if (order.AsSpan().SequenceEqual(placed.Order)) return placed.Name!;
        return _graph.Add("Transpose", [placed.Name!], ("perm", order.Select(axis => (long)Array.IndexOf(placed.Order, axis))));
    }

    private string Number(float value) => _numbers.TryGetValue(value, out string? known) ? known
        : _numbers[value] = _graph.Floats("number", [], [value]);

    private readonly Dictionary<float, string> _numbers = [];

    // The array of a constant as a shape of as many elements, its axes in another order.
    private string Constant(Placed placed, int[] shape, int[] order)
    {
        float[] values = placed.Known!.Value;
        if (shape.Length == 0) return Number(values[0]);
        return _graph.Floats(placed.Label, order.Select(axis => shape[axis]), Placed.IsInOrder(order) ? values
            : Transposition.Of(values, shape, order));
    }

    /// <summary>A tensor as one side of an operation that works element by element and broadcasts.</summary>
    /// <param name="placed">The tensor.</param>
    /// <param name="result">Shape of the result in the model.</param>
    /// <param name="order">The order of its axes in the file.</param>
    /// <param name="alone">Whether no other side has all axes of the result.</param>
    private string Side(Placed placed, Dim[] result, int[] order, bool alone)
    {
        if (!alone && placed.Fill is { } fill) return Number(fill);
        int missing = result.Length - placed.Rank;
        if (placed.IsConstant)
        {
            int[] shape = [.. Enumerable.Repeat(1, missing), .. placed.Shape.Select(d => (int)d.Constant)];
            string key = "side " + string.Join(",", order) + "|" + missing + alone;
            if (placed.Others.TryGetValue(key, out string? known)) return known;
            if (alone) return placed.Others[key] = Constant(placed, shape, order);
            // Leading axes of size 1 say nothing.
            int[] lying = [.. order.Select(axis => shape[axis])];
            int ones = lying.TakeWhile(size => size == 1).Count();
            float[] values = placed.Known!.Value;
            if (ones == lying.Length) return placed.Others[key] = Number(values[0]);
            return placed.Others[key] = _graph.Floats(placed.Label, lying[ones..], Placed.IsInOrder(order) ? values
                : Transposition.Of(values, shape, order));
        }
        if (missing == 0) return In(placed, order);
        if (Placed.IsInOrder(order) && !alone) return Plain(placed);
        string wide = _graph.Add("Unsqueeze", [Plain(placed),
            _graph.Integers([.. Enumerable.Range(0, missing).Select(axis => (long)axis)])]);
        return Placed.IsInOrder(order) ? wide : _graph.Add("Transpose", [wide], ("perm", order.Select(axis => (long)axis)));
    }

    /// <summary>The order of a result that is computed element by element: that of the first side with all of its axes that has one of its
    /// own.</summary>
    private static int[] OrderOf(int rank, params ReadOnlySpan<Placed> sides)
    {
        foreach (Placed side in sides)
            if (side.Rank == rank && side is { Name: not null, IsPlain: false }) return side.Order;
        return Placed.Plain(rank);
    }

    /// <summary>A row of sizes: a constant, or computed from the sizes of the inputs.</summary>
    private string SizesOf(Dim[] dims)
    {
        if (dims.All(d => d.IsConstant)) return _graph.Integers([.. dims.Select(d => d.Constant)]);
        string key = string.Join(", ", dims.Select(d => d.ToString()));
        if (_sizes.TryGetValue(key, out string? known)) return known;
        string[] parts = [.. dims.Select(SizeOf)];
        return _sizes[key] = parts.Length == 1 ? parts[0] : _graph.Add("Concat", parts, ("axis", 0L));
    }

    private string SizeOf(Dim dim)
    {
        if (dim.IsUnknown) throw new NotSupportedException($"In '{_graph.Scope}': a size there depends on the free sizes " +
            $"({string.Join(", ", _traced.Free.Select(f => f.Name))}) in a way that a file cannot say. Give the sizes with " +
            $"{nameof(OnnxOptions)}.{nameof(OnnxOptions.InputShapes)}.");
        if (dim.IsConstant) return _graph.Integers(dim.Constant);
        string? sum = null;
        foreach ((int mask, long factor) in dim.Terms)
        {
            string? product = null;
            for (int i = 0; i < _freeSizes.Length; i++)
                if ((mask >> i & 1) != 0) product = product is null ? FreeSize(i) : _graph.Add("Mul", [product, FreeSize(i)]);
            string term = product is null ? _graph.Integers(factor) : factor == 1 ? product
                : _graph.Add("Mul", [product, _graph.Integers(factor)]);
            sum = sum is null ? term : _graph.Add("Add", [sum, term]);
        }
        return sum!;
    }

    private string FreeSize(int index)
    {
        if (_freeSizes[index] is { } known) return known;
        FreeSize free = _traced.Free[index];
        long axis = Array.IndexOf(OrderOf(_traced.Inputs[free.Input].Shape.Rank), free.Axis);
        return _freeSizes[index] = _graph.Add("Shape", [_graph.Proto.Input[free.Input].Name], ("start", axis), ("end", axis + 1));
    }
}
