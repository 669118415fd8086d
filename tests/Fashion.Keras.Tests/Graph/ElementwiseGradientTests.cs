using Fashion.Keras.Graph;
using Fashion.Keras.Tests.Support;
using static Fashion.Keras.Tests.Support.GradientCheck;

namespace Fashion.Keras.Tests.Graph;

public sealed class ElementwiseGradientTests
{
    [Fact]
    public void Unary_EveryKind_MatchesFiniteDifferences()
    {
        foreach (UnaryKind kind in Enum.GetValues<UnaryKind>())
        {
            // Between the steps and kinks, and inside the domain of roots and logarithms.
            double shift = kind == UnaryKind.Acosh ? 1.1 : 0;
            Verify(new UnaryOp(kind), Numbers(1, [3, 5], 0.1 + shift, 0.45 + shift));
            if (kind is not (UnaryKind.Log or UnaryKind.Log2 or UnaryKind.Log10 or UnaryKind.Acosh or UnaryKind.Sqrt or UnaryKind.Rsqrt))
                Verify(new UnaryOp(kind), Numbers(2, [7], -0.45, -0.1));
        }
    }

    [Theory]
    [InlineData(-5.5)]
    [InlineData(2.9)]
    [InlineData(3.4)]
    [InlineData(7.0)]
    public void Unary_ErfSigmoidSoftplusTanhFarOut_MatchFiniteDifferences(double x)
    {
        foreach (UnaryKind kind in new[] { UnaryKind.Erf, UnaryKind.Sigmoid, UnaryKind.Softplus, UnaryKind.Tanh })
            Verify(new UnaryOp(kind), ([x], [1]));
    }

    [Fact]
    public void Binary_EveryKindAndBroadcast_MatchesFiniteDifferences()
    {
        (Shape Left, Shape Right)[] shapes =
            [([2, 3], [2, 3]), ([2, 3], [3]), ([3], [2, 3]), ([2, 1, 3], [4, 1]), ([], [2, 2]), ([5], []), ([1, 1], [3, 1, 2])];
        foreach (BinaryKind kind in Enum.GetValues<BinaryKind>())
            foreach ((Shape left, Shape right) in shapes)
                Verify(new BinaryOp(kind), Numbers(3, left, 0.2, 2), Numbers(4, right, 0.2, 2));
    }

    [Theory]
    [InlineData(nameof(BinaryKind.Maximum))]
    [InlineData(nameof(BinaryKind.Minimum))]
    public void Binary_ExtremesAtATie_SendTheGradientToTheFirst(string kind)
    {
        GraphResult result = GraphRunner.RunWithGradients(GraphRunner.Engine("reference"), [new Fed([1.0, 2], [2]), new Fed([1.0, 2], [2])],
            (x, _) => [Ops.Write("Op", x, (g, v) => g.Add(new BinaryOp(Enum.Parse<BinaryKind>(kind)), v))]);
        Assert.Equal([1, 1], result.InputGradients[0]);
        Assert.Equal([0, 0], result.InputGradients[1]);
    }

    [Fact]
    public void Relu_AtZero_HasGradientZero() =>
        Assert.Equal([0, 1, 0],
            GraphRunner.RunWithGradients(GraphRunner.Engine("reference"), [new Fed([0.0, 2, -1], [3])],
                (x, _) => [Ops.Relu(x[0])]).InputGradients[0]);

    [Fact]
    public void Clip_AtItsBounds_LetsTheGradientThrough() =>
        Assert.Equal([0, 1, 1, 1, 0],
            GraphRunner.RunWithGradients(GraphRunner.Engine("reference"), [new Fed([-2.0, -1, 0, 1, 2], [5])],
                (x, _) => [Ops.Clip(x[0], -1, 1)]).InputGradients[0]);

    [Fact]
    public void Power_AtZero_HasFiniteGradients()
    {
        GraphResult result = GraphRunner.RunWithGradients(GraphRunner.Engine("reference"),
            [new Fed([0.0, 0, 0], [3]), new Fed([0.0, 1, 2], [3])], (x, _) => [Ops.Power(x[0], x[1])]);
        Assert.Equal([0, 1, 0], result.InputGradients[0]);
        Assert.Equal([0, 0, 0], result.InputGradients[1]);
    }

    [Fact]
    public void Select_AnyBroadcast_MatchesFiniteDifferences()
    {
        static Value Write(GraphBuilder g, Value[] v) =>
            g.Add(new SelectOp(), g.Add(new BinaryOp(BinaryKind.Greater), v[0], g.Constant(0)), v[1], v[2]);
        Verify(Write, Numbers(5, [2, 3]), Numbers(6, [2, 3]), Numbers(7, [2, 3]));
        Verify(Write, Numbers(8, [2, 1]), Numbers(9, [3]), Numbers(10, []));
    }

    [Fact]
    public void Dropout_SameRun_HasTheMaskOfTheForwardPass() => Verify(new DropoutOp(0.4f, 5, 1, [4, 6]), Numbers(11, [4, 6]));
}
