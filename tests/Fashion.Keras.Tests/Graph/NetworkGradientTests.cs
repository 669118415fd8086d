using Fashion.Keras.Graph;
using Fashion.Keras.Tests.Support;
using static Fashion.Keras.Tests.Support.GradientCheck;

namespace Fashion.Keras.Tests.Graph;

public sealed class NetworkGradientTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void MatMul_EveryTransposeAndRank_MatchesFiniteDifferences(bool left, bool right)
    {
        Shape x = left ? [4, 3] : [3, 4], y = right ? [2, 4] : [4, 2];
        var op = new MatMulOp(left, right);
        Verify(op, Numbers(1, x), Numbers(2, y));
        Verify(op, Numbers(3, x.Prepend(2)), Numbers(4, y.Prepend(2)));
        Verify(op, Numbers(5, x.Prepend(2)), Numbers(6, y));
        Verify(op, Numbers(7, x.Prepend(2).Prepend(3)), Numbers(8, y));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Softmax_MatchesFiniteDifferences(bool log)
    {
        Verify(new SoftmaxOp(log), Numbers(9, [3, 5], -3, 3));
        Verify(new SoftmaxOp(log), Numbers(10, [2, 2, 1]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SparseCrossentropy_MatchesFiniteDifferences(bool fromLogits) =>
        Verify((g, v) => g.Add(new SparseCrossentropyOp(fromLogits), v[0], g.Add(new UnaryOp(UnaryKind.Floor), v[1])),
            Numbers(11, [3, 4], 0.1, 2), ([0.5, 3.5, 1.5], [3]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Crossentropy_MatchesFiniteDifferences(bool fromLogits) =>
        Verify((g, v) => g.Add(new CrossentropyOp(fromLogits), v[0], g.Add(new UnaryOp(UnaryKind.Floor), v[1])),
            Numbers(11, [3, 4], 0.1, 2), Numbers(12, [3, 4], 0, 3));

    [Fact]
    public void SparseCrossentropy_ProbabilityLimited_HasGradientZero() =>
        Assert.Equal([0, 0, 0], GraphRunner.RunWithGradients(GraphRunner.Engine("reference"), [new Fed([0, 0.5, 0.5], [1, 3])],
            (x, _) => [Ops.Write("Op", x, (g, v) => g.Add(new SparseCrossentropyOp(false), v[0], g.Constant(0, [1])))]).InputGradients[0]);

    [Theory]
    [InlineData(1, 1, 1, 0)]
    [InlineData(2, 1, 1, 1)]
    [InlineData(1, 2, 1, 1)]
    [InlineData(3, 1, 2, 0)]
    [InlineData(1, 1, 4, 1)]
    public void Conv2D_AllDirections_MatchFiniteDifferences(int stride, int dilation, int groups, int pad)
    {
        // Different numbers along height and width, and padding on one side more than on the other.
        var geometry = new Conv2DGeometry((stride, 1), (dilation, 1), pad, pad + 1, 0, pad, groups);
        Shape image = [2, 6, 5, 4], kernel = [3, 2, 4 / groups, 4];
        (int height, int width) = geometry.Output(image, kernel);
        Shape result = [2, height, width, 4];
        Verify(new Conv2DOp(geometry), Numbers(12, image), Numbers(13, kernel));
        Verify(new Conv2DBackwardInputOp(geometry, image), Numbers(14, kernel), Numbers(15, result));
        Verify(new Conv2DBackwardKernelOp(geometry, kernel), Numbers(16, image), Numbers(17, result));
    }

    [Theory]
    [InlineData(2, 2, 0, 0)]
    [InlineData(3, 1, 1, 1)]
    [InlineData(3, 2, 0, 1)]
    [InlineData(2, 3, 1, 0)]
    public void Pool2D_BothKinds_MatchFiniteDifferences(int window, int stride, int before, int after)
    {
        var geometry = new Pool2DGeometry((window, 2), (stride, 1), before, after, 0, 1);
        Shape image = [2, 5, 4, 3];
        Verify((g, v) => g.AddNode(new MaxPool2DOp(geometry), v).Outputs[0], Numbers(18, image));
        Verify(new AveragePool2DOp(geometry), Numbers(19, image));
        Verify(new AveragePool2DBackwardOp(geometry, image), Numbers(20, geometry.Output(image)));
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(7, 1)]
    public void BatchNormalization_MatchesFiniteDifferences(int rows, int channels) =>
        Verify((g, v) => g.AddNode(new BatchNormalizationOp(1e-3f), v).Outputs[0], Numbers(21, [rows, 2, channels]),
            Numbers(22, [channels]), Numbers(23, [channels]));

    [Fact]
    public void MatMulAndConv2D_BothGradients_WriteTheOneOfTheInputFirst()
    {
        using var graph = new GraphBuilder();
        Value x = graph.Input("x", [2, 3]), w = graph.Input("w", [3, 4]);
        Value?[] dense = Gradients.Of(graph, graph.Add(new MatMulOp(), x, w), [x, w]);
        Assert.True(dense[0]!.Producer.Id < dense[1]!.Producer.Id);
        Value image = graph.Input("image", [1, 3, 3, 1]), kernel = graph.Input("kernel", [2, 2, 1, 1]);
        Value?[] convolution =
            Gradients.Of(graph, graph.Add(new Conv2DOp(new Conv2DGeometry(1, 1, 0, 0, 0, 0, 1)), image, kernel), [image, kernel]);
        Assert.True(convolution[0]!.Producer.Id < convolution[1]!.Producer.Id);
    }

    [Fact]
    public void Conv2D_ImagesNotNeeded_WritesNoGradientForThem()
    {
        using var graph = new GraphBuilder();
        Value image = graph.Input("image", [1, 3, 3, 1]), kernel = graph.Input("kernel", [2, 2, 1, 1]);
        Gradients.Of(graph, graph.Add(new Conv2DOp(new Conv2DGeometry(1, 1, 0, 0, 0, 0, 1)), image, kernel), [kernel]);
        Assert.DoesNotContain(graph.Nodes, n => n.Op is Conv2DBackwardInputOp);
    }
}
