using Fashion.Keras.Graph;

namespace Fashion.Keras.Reference;

/// <summary>The pure operations of the reference engine: which scalar kernel computes which op.</summary>
internal static class ReferenceOps
{
    public static double[][] Run(Node node, double[][] x)
    {
        Shape Of(int input) => node.Inputs[input].Shape;
        ReadOnlySpan<int> Sizes(int input) => node.Inputs[input].Shape.AsSpan();
        ReadOnlySpan<int> result = node.Outputs[0].Shape.AsSpan();
        switch (node.Op)
        {
            case ConstantOp op:
                var fill = new double[op.Shape.ElementCount];
                Array.Fill(fill, op.Fill);
                return [fill];
            case UnaryOp op: return [Unary.Forward(x[0], Function(op.Kind))];
            case BinaryOp op: return [Binary.Forward(x[0], Sizes(0), x[1], Sizes(1), result, Function(op.Kind))];
            case SelectOp: return [Select.Forward(x[0], Sizes(0), x[1], Sizes(1), x[2], Sizes(2), result)];
            case ReshapeOp: return [x[0]];
            case TransposeOp op: return [Transpose.Forward(x[0], Sizes(0), op.Axes.AsSpan())];
            case BroadcastOp: return [Broadcast.Forward(x[0], Sizes(0), result)];
            case ConcatOp op: return [Concat.Forward(x, Of(0)[..op.Axis].ElementCount)];
            case SliceOp op: return [Slice.Forward(x[0], Sizes(0), op.Start.AsSpan(), result)];
            case PadOp op: return [Pad.Forward(x[0], Sizes(0), op.Before.AsSpan(), result, op.Fill)];
            case GatherOp: return [Gather.Forward(x[0], x[1], Of(0)[1..].ElementCount)];
            case ScatterAddOp op: return [Gather.ScatterAdd(x[0], x[1], op.Table[0], op.Table[1..].ElementCount)];
            case ScatterOp op: return [Scatter.Forward(x[0], x[1], x[2], Of(0)[1..].ElementCount, Change(op.Kind))];
            case TakeAlongOp: return [TakeAlong.Forward(x[0], x[1], Of(0)[^1], Of(1)[^1])];
            case AddAlongOp op:
                return [node.Output.Shape.ElementCount == 0 || x[0].Length == 0
                ? new double[node.Output.Shape.ElementCount]
                : TakeAlong.Add(x[0], x[1], op.Size, Of(0)[^1])];
            case RecurrenceOp op: return [Recurrence.Forward(x[0], x.Length > 1 ? x[1] : null, Of(0)[^1], op.Reverse)];
            case RecurrentLoopOp op: return Run(op, x, result);
            case RecurrentLoopBackwardOp op: return Run(op, x, Of(0), Of(1)[0]);
            case AttentionOp op:
                AttentionResults attended = Twin(op, node).Forward(x[0], x[1], x[2], op.Added ? x[3] : null);
                return [attended.Result, attended.Saved];
            case AttentionBackwardOp op:
                AttentionSlopes slopes = Twin(op.Attention, node).Backward(x[0], x[1], x[2], op.Attention.Added ? x[3] : null, x[^1]);
                return [slopes.Query, slopes.Key, slopes.Value];
            case ArgSortOp op: return [Sorting.ArgSort(x[0], Of(0)[^1], op.Descending)];
            case SearchSortedOp op: return [Sorting.Search(x[0], x[1], op.Right)];
            case OneHotOp op: return [OneHot.Forward(x[0], op.Depth)];
            case ReduceOp op: return [RunReduce(op, x[0], Sizes(0))];
            case ArgMaxOp: return [ArgMax.Forward(x[0], Of(0)[^1])];
            case InTopKOp op: return [InTopK.Forward(x[0], x[1], Of(0)[^1], op.K)];
            case MatMulOp op: return [RunMatMul(op, x, Of(0), Of(1), result)];
            case SoftmaxOp op: return [Softmax.Forward(x[0], Of(0)[^1], op.Log)];
            case CrossentropyOp op: return [Crossentropy.Forward(x[0], x[1], Of(0)[^1], op.FromLogits)];
            case CrossentropyBackwardOp op: return [Crossentropy.Backward(x[0], x[1], x[2], Of(0)[^1], op.FromLogits)];
            case SparseCrossentropyOp op: return [SparseCrossentropy.Forward(x[0], x[1], Of(0)[^1], op.FromLogits)];
            case SparseCrossentropyBackwardOp op: return [SparseCrossentropy.Backward(x[0], x[1], x[2], Of(0)[^1], op.FromLogits)];
            case Conv2DOp op: return [Conv2D.Forward(x[0], x[1], Sizes2D(op.Geometry, Of(0), Of(1), result))];
            case Conv2DBackwardInputOp op: return [Conv2D.BackwardInput(x[0], x[1], Sizes2D(op.Geometry, op.Image, Of(0), Sizes(1)))];
            case Conv2DBackwardKernelOp op: return [Conv2D.BackwardKernel(x[0], x[1], Sizes2D(op.Geometry, Of(0), op.Kernel, Sizes(1)))];
            case MaxPool2DOp op:
                (double[] values, double[] positions) = MaxPool2D.Forward(x[0], Sizes2D(op.Geometry, Of(0), result));
                return [values, positions];
            case MaxPool2DBackwardOp op: return [MaxPool2D.Backward(x[0], x[1], Sizes2D(op.Geometry, op.Image, Sizes(1)))];
            case AveragePool2DOp op: return [AveragePool2D.Forward(x[0], Sizes2D(op.Geometry, Of(0), result))];
            case AveragePool2DBackwardOp op: return [AveragePool2D.Backward(x[0], Sizes2D(op.Geometry, op.Image, Sizes(0)))];
            case BatchNormalizationOp op:
                (double[] y, double[] mean, double[] variance) = BatchNormalization.Forward(x[0], x[1], x[2], op.Epsilon);
                return [y, mean, variance];
            case BatchNormalizationBackwardOp op:
                (double[] dx, double[] dgamma, double[] dbeta) = BatchNormalization.Backward(x[0], x[1], x[2], x[3], x[4], op.Epsilon);
                return [dx, dgamma, dbeta];
            case LayerNormalizationOp op:
                (double[] normalized, double[] saved) = LayerNormalization.Forward(x[0], x[1], x[2], op.Epsilon);
                return [normalized, saved];
            case LayerNormalizationBackwardOp:
                (double[] slopesOfX, double[] slopesOfGamma, double[] slopesOfBeta) = LayerNormalization.Backward(x[0], x[1], x[3], x[4]);
                return [slopesOfX, slopesOfGamma, slopesOfBeta];
            default: throw node.NotSupported("the reference engine");
        }
    }

    private static Attention Twin(AttentionOp op, Node node) =>
        new(node.Inputs[0].Shape.AsSpan(), node.Inputs[1].Shape.AsSpan(), node.Inputs[2].Shape[3], op.Scale,
            op.Added ? node.Inputs[3].Shape.AsSpan() : []);

    private static double[][] Run(RecurrentLoopOp op, double[][] x, ReadOnlySpan<int> sequence)
    {
        RecurrentLoopResults y = Twin(op, sequence[1], sequence[2]).Forward(Inputs(op, x));
        return op.Kind switch
        {
            RecurrentKind.LongShortTermMemory => [y.Sequence, y.Hidden, y.Memory, y.Gates, y.Saved, y.Read],
            RecurrentKind.GatedUnit => [y.Sequence, y.Hidden, y.Gates, y.Saved, y.Read],
            _ => [y.Sequence, y.Hidden, y.Read],
        };
    }

    private static double[][] Run(RecurrentLoopBackwardOp op, double[][] x, Shape projected, int units)
    {
        double[] sequence = x[op.SequenceInput];
        var y = op.Loop.Saved == 0 ? new RecurrentLoopResults(sequence, [], [], [], [], [])
            : new(sequence, x[op.SequenceInput + 1], x[op.SequenceInput + 2], [], [], []);
        int at = op.GradientInput;
        double[]? gradient = op.Sequence ? x[at++] : null, hidden = op.Hidden ? x[at++] : null, memory = op.Memory ? x[at] : null;
        RecurrentLoopGradients d = Twin(op.Loop, projected[1], units).Backward(Inputs(op.Loop, x), y, gradient, hidden, memory);
        return op.Loop.Kind switch
        {
            RecurrentKind.LongShortTermMemory => [d.Projected, d.Hidden, d.Memory],
            RecurrentKind.GatedUnit => [d.Projected, d.Hidden, d.Inner],
            _ => [d.Projected, d.Hidden],
        };
    }

    private static RecurrentLoop Twin(RecurrentLoopOp op, int steps, int units) =>
        new(steps, units, op.Gates, op.Reverse) { Activation = Function(op.Activation), Gate = Function(op.GateActivation) };

    private static RecurrentLoopInputs Inputs(RecurrentLoopOp op, double[][] x) =>
        new(x[0], x[1], x[2], op.States > 1 ? x[3] : null, op.Bias ? x[op.BiasInput] : null, op.Mask ? x[op.MaskInput] : null,
            op.Kept ? x[op.KeptInput] : null);

    private static (Func<double, double> Value, Func<double, double> Slope) Function(RecurrentFunction function) => function switch
    {
        RecurrentFunction.Tanh => (Math.Tanh, y => 1 - y * y),
        RecurrentFunction.Sigmoid => (Unary.Sigmoid, y => y * (1 - y)),
        RecurrentFunction.Relu => (Unary.Relu, Unary.Heaviside),
        RecurrentFunction.HardSigmoid => (x => Math.Min(Math.Max(x / 6 + 0.5, 0), 1), y => y is > 0 and < 1 ? 1.0 / 6 : 0),
        RecurrentFunction.Linear => (x => x, _ => 1),
        _ => throw new NotSupportedException($"The reference engine has no function {function}."),
    };

    private static Func<double, double> Function(UnaryKind kind) => kind switch
    {
        UnaryKind.Negate => v => -v,
        UnaryKind.Abs => Math.Abs,
        UnaryKind.Sign => Unary.Sign,
        UnaryKind.Exp => Math.Exp,
        UnaryKind.Log => Math.Log,
        UnaryKind.Log1P => Unary.Log1P,
        UnaryKind.Sqrt => Math.Sqrt,
        UnaryKind.Rsqrt => v => 1 / Math.Sqrt(v),
        UnaryKind.Square => v => v * v,
        UnaryKind.Reciprocal => v => 1 / v,
        UnaryKind.Sin => Math.Sin,
        UnaryKind.Cos => Math.Cos,
        UnaryKind.Tanh => Math.Tanh,
        UnaryKind.Cosh => Math.Cosh,
        UnaryKind.Sinh => Math.Sinh,
        UnaryKind.Sigmoid => Unary.Sigmoid,
        UnaryKind.Softplus => Unary.Softplus,
        UnaryKind.Erf => Unary.Erf,
        UnaryKind.Relu => Unary.Relu,
        UnaryKind.Floor => Math.Floor,
        UnaryKind.Round => v => Math.Round(v, MidpointRounding.ToEven),
        UnaryKind.Heaviside => Unary.Heaviside,
        UnaryKind.Tan => Math.Tan,
        UnaryKind.Asin => Math.Asin,
        UnaryKind.Acos => Math.Acos,
        UnaryKind.Atan => Math.Atan,
        UnaryKind.Asinh => Math.Asinh,
        UnaryKind.Acosh => Math.Acosh,
        UnaryKind.Atanh => Math.Atanh,
        UnaryKind.ExpM1 => Unary.ExpM1,
        UnaryKind.Log2 => Math.Log2,
        UnaryKind.Log10 => Math.Log10,
        UnaryKind.Cbrt => Math.Cbrt,
        UnaryKind.Erfc => Unary.Erfc,
        UnaryKind.ErfInv => Unary.ErfInv,
        UnaryKind.Ceil => Math.Ceiling,
        UnaryKind.Truncate => Math.Truncate,
        _ => throw new NotSupportedException($"The reference engine has no function {kind}."),
    };

    private static Func<double, double, double> Function(BinaryKind kind) => kind switch
    {
        BinaryKind.Add => (a, b) => a + b,
        BinaryKind.Subtract => (a, b) => a - b,
        BinaryKind.Multiply => (a, b) => a * b,
        BinaryKind.Divide => (a, b) => a / b,
        BinaryKind.Maximum => Math.Max,
        BinaryKind.Minimum => Math.Min,
        BinaryKind.Power => Math.Pow,
        BinaryKind.Greater => (a, b) => a > b ? 1 : 0,
        BinaryKind.GreaterOrEqual => (a, b) => a >= b ? 1 : 0,
        BinaryKind.Equal => (a, b) => a == b ? 1 : 0,
        BinaryKind.Remainder => (a, b) => a % b,
        BinaryKind.Atan2 => Math.Atan2,
        BinaryKind.Hypot => double.Hypot,
        BinaryKind.LogAddExp => (a, b) => a == b ? a + Math.Log(2) : Math.Max(a, b) + Unary.Log1P(Math.Exp(-Math.Abs(a - b))),
        _ => throw new NotSupportedException($"The reference engine has no function {kind}."),
    };

    private static Func<double, double, double> Change(ScatterKind kind) => kind switch
    {
        ScatterKind.Replace => (_, row) => row,
        ScatterKind.Maximum => Math.Max,
        ScatterKind.Minimum => Math.Min,
        ScatterKind.Multiply => (old, row) => old * row,
        _ => throw new NotSupportedException($"The reference engine has no scattering {kind}."),
    };

    private static double[] RunReduce(ReduceOp op, double[] x, ReadOnlySpan<int> sizes) => op.Kind switch
    {
        ReduceKind.Sum => Reduce.Forward(x, sizes, op.Axes.AsSpan(), 0, (a, b) => a + b),
        ReduceKind.Mean => Reduce.Mean(x, sizes, op.Axes.AsSpan()),
        ReduceKind.Max => Reduce.Forward(x, sizes, op.Axes.AsSpan(), double.NegativeInfinity, Math.Max),
        ReduceKind.Min => Reduce.Forward(x, sizes, op.Axes.AsSpan(), double.PositiveInfinity, Math.Min),
        ReduceKind.Product => Reduce.Forward(x, sizes, op.Axes.AsSpan(), 1, (a, b) => a * b),
        _ => throw new NotSupportedException($"The reference engine has no reduction {op.Kind}."),
    };

    // A left side that is not transposed against one matrix is one tall product; the twin does it batch by batch all the same.
    private static double[] RunMatMul(MatMulOp op, double[][] x, Shape left, Shape right, ReadOnlySpan<int> result) =>
        MatMul.Forward(x[0], x[1], left[..^2].ElementCount, result[^2], op.TransposeLeft ? left[^2] : left[^1], result[^1],
            op.TransposeLeft, op.TransposeRight, right.Rank == 2);

    private static Conv2DSizes Sizes2D(Conv2DGeometry g, Shape image, Shape kernel, ReadOnlySpan<int> result) => new(
        image[0], image[1], image[2], image[3], kernel[0], kernel[1], kernel[3], result[1], result[2],
        g.Strides.Height, g.Strides.Width, g.Dilation.Height, g.Dilation.Width, g.PadTop, g.PadLeft, g.Groups);

    private static Pool2DSizes Sizes2D(Pool2DGeometry g, Shape image, ReadOnlySpan<int> result) => new(
        image[0], image[1], image[2], image[3], result[1], result[2],
        g.Window.Height, g.Window.Width, g.Strides.Height, g.Strides.Width, g.PadTop, g.PadLeft);
}
