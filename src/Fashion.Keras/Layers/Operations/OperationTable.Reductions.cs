namespace Fashion.Keras.Layers;

// Many numbers to one.
internal static partial class OperationTable
{
    private delegate SymbolicTensor Reduction(SymbolicTensor x, int[] axes, bool keepDimensions);

    private static KerasOperation[] Reductions() =>
    [
        Reduce("Sum", Ops.Sum, nameof(Ops.Sum)),
        Reduce("Mean", Ops.Mean, nameof(Ops.Mean)),
        new("Max", KerasOperation.Numpy, ["x"], ["axis", "keepdims", "initial"], a => Started(a, Ops.Max, Ops.Maximum)) { Method = nameof(Ops.Max) },
        new("Min", KerasOperation.Numpy, ["x"], ["axis", "keepdims", "initial"], a => Started(a, Ops.Min, Ops.Minimum)) { Method = nameof(Ops.Min) },
        Reduce("Amax", Ops.Max),
        Reduce("Amin", Ops.Min),
        Reduce("Var", Variance),
        Reduce("Std", (x, axes, keep) => Ops.Sqrt(Variance(x, axes, keep))),
        new("Logsumexp", KerasOperation.Mathematics, ["x"], ["axis", "keepdims"], a => Reduced(a, x => x, LogSumExp)),
        new("Norm", KerasOperation.Linear, ["x"], ["ord", "axis", "keepdims"], a => !a.Has("ord") || a["ord"]?.ToString() is "euclidean" or "2" ? Reduced(a, Ops.Square, (x, axes, keep) => Ops.Sqrt(Ops.Sum(x, axes, keep)))
            : throw new ArgumentException($"a norm of order {a["ord"]} is not supported; the Euclidean one is")),
        new("Argmax", KerasOperation.Numpy, ["x"], ["axis", "keepdims"], a => Position(a, x => x)) { Method = nameof(Ops.ArgMax) },
        new("Argmin", KerasOperation.Numpy, ["x"], ["axis", "keepdims"], a => Position(a, Ops.Negate)),
    ];

    private static KerasOperation Reduce(string className, Reduction reduce, string? method = null) =>
        new(className, KerasOperation.Numpy, ["x"], ["axis", "keepdims"], a => Reduced(a, x => x, reduce)) { Method = method };

    private static SymbolicTensor Reduced(OperationArguments a, Func<SymbolicTensor, SymbolicTensor> before, Reduction reduce)
    {
        SymbolicTensor x = before(a.Tensor("x"));
        return reduce(x, a.Ints("axis") ?? x.Shape.AllAxes, a.Bool("keepdims", false));
    }

    private static SymbolicTensor Started(OperationArguments a, Reduction reduce, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> merge)
    {
        SymbolicTensor result = Reduced(a, x => x, reduce);
        return a.Has("initial") ? merge(result, a.Tensor("initial")) : result;
    }

    private static SymbolicTensor Variance(SymbolicTensor x, int[] axes, bool keep) => Ops.Mean(Ops.Square(x - Ops.Mean(x, axes, true)), axes, keep);

    private static SymbolicTensor LogSumExp(SymbolicTensor x, int[] axes, bool keep)
    {
        SymbolicTensor largest = Ops.Max(x, axes, true);
        SymbolicTensor sum = Ops.Log(Ops.Sum(Ops.Exp(x - largest), axes, true)) + largest;
        return keep ? sum : Ops.Sum(sum, axes, false);
    }

    private static SymbolicTensor Position(OperationArguments a, Func<SymbolicTensor, SymbolicTensor> sign)
    {
        SymbolicTensor x = sign(a.Tensor("x"));
        if (!a.Has("axis")) return Ops.ArgMax(Ops.Reshape(x, [-1]));
        int axis = x.Shape.Axis(a.Int("axis"));
        int[] order = [.. x.Shape.AllAxes.Where(i => i != axis), axis];
        SymbolicTensor position = Ops.ArgMax(Ops.Transpose(x, order));
        return a.Bool("keepdims", false) ? Ops.ExpandDims(position, axis) : position;
    }
}
