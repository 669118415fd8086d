using Fashion.Keras.Graph;
using static Fashion.Keras.Tests.Support.GradientCheck;

namespace Fashion.Keras.Tests.Graph;

public sealed class ShapeGradientTests
{
    [Fact]
    public void Reshape_MatchesFiniteDifferences() => Verify(new ReshapeOp([3, 4]), Numbers(1, [2, 6]));

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public void Transpose_AnyOrder_MatchesFiniteDifferences(int a, int b, int c) =>
        Verify(new TransposeOp([a, b, c]), Numbers(2, [2, 3, 4]));

    [Fact]
    public void Broadcast_MissingAndSingleAxes_MatchesFiniteDifferences()
    {
        Verify(new BroadcastOp([2, 3, 4]), Numbers(3, [3, 1]));
        Verify(new BroadcastOp([2, 2]), Numbers(4, []));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Concat_AnyAxis_MatchesFiniteDifferences(int axis)
    {
        Shape shape = [2, 3, 2];
        Verify(new ConcatOp(axis), Numbers(5, shape), Numbers(6, shape.With(axis, 1)), Numbers(7, shape.With(axis, 4)));
    }

    [Fact]
    public void Slice_MatchesFiniteDifferences() => Verify(new SliceOp([1, 0, 2], [2, 3, 1]), Numbers(8, [4, 3, 5]));

    [Fact]
    public void Pad_MatchesFiniteDifferences() => Verify(new PadOp([1, 0], [0, 2], 7), Numbers(9, [2, 3]));

    [Fact]
    public void Gather_RepeatedRows_MatchesFiniteDifferences() =>
        Verify((g, v) => g.Add(new GatherOp(), v[0], g.Add(new UnaryOp(UnaryKind.Floor), v[1])), Numbers(10, [4, 3]),
            ([2.5, 0.5, 2.5, 3.5], [2, 2]));

    [Fact]
    public void ScatterAdd_RepeatedRows_MatchesFiniteDifferences() =>
        Verify((g, v) => g.Add(new ScatterAddOp([4, 2]), g.Add(new UnaryOp(UnaryKind.Floor), v[0]), v[1]), ([1.5, 3.5, 1.5], [3]),
            Numbers(11, [3, 2]));

    [Fact]
    public void Reduce_EveryKindAndAxes_MatchesFiniteDifferences()
    {
        Shape[] axes = [[0], [1], [2], [0, 2], [0, 1, 2], []];
        foreach (ReduceKind kind in Enum.GetValues<ReduceKind>())
            foreach (Shape over in axes)
                foreach (bool keep in new[] { true, false })
                    Verify(new ReduceOp(kind, over, keep), Numbers(12, [2, 3, 2], 0.2, 1.5));
    }

    [Theory]
    [InlineData(2.0, 3.0, 4.0)]
    [InlineData(0.0, 3.0, 4.0)]
    [InlineData(0.0, 3.0, 0.0)]
    public void Product_WithZeros_MatchesFiniteDifferences(double a, double b, double c) =>
        Verify(new ReduceOp(ReduceKind.Product, [0], false), ([a, b, c], [3]));

    [Theory]
    [InlineData(nameof(ReduceKind.Max), 3.0)]
    [InlineData(nameof(ReduceKind.Min), -3.0)]
    public void Extremes_Tied_ShareTheGradient(string kind, double extreme)
    {
        var result = Support.GraphRunner.RunWithGradients(Support.GraphRunner.Engine("reference"),
            [new Support.Fed([extreme, 0, extreme, 1], [4])],
            (x, _) => [Ops.Write("Op", x, (g, v) => g.Add(new ReduceOp(Enum.Parse<ReduceKind>(kind), [0], false), v))]);
        Assert.Equal([0.5, 0, 0.5, 0], result.InputGradients[0]);
    }
}
