using Fashion.Keras.Graph;

namespace Fashion.Keras.Onnx.Export;

/// <summary>
/// What a model computes in prediction, as one graph for inputs of all sizes that are free. The model is traced several times, with other
/// free
/// sizes each time; the traces must consist of the same operations, and sizes that differ are expressed by the free ones.
/// </summary>
internal sealed class TracedModel
{
    // Pairs of sizes, for the batch and for other axes: without common factors, so that what depends on a remainder shows itself.
    private static readonly (int[] Batch, int[] Others)[] Trials = [([7, 11, 13], [23, 29, 24, 25, 26, 28]),
        ([29, 31, 37], [41, 47, 42, 43, 44, 46]), ([3, 5, 2], [53, 59, 54, 55, 56, 58])];

    private readonly GraphTrace[] _traces;
    private readonly int[] _low, _high;

    private TracedModel(IReadOnlyList<FreeSize> free, GraphTrace[] traces, int[] low, int[] high)
    {
        Free = free;
        _traces = traces;
        _low = low;
        _high = high;
    }

    /// <summary>The free sizes; bits of <see cref="Dim"/>.</summary>
    public IReadOnlyList<FreeSize> Free { get; }

    /// <summary>The operations in order.</summary>
    public IReadOnlyList<Node> Nodes => _traces[0].Nodes;

    public IReadOnlyList<Value> Inputs => _traces[0].Inputs;

    public IReadOnlyList<Value> Outputs => _traces[0].Outputs;

    /// <summary>An operation that changes a weight; null when there is none.</summary>
    public Node? Writer => _traces[0].Writer;

    /// <summary>Traces a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="shapes">Shapes of its inputs, -1 where a size is free.</param>
    /// <exception cref="NotSupportedException">The operations depend on a free size.</exception>
    public static TracedModel Of(Model model, IReadOnlyList<Shape> shapes)
    {
        NotSupportedException? failure = null;
        // Sizes of several inputs may have to be equal: then an axis has the same one in all of them.
        foreach (bool shared in new[] { false, true })
        {
            (List<FreeSize> free, int[][] places) = FreeSizes(model, shapes, shared);
            if (free.Count > 4)
            {
                if (!shared) continue;
                throw new NotSupportedException($"Model '{model.Name}' has {free.Count} free sizes " +
                    $"({string.Join(", ", free.Select(f => f.Name))}), and a file can have 4. Give {nameof(OnnxOptions.InputShapes)}.");
            }
            foreach ((int[] batch, int[] others) in Trials)
            {
                try
                {
                    return Of(model, shapes, free, places, batch, others);
                }
                catch (NotSupportedException e)
                {
                    failure ??= e;
                }
                catch (ShapeMismatchException) when (!shared && free.Count > 1)
                {
                    break;
                }
            }
        }
        throw failure!;
    }

    /// <summary>The shape of a value.</summary>
    public Dim[] Shape(Value value) => Sizes(value.Producer, node => node.Outputs[value.Index].Shape);

    /// <summary>Sizes that an operation has, such as the target of a reshape.</summary>
    /// <typeparam name="T">The operation.</typeparam>
    public Dim[] Sizes<T>(Node node, Func<T, Shape> sizes) where T : Op => Sizes(node, other => sizes((T)other.Op));

    /// <summary>A number of an operation that no free size may change.</summary>
    public long Fixed<T>(Node node, Func<T, Node, int> number) where T : Op =>
        Sizes(node, other => new Shape(number((T)other.Op, other)))[0] is { IsConstant: true } dim ? dim.Constant
        : throw DependsOnSize(node);

    /// <summary>What a node refused to be written says of it.</summary>
    public NotSupportedException DependsOnSize(Node node) =>
        new($"In '{node.Scope}' ({node.Op.Name}): what is computed depends on a size that is free in the file " +
            $"({string.Join(", ", Free.Select(f => f.Name))}). Give that size with {nameof(OnnxOptions)}.{nameof(OnnxOptions.InputShapes)}.");

    /// <summary>What an array of numbers whose shape depends on free sizes consists of.</summary>
    public ConstantArray Constant(Node node)
    {
        int place = _traces[0].Places[node];
        float[][] all = [.. _traces.Select(t => ((VariableOp)t.Nodes[place].Op).Variable.ToArray())];
        if (all[0].Length > 0 && Array.TrueForAll(all, values =>
            Array.TrueForAll(values, v => v.Equals(all[0][0])))) return new ConstantArray([all[0][0]], 0, -1);
        // A row of numbers that comes again for every sample, each time larger by the same number.
        Dim count = Sizes(node, other => new Shape(other.Output.Shape.ElementCount))[0];
        if (!count.IsUnknown && count.Terms.Count == 1 && count.Terms.First() is { Key: > 0 and var mask, Value: var period }
            && System.Numerics.BitOperations.IsPow2(mask))
        {
            float[] row = all[0][..(int)period];
            float step = all[0].Length > period ? all[0][period] - row[0] : 0;
            if (Array.TrueForAll(all, values => values.Index().All(v => v.Item == row[v.Index % period] + v.Index / period * step)))
                return new ConstantArray(row, step, System.Numerics.BitOperations.Log2((uint)mask));
        }
        throw DependsOnSize(node);
    }


    internal Dim[] Sizes(Node node, Func<Node, Shape> sizes)
    {
        int place = _traces[0].Places[node];
        Shape[] all = [.. _traces.Select(t => sizes(t.Nodes[place]))];
        var dims = new Dim[all[0].Rank];
        for (int axis = 0; axis < dims.Length; axis++)
        {
            int[] samples = [.. all.Take(1 << Free.Count).Select(shape => shape[axis])];
            Dim dim = Dim.Fit(_low, _high, samples);
            for (int i = samples.Length; i < all.Length && !dim.IsUnknown; i++)
                if (dim.At(_traces[i].Sizes) != all[i][axis]) dim = Dim.Unknown;
            dims[axis] = dim;
        }
        return dims;
    }

    private static TracedModel Of(Model model, IReadOnlyList<Shape> shapes, List<FreeSize> free, int[][] places, int[] batch, int[] others)
    {
        int[] low = [.. free.Select((f, i) => Value(f, i, 0))], high = [.. free.Select((f, i) => Value(f, i, 1))];
        var traces = new List<GraphTrace>();
        for (int set = 0; set < 1 << free.Count; set++) traces.Add(Trace([.. low.Select((size, i) => (set >> i & 1) == 0 ? size
            : high[i])]));
        // Further sizes, that of the batch odd and even, the others with all remainders that strides make a difference of.
        for (int check = 2; check < (free.Any(f => f.Axis > 0) ? others.Length
            : 3); check++) traces.Add(Trace([.. free.Select((f, i) => Value(f, i, check))]));
        return new TracedModel(free, [.. traces], low, high);

        int Value(FreeSize size, int index, int which) => size.Axis == 0 ? batch[which % batch.Length] : others[which] + index;

        GraphTrace Trace(int[] sizes)
        {
            Shape[] full = [.. shapes.Select((shape, input) =>
                new Shape([.. shape.Select((size, axis) => places[input][axis] is >= 0 and var place ? sizes[place] : size)]))];
            GraphTrace trace = GraphTrace.Of(model, full, sizes);
            if (traces.Count > 0 && traces[0].FirstDifference(trace) is { } node)
                throw new NotSupportedException($"Model '{model.Name}' cannot be written with free sizes " +
                    $"({string.Join(", ", free.Select(f => f.Name))}): which operations layer '{node.Scope}' consists of depends on " +
                    $"them. Give the sizes with {nameof(OnnxOptions)}.{nameof(OnnxOptions.InputShapes)}.");
            return trace;
        }
    }

    // The place of each axis among the free sizes, -1 for none. The batch is one size for all inputs.
    private static (List<FreeSize> Free, int[][] Places) FreeSizes(Model model, IReadOnlyList<Shape> shapes, bool shared)
    {
        var free = new List<FreeSize>();
        var places = new int[shapes.Count][];
        for (int input = 0; input < places.Length; input++)
        {
            places[input] = [.. shapes[input].Select((size, axis) =>
            {
                if (size != Fashion.Keras.Shape.Unknown) return -1;
                int known = free.FindIndex(f => f.Axis == axis && (shared || axis == 0 || f.Input == input));
                if (known >= 0) return known;
                free.Add(new FreeSize(axis == 0 ? "batch"
                    : $"{(shapes.Count == 1 || shared ? "axis" : model.InputNames[input] + "_axis")}{axis}", input, axis));
                return free.Count - 1;
            })];
        }
        return (free, places);
    }
}
