using System.Text.Json.Nodes;

namespace Fashion.Keras.Layers;

// Along an axis, by positions, and products that are no matrix products.
internal static partial class OperationTable
{
    private static KerasOperation[] Sequences() =>
    [
        Along("Sort", Ops.Sort, nameof(Ops.Sort), -1),
        Along("Argsort", Ops.ArgSort, nameof(Ops.ArgSort), -1),
        new("Argpartition", KerasOperation.Numpy, ["x"], ["kth", "axis"], a => Ops.ArgPartition(a.Tensor("x"), a.Int("kth"), AxisOr(a, -1)))
            { Method = nameof(Ops.ArgPartition) },
        Along("Cumsum", Ops.CumSum, nameof(Ops.CumSum), null),
        Along("Cumprod", Ops.CumProd, nameof(Ops.CumProd), null),
        Along("Nancumsum", Ops.NanCumSum, nameof(Ops.NanCumSum), null),
        Along("Nancumprod", Ops.NanCumProd, nameof(Ops.NanCumProd), null),
        new("Diff", KerasOperation.Numpy, ["a"], ["n", "axis"], a => Ops.Diff(a.Tensor("a"), a.Int("n", 1), a.Int("axis", -1)))
            { Method = nameof(Ops.Diff) },
        new("Trapezoid", KerasOperation.Numpy, ["y"], ["x", "dx", "axis"],
            a => a.Has("x") ? Ops.Trapezoid(a.Tensor("y"), a.Tensor("x"), a.Int("axis", -1))
                : Ops.Trapezoid(a.Tensor("y"), a.Number("dx", 1), a.Int("axis", -1))) { Method = nameof(Ops.Trapezoid) },
        new("CTCDecode", KerasOperation.Networks, ["inputs", "sequence_lengths"],
            ["strategy", "beam_width", "top_paths", "merge_repeated", "mask_index"], a => [.. new[]
        {
            Ops.CtcDecode(a.Tensor("inputs"), a.Tensor("sequence_lengths"), a.Text("strategy", "greedy"), a.Int("beam_width", 100),
                a.Int("top_paths", 1), a.Bool("merge_repeated", true), a.Int("mask_index", 0)),
        }.SelectMany(t => new[] { t.Decoded, t.Scores })]) { Method = nameof(Ops.CtcDecode) },
        new("TopK", KerasOperation.Mathematics, ["x"], ["k", "sorted", "is_stable"],
            a => [.. new[] { Ops.TopK(a.Tensor("x"), a.Int("k")) }.SelectMany(t => new[] { t.Values, t.Indices })])
            { Method = nameof(Ops.TopK) },
        new("SearchSorted", KerasOperation.Numpy, ["sorted_sequence", "values"], ["side"],
            a => Ops.SearchSorted(a.Tensor("sorted_sequence"), a.Tensor("values"), a.Text("side", "left")))
            { Method = nameof(Ops.SearchSorted) },
        Binary("Digitize", Ops.Digitize, nameof(Ops.Digitize), "x", "bins"),
        new("Scatter", KerasOperation.Core, ["indices", "values"], ["shape"],
            a => Ops.Scatter(a.Tensor("indices"), a.Tensor("values"), Need(a.Ints("shape"), "shape"))) { Method = nameof(Ops.Scatter) },
        new("ScatterUpdate", KerasOperation.Core, ["inputs", "indices", "updates"], ["reduction"],
            a => Ops.ScatterUpdate(a.Tensor("inputs"), a.Tensor("indices"), a.Tensor("updates"),
                a.Has("reduction") ? a.Text("reduction", "") : null)) { Method = nameof(Ops.ScatterUpdate) },
        Segments("SegmentSum", Ops.SegmentSum, nameof(Ops.SegmentSum)),
        Segments("SegmentMax", Ops.SegmentMax, nameof(Ops.SegmentMax)),
        Segments("SegmentMin", Ops.SegmentMin, nameof(Ops.SegmentMin)),
        Segments("SegmentProd", Ops.SegmentProd, nameof(Ops.SegmentProd)),
        new("Histogram", KerasOperation.Numpy, ["x"], ["bins", "range"], Counted) { Method = nameof(Ops.Histogram) },
        new("UnravelIndex", KerasOperation.Numpy, ["indices"], ["shape"],
            a => Ops.UnravelIndex(a.Tensor("indices"), Need(a.Ints("shape"), "shape"))) { Method = nameof(Ops.UnravelIndex) },
        new("ExtractSequences", KerasOperation.Mathematics, ["x"], ["sequence_length", "sequence_stride"],
            a => Ops.ExtractSequences(a.Tensor("x"), a.Int("sequence_length"), a.Int("sequence_stride")))
            { Method = nameof(Ops.ExtractSequences) },
        Binary("Vdot", Ops.VDot, nameof(Ops.VDot)),
        Binary("Inner", Ops.Inner, nameof(Ops.Inner)),
        Binary("Outer", Ops.Outer, nameof(Ops.Outer)),
        Binary("Kron", Ops.Kron, nameof(Ops.Kron)),
        new("CDist", KerasOperation.Mathematics, ["x", "y"], [], a => Ops.CDist(a.Tensor("x"), a.Tensor("y")))
            { Method = nameof(Ops.CDist) },
        new("Cross", KerasOperation.Numpy, ["x1", "x2"], ["axisa", "axisb", "axisc", "axis"],
            a => Ops.Cross(a.Tensor("x1"), a.Tensor("x2"), a.Int("axisa", -1), a.Int("axisb", -1), a.Int("axisc", -1), a.IntOrNull("axis")))
            { Method = nameof(Ops.Cross) },
        Unary("Corrcoef", Ops.CorrCoef, method: nameof(Ops.CorrCoef)),
        new("Correlate", KerasOperation.Numpy, ["x1", "x2"], ["mode"],
            a => Ops.Correlate(a.Tensor("x1"), a.Tensor("x2"), a.Text("mode", "valid"))) { Method = nameof(Ops.Correlate) },
        new("Vander", KerasOperation.Numpy, ["x"], ["N", "increasing"],
            a => Ops.Vander(a.Tensor("x"), a.IntOrNull("N"), a.Bool("increasing", false))) { Method = nameof(Ops.Vander) },
        new("Linspace", KerasOperation.Numpy, ["start", "stop"],
            ["num", "endpoint", "retstep", "dtype", "axis"],
            a => !a.Bool("retstep", false)
                ? Ops.LinSpace(a.Tensor("start"), a.Tensor("stop"), a.Int("num", 50), a.Bool("endpoint", true), a.Int("axis", 0))
            : throw new ArgumentException("linspace with its step as a second result is not supported")) { Method = nameof(Ops.LinSpace) },
        new("Logspace", KerasOperation.Numpy, ["start", "stop"], ["num", "endpoint", "base", "dtype", "axis"],
            a => Ops.LogSpace(a.Tensor("start"), a.Tensor("stop"), a.Int("num", 50), a.Bool("endpoint", true), a.Number("base", 10),
                a.Int("axis", 0))) { Method = nameof(Ops.LogSpace) },
        new("Geomspace", KerasOperation.Numpy, ["start", "stop"], ["num", "endpoint", "dtype", "axis"],
            a => Ops.GeomSpace(a.Tensor("start"), a.Tensor("stop"), a.Int("num", 50), a.Bool("endpoint", true), a.Int("axis", 0)))
            { Method = nameof(Ops.GeomSpace) },
    ];

    private static KerasOperation Along(string name, Func<SymbolicTensor, int?, SymbolicTensor> function, string method, int? preset) =>
        new(name, KerasOperation.Numpy, ["x"], ["axis", "dtype"], a => function(a.Tensor("x"), AxisOr(a, preset))) { Method = method };

    // None is not the same as an axis that was left out.
    private static int? AxisOr(OperationArguments a, int? preset) => a.Has("axis") || a.IsNone("axis") ? a.IntOrNull("axis") : preset;

    private static KerasOperation Segments(string name, Func<SymbolicTensor, SymbolicTensor, int?, SymbolicTensor> function,
        string method) =>
        new(name, KerasOperation.Mathematics, ["data", "segment_ids"], ["num_segments", "sorted"],
            a => function(a.Tensor("data"), a.Tensor("segment_ids"), a.IntOrNull("num_segments")))
        { Method = method };

    private static IReadOnlyList<SymbolicTensor> Counted(OperationArguments a)
    {
        (double Low, double High)? range =
            a["range"] is JsonArray { Count: 2 } limits ? (limits[0]!.GetValue<double>(), limits[1]!.GetValue<double>()) : null;
        (SymbolicTensor counts, SymbolicTensor edges) = Ops.Histogram(a.Tensor("x"), a.Int("bins", 10), range);
        return [counts, edges];
    }
}
