using System.Text.Json.Nodes;

namespace Fashion.Keras.Tests.Functions;

// Reductions, arrangements, positions, products and creation.
internal static partial class OpsTable
{
    private static KeyValuePair<string, Func<OpsCall, IReadOnlyList<SymbolicTensor>>>[] Arrays() =>
    [
        Reduced("sum", (x, axes, keep) => axes is null ? Ops.Sum(x) : Ops.Sum(x, axes, keep)),
        Reduced("mean", (x, axes, keep) => axes is null ? Ops.Mean(x) : Ops.Mean(x, axes, keep)),
        Extreme("max", (x, axes, keep) => axes is null ? Ops.Max(x) : Ops.Max(x, axes, keep), Ops.Maximum),
        Extreme("min", (x, axes, keep) => axes is null ? Ops.Min(x) : Ops.Min(x, axes, keep), Ops.Minimum),
        Reduced("amax", (x, axes, keep) => axes is null ? Ops.Max(x) : Ops.Max(x, axes, keep)),
        Reduced("amin", (x, axes, keep) => axes is null ? Ops.Min(x) : Ops.Min(x, axes, keep)),
        Reduced("prod", Ops.Prod), Reduced("var", Ops.Var), Reduced("std", Ops.Std), Reduced("ptp", Ops.Ptp), Reduced("any", Ops.Any),
        Reduced("all", Ops.All),
        Reduced("logsumexp", Ops.LogSumExp), Reduced("median", Ops.Median), Reduced("nansum", Ops.NanSum), Reduced("nanprod", Ops.NanProd),
        Reduced("nanmax", Ops.NanMax), Reduced("nanmin", Ops.NanMin),
        Reduced("nanmean", Ops.NanMean), Reduced("nanvar", Ops.NanVar), Reduced("nanstd", Ops.NanStd), Reduced("nanmedian", Ops.NanMedian),
        One("count_nonzero", c => Ops.CountNonZero(c.X, c.Ints("axis"))),
        Ranked("quantile", Ops.Quantile, Ops.Quantile), Ranked("percentile", Ops.Percentile, Ops.Percentile),
        Ranked("nanquantile", Ops.NanQuantile, Ops.NanQuantile), Ranked("nanpercentile", Ops.NanPercentile, Ops.NanPercentile),
        One("average", c => Ops.Average(c.X, c.IntOrNull("axis"), c.Inputs.Count > 1 ? c.Y : null)),
        One("norm", c => Ops.Norm(c.X, Order(c["ord"]), c.Ints("axis"), c.Bool("keepdims"))),
        Placed("argmax", Ops.ArgMax), Placed("argmin", Ops.ArgMin), Placed("nanargmax", Ops.NanArgMax), Placed("nanargmin", Ops.NanArgMin),

        One("reshape", c => Ops.Reshape(c.X, c.Ints("newshape")!)),
        Unary("ravel", Ops.Ravel), Unary("fliplr", Ops.FlipLR), Unary("flipud", Ops.FlipUD),
        One("transpose", c => Ops.Transpose(c.X, c.Ints("axes") ?? [])),
        One("swapaxes", c => Ops.SwapAxes(c.X, c.Int("axis1", 0), c.Int("axis2", 0))),
        One("moveaxis", c => Ops.MoveAxis(c.X, c.Ints("source")!, c.Ints("destination")!)),
        One("expand_dims", c => Ops.ExpandDims(c.X, c.Ints("axis")!)),
        One("squeeze", c => Ops.Squeeze(c.X, c.Ints("axis"))),
        One("concatenate", c => Ops.Concatenate(c.Inputs, c.Int("axis", 0))),
        One("stack", c => Ops.Stack(c.Inputs, c.Int("axis", 0))),
        One("vstack", c => Ops.VStack(c.Inputs)), One("hstack", c => Ops.HStack(c.Inputs)), One("dstack", c => Ops.DStack(c.Inputs)),
        One("column_stack", c => Ops.ColumnStack(c.Inputs)),
        One("append", c => Ops.Append(c.X, c.Y, c.IntOrNull("axis"))),
        One("broadcast_to", c => Ops.BroadcastTo(c.X, c.Ints("shape")!)),
        One("pad", c => Padded(c)),
        One("tile", c => Ops.Tile(c.X, c.Ints("repeats")!)),
        One("repeat", c => c["repeats"] is JsonArray
            ? Ops.Repeat(c.X, c.Ints("repeats")!, c.IntOrNull("axis"))
            : Ops.Repeat(c.X, c.Int("repeats", 0), c.IntOrNull("axis"))),
        One("flip", c => Ops.Flip(c.X, c.Ints("axis"))),
        One("roll", c => Ops.Roll(c.X, c.Int("shift", 0), c.IntOrNull("axis"))),
        One("rot90", c => Ops.Rot90(c.X, c.Int("k", 1), c.Ints("axes")?[0] ?? 0, c.Ints("axes")?[1] ?? 1)),
        One("diag", c => Ops.Diag(c.X, c.Int("k", 0))), One("diagflat", c => Ops.DiagFlat(c.X, c.Int("k", 0))),
        One("tril", c => Ops.Tril(c.X, c.Int("k", 0))), One("triu", c => Ops.Triu(c.X, c.Int("k", 0))),
        One("diagonal", c => Ops.Diagonal(c.X, c.Int("offset", 0), c.Int("axis1", 0), c.Int("axis2", 1))),
        One("trace", c => Ops.Trace(c.X, c.Int("offset", 0), c.Int("axis1", 0), c.Int("axis2", 1))),
        Several("split", c => c["indices_or_sections"] is JsonArray
            ? Ops.Split(c.X, c.Ints("indices_or_sections")!, c.Int("axis", 0))
            : Ops.Split(c.X, c.Int("indices_or_sections", 0), c.Int("axis", 0))),
        Several("array_split", c => Ops.ArraySplit(c.X, c.Int("indices_or_sections", 0), c.Int("axis", 0))),
        Several("unstack", c => Ops.Unstack(c.X, c.IntOrNull("num"), c.Int("axis", 0))),
        Several("meshgrid", c => Ops.MeshGrid(c.Inputs, c.Text("indexing", "xy"))),

        One("take", c => Ops.Take(c.X, c.Y, c.IntOrNull("axis"))),
        One("take_along_axis", c => Ops.TakeAlongAxis(c.X, c.Y, c.IntOrNull("axis"))),
        One("scatter", c => Ops.Scatter(c.X, c.Y, c.Ints("shape")!)),
        One("scatter_update", c => Ops.ScatterUpdate(c.X, c.Y, c.Inputs[2], c["reduction"]?.GetValue<string>())),
        One("slice", c => Ops.Slice(c.X, c.Ints("start_indices")!, c.Ints("shape")!)),
        Segmented("segment_sum", Ops.SegmentSum), Segmented("segment_max", Ops.SegmentMax), Segmented("segment_min", Ops.SegmentMin),
        Segmented("segment_prod", Ops.SegmentProd),
        One("sort", c => Ops.Sort(c.X, c.Int("axis", -1))), One("argsort", c => Ops.ArgSort(c.X, c.Int("axis", -1))),
        Several("top_k", c => Pair(Ops.TopK(c.X, c.Int("k", 1)))),
        One("in_top_k", c => Ops.InTopK(c.X, c.Y, c.Int("k", 1))),
        One("searchsorted", c => Ops.SearchSorted(c.X, c.Y, c.Text("side", "left"))),
        Binary("digitize", Ops.Digitize),
        One("isin", c => Ops.IsIn(c.X, c.Y, c.Bool("invert"))),
        Several("unravel_index", c => Ops.UnravelIndex(c.X, c.Ints("shape")!)),
        Several("histogram",
            c => Pair(Ops.Histogram(c.X, c.Int("bins", 10), c["range"] is null ? null : (c.Numbers("range")[0], c.Numbers("range")[1])))),
        One("extract_sequences", c => Ops.ExtractSequences(c.X, c.Int("sequence_length", 1), c.Int("sequence_stride", 1))),
        One("cumsum", c => Ops.CumSum(c.X, c.IntOrNull("axis"))), One("cumprod", c => Ops.CumProd(c.X, c.IntOrNull("axis"))),
        One("nancumsum", c => Ops.NanCumSum(c.X, c.IntOrNull("axis"))), One("nancumprod", c => Ops.NanCumProd(c.X, c.IntOrNull("axis"))),
        One("diff", c => Ops.Diff(c.X, c.Int("n", 1), c.Int("axis", -1))),
        One("trapezoid", c => Ops.Trapezoid(c.X, c.Number("dx", 1), c.Int("axis", -1))),

        Binary("matmul", (x, y) => Ops.MatMul(x, y)), Binary("vdot", Ops.VDot), Binary("inner", Ops.Inner), Binary("outer", Ops.Outer),
        Binary("kron", Ops.Kron), Binary("dot", Ops.Dot), Binary("cdist", Ops.CDist),
        One("tensordot",
            c => c["axes"] is JsonArray axes
                ? Ops.Tensordot(c.X, c.Y, [.. axes[0]!.AsArray().Select(a => a!.GetValue<int>())],
                    [.. axes[1]!.AsArray().Select(a => a!.GetValue<int>())])
                : Ops.Tensordot(c.X, c.Y, c.Int("axes", 2))),
        Binary("cross", (x, y) => Ops.Cross(x, y)),
        Unary("corrcoef", Ops.CorrCoef),
        One("correlate", c => Ops.Correlate(c.X, c.Y, c.Text("mode", "valid"))),
        One("vander", c => Ops.Vander(c.X, c.IntOrNull("N"), c.Bool("increasing"))),

        One("zeros", c => Ops.Zeros(c.Ints("shape")!)), One("ones", c => Ops.Ones(c.Ints("shape")!)),
        One("full", c => Ops.Full(c.Ints("shape")!, c.Number("fill_value", 0))),
        One("arange", c => c.Has("stop")
            ? Ops.ARange(c.Number("start", 0), c.Number("stop", 0), c.Number("step", 1))
            : Ops.ARange(c.Number("start", 0))),
        One("eye", c => Ops.Eye(c.Int("N", 0), c.IntOrNull("M"), c.Int("k", 0))), One("identity", c => Ops.Identity(c.Int("n", 0))),
        One("tri", c => Ops.Tri(c.Int("N", 0), c.IntOrNull("M"), c.Int("k", 0))),
        One("linspace", c => Ops.LinSpace(c.X, c.Y, c.Int("num", 50), c.Bool("endpoint", true), c.Int("axis", 0))),
        One("logspace", c => Ops.LogSpace(c.X, c.Y, c.Int("num", 50))), One("geomspace", c => Ops.GeomSpace(c.X, c.Y, c.Int("num", 50))),
        One("bartlett", c => Ops.Bartlett(c.Int("x", 0))), One("hamming", c => Ops.Hamming(c.Int("x", 0))),
        One("hanning", c => Ops.Hanning(c.Int("x", 0))), One("blackman", c => Ops.Blackman(c.Int("x", 0))),
    ];

    private static KeyValuePair<string, Func<OpsCall, IReadOnlyList<SymbolicTensor>>> Reduced(string op,
        Func<SymbolicTensor, int[]?, bool, SymbolicTensor> function) => One(op, c => function(c.X, c.Ints("axis"), c.Bool("keepdims")));

    private static KeyValuePair<string, Func<OpsCall, IReadOnlyList<SymbolicTensor>>> Extreme(string op,
        Func<SymbolicTensor, int[]?, bool, SymbolicTensor> function, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> merge) =>
        One(op, c => c.NumberOrNull("initial") is { } first
            ? merge(function(c.X, c.Ints("axis"), c.Bool("keepdims")), first)
            : function(c.X, c.Ints("axis"), c.Bool("keepdims")));

    private static KeyValuePair<string, Func<OpsCall, IReadOnlyList<SymbolicTensor>>> Ranked(string op,
        Func<SymbolicTensor, double, int[]?, string, bool, SymbolicTensor> one,
        Func<SymbolicTensor, double[], int[]?, string, bool, SymbolicTensor> several) =>
        One(op, c => c["q"] is JsonArray
            ? several(c.X, c.Numbers("q"), c.Ints("axis"), c.Text("method", "linear"), c.Bool("keepdims"))
            : one(c.X, c.Number("q", 0), c.Ints("axis"), c.Text("method", "linear"), c.Bool("keepdims")));

    private static KeyValuePair<string, Func<OpsCall, IReadOnlyList<SymbolicTensor>>> Placed(string op,
        Func<SymbolicTensor, int?, bool, SymbolicTensor> function) => One(op, c => function(c.X, c.IntOrNull("axis"), c.Bool("keepdims")));

    private static KeyValuePair<string, Func<OpsCall, IReadOnlyList<SymbolicTensor>>> Segmented(string op,
        Func<SymbolicTensor, SymbolicTensor, int?, SymbolicTensor> function) =>
        One(op, c => function(c.X, c.Y, c.IntOrNull("num_segments")));

    private static IReadOnlyList<SymbolicTensor> Pair((SymbolicTensor First, SymbolicTensor Second) pair) => [pair.First, pair.Second];

    private static double? Order(JsonNode? ord) => ord?.GetValueKind() switch
    {
        null => null,
        System.Text.Json.JsonValueKind.Number => ord!.GetValue<double>(),
        _ => ord!.GetValue<string>() switch { "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => null },
    };

    private static SymbolicTensor Padded(OpsCall c)
    {
        int[][] widths = [.. c["pad_width"]!.AsArray().Select(pair => pair!.AsArray().Select(w => w!.GetValue<int>()).ToArray())];
        Shape before = widths.Select(w => w[0]).ToArray(), after = widths.Select(w => w[1]).ToArray();
        return c.Text("mode", "constant") is "constant"
            ? Ops.Pad(c.X, before, after, (float)c.Number("constant_values", 0))
            : Ops.Pad(c.X, before, after, c.Text("mode", ""));
    }
}
