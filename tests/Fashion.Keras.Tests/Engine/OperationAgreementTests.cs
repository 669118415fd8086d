using Fashion.Keras.Data;
using Fashion.Keras.Engine;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Reference;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Engine;

/// <summary>
/// Single operations of all small and odd shapes, forward and backward: the managed engine's kernels against the scalar reference.
/// </summary>
public sealed class OperationAgreementTests
{
    [Fact]
    public void Reduce_EverySetOfAxes()
    {
        Shape[] shapes = [[3, 2, 5, 33], [1, 7, 1, 3], [2, 17]];
        foreach (Shape shape in shapes)
            for (int set = 0; set < 1 << shape.Rank; set++)
            {
                int[] axes = [.. Enumerable.Range(0, shape.Rank).Where(i => (set >> i & 1) == 1)];
                foreach (ReduceKind kind in Enum.GetValues<ReduceKind>())
                    Check(new ReduceOp(kind, axes, set % 2 == 0), [shape]);
            }
    }

    [Fact]
    public void Transpose_EveryOrder()
    {
        foreach (int[] order in Orders([0, 1, 2, 3])) Check(new TransposeOp(order), [[2, 3, 5, 4]]);
    }

    [Fact]
    public void MatMul_EverySmallSizeAndTransposition()
    {
        foreach (bool left in new[] { false, true })
            foreach (bool right in new[] { false, true })
            {
                foreach ((int rows, int inner,
                    int columns) in new[] { (1, 1, 1), (1, 5, 40), (3, 1, 17), (7, 33, 9), (33, 8, 65), (2, 300, 35), (70, 3, 4) })
                    Check(new MatMulOp(left, right), [left ? [inner, rows] : [rows, inner], right ? [columns, inner] : [inner, columns]]);
                Check(new MatMulOp(left, right), [left ? [3, 5, 4] : [3, 4, 5], right ? [3, 6, 5] : [3, 5, 6]]);
                Check(new MatMulOp(left, right), [left ? [3, 5, 4] : [3, 4, 5], right ? [6, 5] : [5, 6]]);
            }
    }

    [Fact]
    public void Conv2D_ManyGeometries()
    {
        foreach ((int channels, int filters,
            int groups) in new[] { (1, 3, 1), (2, 18, 1), (4, 6, 2), (3, 6, 3), (17, 33, 1), (3, 3, 3), (19, 19, 19), (32, 32, 32) })
            foreach ((int stride, int dilation, int pad) in new[] { (1, 1, 0), (2, 1, 1), (1, 2, 2), (3, 1, 2) })
                Check(new Conv2DOp(new Conv2DGeometry(new(stride, stride), new(dilation, dilation), pad, pad, pad, 0, groups)),
                    [[3, 8, 9, channels], [3, 2, channels / groups, filters]]);
    }

    [Fact]
    public void Pooling_ManyGeometries()
    {
        foreach (int channels in new[] { 1, 5, 16, 37 })
            foreach (var geometry in new[] { new Pool2DGeometry(new(2, 2), new(2, 2), 0, 0, 0, 0), new(new(3, 2), new(2, 1), 1, 1, 0, 1),
                new(new(2, 3), new(3, 3), 0, 1, 1, 1) })
            {
                Check(new MaxPool2DOp(geometry), [[3, 7, 8, channels]]);
                Check(new AveragePool2DOp(geometry), [[3, 7, 8, channels]]);
            }
    }

    [Fact]
    public void Shapes_JoinedCutAndPadded()
    {
        for (int axis = 0; axis < 3; axis++)
        {
            int[] other = [2, 3, 17], start = [0, 0, 0], after = [1, 0, 2];
            other[axis] = 5;
            start[axis] = 1;
            Check(new ConcatOp(axis), [[2, 3, 17], other]);
            Check(new SliceOp(start, [1, 2, 9]), [[2, 3, 17]]);
            Check(new PadOp(start, after, 0.5f), [[2, 3, 17]]);
        }
        Check(new BroadcastOp([3, 4, 19]), [[4, 1]]);
    }

    [Fact]
    public void Elementwise_EveryFunctionAndLength()
    {
        foreach (int length in Enumerable.Range(1, 35).Append(513))
        {
            foreach (UnaryKind kind in Enum.GetValues<UnaryKind>())
                Check(new UnaryOp(kind), [[length]],
                    positive: kind is UnaryKind.Log or UnaryKind.Log1P or UnaryKind.Sqrt or UnaryKind.Rsqrt or UnaryKind.Reciprocal);
            foreach (BinaryKind kind in Enum.GetValues<BinaryKind>())
                Check(new BinaryOp(kind), [[3, length], [length]], positive: kind is BinaryKind.Power or BinaryKind.Divide);
            Check(new SelectOp(), [[2, length], [1], [2, length]]);
        }
    }

    [Fact]
    public void ClassScores_RowsOfManyWidths()
    {
        foreach (int width in new[] { 1, 2, 5, 10, 16, 17, 70 })
        {
            Check(new SoftmaxOp(), [[5, width]]);
            Check(new SoftmaxOp(Log: true), [[2, 3, width]]);
            Check(new CrossentropyOp(FromLogits: true), [[5, width], [5, width]]);
            Check(new CrossentropyOp(FromLogits: false), [[5, width], [5, width]], positive: true);
            Check(new ArgMaxOp(), [[2, 3, width]]);
        }
    }

    [Fact]
    public void BatchNormalization_RowsAndImages()
    {
        Check(new BatchNormalizationOp(1e-3f), [[70, 19], [19], [19]]);
        Check(new BatchNormalizationOp(1e-3f), [[5, 3, 4, 33], [33], [33]]);
    }

    [Fact]
    public void LayerNormalization_RowsAndSequences()
    {
        Check(new LayerNormalizationOp(1e-3f), [[70, 19], [19], [19]]);
        Check(new LayerNormalizationOp(1e-3f), [[5, 3, 4, 33], [33], [33]]);
    }

    private static void Check(Op op, Shape[] shapes, bool positive = false)
    {
        var random = new Random(11);
        double Number() => (float)(positive ? random.NextDouble() + 0.3 : random.NextDouble() * 4 - 2);
        Fed[] inputs = [.. shapes.Select(s => new Fed([.. Enumerable.Range(0, s.ElementCount).Select(_ => (float)Number())], s))];
        SymbolicTensor[] Write(SymbolicTensor[] x) => [Ops.Write("Op", x, (g, v) => g.AddNode(op, v).Outputs[0])];
        GraphResult want = GraphRunner.RunWithGradients(new ReferenceEngine(), inputs, (x, _) => Write(x));
        double[][] expected = [.. want.Outputs, .. want.InputGradients];
        foreach (int threads in new[] { 1, 3 })
        {
            GraphResult got = GraphRunner.RunWithGradients(new Limited(threads), inputs, (x, _) => Write(x));
            double[][] values = [.. got.Outputs, .. got.InputGradients];
            for (int i = 0; i < expected.Length; i++)
                AssertClose.Equal(expected[i], values[i], 2e-5, 1e-4,
                    $"{op} of {string.Join(" ", shapes.Select(s => s.ToString()))}, {threads} thread(s), array {i}");
        }
    }

    private static IEnumerable<int[]> Orders(int[] items) =>
        items.Length == 1
            ? [items]
            : items.SelectMany(first => Orders([.. items.Where(i => i != first)]).Select(rest => (int[])[first, .. rest]));

    /// <summary>The managed engine with a number of threads of its own.</summary>
    private sealed class Limited(int threads) : IEngine
    {
        private readonly ManagedEngine _engine = new();

        public string Description => _engine.Description;

        public IExecutable Compile(OpGraph graph, ExecutionOptions options) => _engine.Compile(graph, options with { Threads = threads });
    }
}
