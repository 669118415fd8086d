using System.Text.Json.Nodes;

namespace Fashion.Keras.Layers;

// Many numbers to one.
internal static partial class OperationTable
{
    private delegate SymbolicTensor Reduction(SymbolicTensor x, int[] axes, bool keepDimensions);

    private static KerasOperation[] Reductions() =>
    [
        Reduce("Sum", Ops.Sum, nameof(Ops.Sum)),
        Reduce("Mean", Ops.Mean, nameof(Ops.Mean)),
        new("Max", KerasOperation.Numpy, ["x"], ["axis", "keepdims", "initial"], a => Started(a, Ops.Max, Ops.Maximum))
            { Method = nameof(Ops.Max) },
        new("Min", KerasOperation.Numpy, ["x"], ["axis", "keepdims", "initial"], a => Started(a, Ops.Min, Ops.Minimum))
            { Method = nameof(Ops.Min) },
        Reduce("Amax", Ops.Max),
        Reduce("Amin", Ops.Min),
        new("Prod", KerasOperation.Numpy, ["x"], ["axis", "keepdims", "dtype"], a => Reduced(a, Ops.Prod)) { Method = nameof(Ops.Prod) },
        Reduce("Var", Ops.Var, nameof(Ops.Var)),
        Reduce("Std", Ops.Std, nameof(Ops.Std)),
        Reduce("Ptp", Ops.Ptp, nameof(Ops.Ptp)),
        Reduce("Any", Ops.Any, nameof(Ops.Any)),
        Reduce("All", Ops.All, nameof(Ops.All)),
        new("CountNonzero", KerasOperation.Numpy, ["x"], ["axis"], a => Ops.CountNonZero(a.Tensor("x"), a.Ints("axis")))
            { Method = nameof(Ops.CountNonZero) },
        Reduce("Logsumexp", Ops.LogSumExp, nameof(Ops.LogSumExp), KerasOperation.Mathematics),
        Reduce("Median", Ops.Median, nameof(Ops.Median)),
        Reduce("Nansum", Ops.NanSum, nameof(Ops.NanSum)),
        Reduce("Nanprod", Ops.NanProd, nameof(Ops.NanProd)),
        Reduce("Nanmax", Ops.NanMax, nameof(Ops.NanMax)),
        Reduce("Nanmin", Ops.NanMin, nameof(Ops.NanMin)),
        Reduce("Nanmean", Ops.NanMean, nameof(Ops.NanMean)),
        Reduce("Nanvar", Ops.NanVar, nameof(Ops.NanVar)),
        Reduce("Nanstd", Ops.NanStd, nameof(Ops.NanStd)),
        Reduce("Nanmedian", Ops.NanMedian, nameof(Ops.NanMedian)),
        Rank("Quantile", Ops.Quantile, Ops.Quantile, nameof(Ops.Quantile)),
        Rank("Percentile", Ops.Percentile, Ops.Percentile, nameof(Ops.Percentile)),
        Rank("Nanquantile", Ops.NanQuantile, Ops.NanQuantile, nameof(Ops.NanQuantile)),
        Rank("Nanpercentile", Ops.NanPercentile, Ops.NanPercentile, nameof(Ops.NanPercentile)),
        new("Det", KerasOperation.Linear, ["x"], [], a => Ops.Det(a.Tensor("x"))) { Method = nameof(Ops.Det) },
        new("Inv", KerasOperation.Linear, ["x"], [], a => Ops.Inv(a.Tensor("x"))) { Method = nameof(Ops.Inv) },
        new("Solve", KerasOperation.Linear, ["a", "b"], [], a => Ops.Solve(a.Tensor("a"), a.Tensor("b"))) { Method = nameof(Ops.Solve) },
        new("Cholesky", KerasOperation.Linear, ["x"], ["upper"], a => Ops.Cholesky(a.Tensor("x"), a.Bool("upper", false)))
            { Method = nameof(Ops.Cholesky) },
        new("Norm", KerasOperation.Linear, ["x"], ["ord", "axis", "keepdims"],
            a => Ops.Norm(a.Tensor("x"), OrderOf(a), a.Ints("axis"), a.Bool("keepdims", false))) { Method = nameof(Ops.Norm) },
        new("Average", KerasOperation.Numpy, ["x", "weights"], ["axis"],
            a => Ops.Average(a.Tensor("x"), a.IntOrNull("axis"), a.Has("weights") ? a.Tensor("weights") : null))
            { Method = nameof(Ops.Average) },
        Position("Argmax", Ops.ArgMax, nameof(Ops.ArgMax)),
        Position("Argmin", Ops.ArgMin, nameof(Ops.ArgMin)),
        Position("Nanargmax", Ops.NanArgMax, nameof(Ops.NanArgMax)),
        Position("Nanargmin", Ops.NanArgMin, nameof(Ops.NanArgMin)),
    ];

    private static KerasOperation Reduce(string className, Reduction reduce, string? method = null, string module = KerasOperation.Numpy) =>
        new(className, module, ["x"], ["axis", "keepdims"], a => Reduced(a, reduce)) { Method = method };

    private static KerasOperation Position(string className, Func<SymbolicTensor, int?, bool, SymbolicTensor> place, string method) =>
        new(className, KerasOperation.Numpy, ["x"], ["axis", "keepdims"],
            a => place(a.Tensor("x"), a.IntOrNull("axis"), a.Bool("keepdims", false)))
        { Method = method };

    private static KerasOperation Rank(string className, Func<SymbolicTensor, double, int[]?, string, bool, SymbolicTensor> one,
        Func<SymbolicTensor, double[], int[]?, string, bool, SymbolicTensor> several, string method) =>
        new(className, KerasOperation.Numpy, ["x", "q"],
            ["axis", "method", "keepdims"], a => a.Tensor("q") is { HasValue: true, Shape.Rank: <= 1 } q
            ? q.Shape.Rank == 0 ? one(a.Tensor("x"), a["q"] is JsonValue ? a.Number("q") : q.ToScalar(), a.Ints("axis"),
                a.Text("method", "linear"), a.Bool("keepdims", false))
                : several(a.Tensor("x"), [.. q.ToArray().Select(v => (double)v)], a.Ints("axis"), a.Text("method", "linear"),
                    a.Bool("keepdims", false))
            : throw new ArgumentException("'q' should be a number or a list of numbers"))
        { Method = method };

    private static SymbolicTensor Reduced(OperationArguments a, Reduction reduce)
    {
        SymbolicTensor x = a.Tensor("x");
        return reduce(x, a.Ints("axis") ?? x.Shape.AllAxes, a.Bool("keepdims", false));
    }

    private static SymbolicTensor Started(OperationArguments a, Reduction reduce,
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> merge)
    {
        SymbolicTensor result = Reduced(a, reduce);
        return a.Has("initial") ? merge(result, a.Tensor("initial")) : result;
    }

    private static double? OrderOf(OperationArguments a) => a["ord"] switch
    {
        null => null,
        JsonValue text when text.GetValueKind() == System.Text.Json.JsonValueKind.String => text.GetValue<string>() switch
        {
            "euclidean" or "fro" => null,
            "inf" or "Infinity" => double.PositiveInfinity,
            "-inf" or "-Infinity" => double.NegativeInfinity,
            var other => throw new ArgumentException($"a norm of order {other} is not supported"),
        },
        _ => a.Number("ord"),
    };
}
