using Fashion.Keras.Graph;
using Fashion.Keras.Tests.Support;
using static Fashion.Keras.Tests.Support.GradientCheck;

namespace Fashion.Keras.Tests.Graph;

/// <summary>Recurrences, sorting, elements at positions and scattering: gradients, and the fast kernels against the scalar twins.</summary>
public sealed class RowOperationTests
{
    private const double NaN = double.NaN, Infinity = double.PositiveInfinity;

    [Fact]
    public void Gradients_MatchFiniteDifferences()
    {
        foreach (bool reverse in new[] { false, true })
        {
            Verify(new RecurrenceOp(reverse), Numbers(1, [2, 4]));
            Verify(new RecurrenceOp(reverse), Numbers(1, [2, 4]), Numbers(2, [2, 4]));
            Verify(new RecurrenceOp(reverse), Numbers(1, [1]), Numbers(2, [1]));
        }
        Verify((g, v) => g.Add(new TakeAlongOp(), v[0], Fixed(g, v, [2, 0, 2, 1, 1, 0], [2, 3])), Numbers(3, [2, 3]));
        Verify((g, v) => g.Add(new AddAlongOp(4), Fixed(g, v, [2, 0, 2, 1, 1, 3], [2, 3]), v[0]), Numbers(3, [2, 3]));
    }

    [Theory]
    [InlineData(nameof(ScatterKind.Replace))]
    [InlineData(nameof(ScatterKind.Maximum))]
    [InlineData(nameof(ScatterKind.Minimum))]
    [InlineData(nameof(ScatterKind.Multiply))]
    public void Scatter_Gradients_MatchFiniteDifferences(string kind)
    {
        var op = new ScatterOp(Enum.Parse<ScatterKind>(kind));
        Verify((g, v) => g.Add(op, v[0], Fixed(g, v, [2, 0, 2], [3]), v[1]), Numbers(4, [4, 2]), Numbers(5, [3, 2]));
        Verify((g, v) => g.Add(op, v[0], Fixed(g, v, [1, 1], [1, 2]), v[1]), Numbers(6, [3]), Numbers(7, [1, 2]));
    }

    [Fact]
    public void Scatter_MultiplyWithZeros_HasTheProductOfTheOthers() =>
        Verify((g, v) => g.Add(new ScatterOp(ScatterKind.Multiply), v[0], Fixed(g, v, [0, 0, 1, 2, 2], [5]), v[1]), ([2, 0, 3], [3]),
            ([0, 3, 5, 0, 0], [5]));

    [Fact]
    public void Sort_IsStableAndPutsNaNLast()
    {
        double[] x = [3, NaN, -0.0, 1, 0, Infinity, -Infinity, 1];
        foreach (string engine in GraphRunner.EngineNames)
        {
            Assert.Equal([6, 2, 4, 3, 7, 0, 5, 1], Run(engine, new ArgSortOp(), (x, [8])));
            Assert.Equal([1, 5, 0, 3, 7, 2, 4, 6], Run(engine, new ArgSortOp(Descending: true), (x, [8])));
        }
    }

    [Fact]
    public void SearchSorted_CountsSmallerNumbers()
    {
        foreach (string engine in GraphRunner.EngineNames)
        {
            Assert.Equal([0, 1, 3, 3, 4], Run(engine, new SearchSortedOp(), ([1, 2, 2, 3], [4]), ([0, 2, 2.5, 3, NaN], [5])));
            Assert.Equal([0, 3, 3, 4, 4], Run(engine, new SearchSortedOp(Right: true), ([1, 2, 2, 3], [4]), ([0, 2, 2.5, 3, NaN], [5])));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 17)]
    [InlineData(40, 5)]
    [InlineData(0, 4)]
    [InlineData(4, 0)]
    public void FastKernels_AreAsTheirTwins(int rows, int width)
    {
        (double[], Shape) x = Numbers(8, [rows, width]), factors = Numbers(9, [rows, width]);
        double[] positions = [.. Enumerable.Range(0, rows * width).Select(i => (double)(i * 7 % Math.Max(width, 1)))];
        foreach (bool flag in new[] { false, true })
        {
            Same(new RecurrenceOp(flag), x);
            Same(new RecurrenceOp(flag), x, factors);
            Same(new ArgSortOp(flag), x);
            Same(new SearchSortedOp(flag), ([-0.5, 0, 0.25], [3]), x);
        }
        Same(new TakeAlongOp(), x, (positions, [rows, width]));
        Same(new AddAlongOp(width), (positions, [rows, width]), x);
        if (rows == 0) return;
        foreach (ScatterKind kind in Enum.GetValues<ScatterKind>())
            Same(new ScatterOp(kind), x, ([rows - 1, 0, rows - 1], [3]), Numbers(10, [3, width]));
    }

    [Fact]
    public void Shapes_ThatDoNotFit_AreRefused()
    {
        Assert.Throws<ShapeMismatchException>(() => Run("reference", new TakeAlongOp(), Numbers(1, [2, 3]), Numbers(1, [3, 3])));
        Assert.Throws<ShapeMismatchException>(() => Run("reference", new RecurrenceOp(), Numbers(1, [2, 3]), Numbers(1, [3])));
        Assert.Throws<ShapeMismatchException>(() => Run("reference", new SearchSortedOp(), Numbers(1, [2, 3]), Numbers(1, [3])));
        Assert.Throws<ShapeMismatchException>(
            () => Run("reference", new ScatterOp(ScatterKind.Replace), Numbers(1, [2, 3]), ([0], [1]), Numbers(1, [3])));
    }

    [Theory]
    [MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void Positions_OutOfRange_AreRefused(string engine)
    {
        Assert.Contains("out of range",
            Assert.Throws<ArgumentException>(() => Run(engine, new TakeAlongOp(), Numbers(1, [2, 3]), ([0, 3], [2, 1]))).Message,
            StringComparison.Ordinal);
        Assert.Contains("out of range",
            Assert.Throws<ArgumentException>(
                () => Run(engine, new ScatterOp(ScatterKind.Replace), Numbers(1, [2, 3]), ([-1], [1]), Numbers(1, [1, 3]))).Message,
            StringComparison.Ordinal);
    }

    private static Value Fixed(GraphBuilder graph, Value[] _, float[] values, Shape shape) => new ValueTensor(shape, values).Resolve(graph);

    private static double[] Run(string engine, Op op, params (double[] Values, Shape Shape)[] inputs) =>
        GraphRunner.Run(GraphRunner.Engine(engine), [.. inputs.Select(i => new Fed(Array.ConvertAll(i.Values, v => (float)v), i.Shape))],
            (x, _) => [Ops.Write("Op", x, (g, v) => g.Add(op, v))]).Outputs[0];

    private static void Same(Op op, params (double[] Values, Shape Shape)[] inputs) =>
        AssertClose.Equal(Run("reference", op, inputs), Run("managed", op, inputs), 1e-6, 1e-5, op.ToString());
}
