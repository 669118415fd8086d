using Fashion.Keras.Graph;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Graph;

/// <summary>NaN and infinities pass through as IEEE 754 says; no operation hides a NaN. On every engine.</summary>
public sealed class SpecialNumberTests
{
    private const double NaN = double.NaN, Infinity = double.PositiveInfinity;

    public static IEnumerable<TheoryDataRow<string>> Engines => GraphRunner.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public void Unary_NaN_StaysNaN(string engine)
    {
        // Step is a comparison: 0 for NaN.
        foreach (UnaryKind kind in Enum.GetValues<UnaryKind>().Where(k => k != UnaryKind.Heaviside))
            Assert.True(double.IsNaN(Run(engine, new UnaryOp(kind), [NaN])[0]), kind.ToString());
        Assert.Equal(0, Run(engine, new UnaryOp(UnaryKind.Heaviside), [NaN])[0]);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Unary_Infinities_HaveTheirLimits(string engine)
    {
        (UnaryKind Kind, double AtInfinity, double AtMinusInfinity)[] limits =
        [
            (UnaryKind.Negate, -Infinity, Infinity), (UnaryKind.Abs, Infinity, Infinity), (UnaryKind.Sign, 1, -1),
            (UnaryKind.Exp, Infinity, 0),
            (UnaryKind.Log, Infinity, NaN), (UnaryKind.Log1P, Infinity, NaN), (UnaryKind.Sqrt, Infinity, NaN), (UnaryKind.Rsqrt, 0, NaN),
            (UnaryKind.Square, Infinity, Infinity), (UnaryKind.Reciprocal, 0, 0), (UnaryKind.Tanh, 1, -1), (UnaryKind.Sigmoid, 1, 0),
            (UnaryKind.Softplus, Infinity, 0), (UnaryKind.Erf, 1, -1), (UnaryKind.Relu, Infinity, 0),
            (UnaryKind.Floor, Infinity, -Infinity), (UnaryKind.Heaviside, 1, 0),
        ];
        foreach ((UnaryKind kind, double up, double down) in limits)
            Assert.Equal([up, down], Run(engine, new UnaryOp(kind), [Infinity, -Infinity]));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void MaximumAndMinimum_NaNOnEitherSide_IsNaN(string engine)
    {
        foreach (BinaryKind kind in new[] { BinaryKind.Maximum, BinaryKind.Minimum })
            Assert.All(Run(engine, new BinaryOp(kind), [NaN, 1, NaN], [1, NaN, NaN]), v => Assert.True(double.IsNaN(v)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Reduce_OneNaN_IsNaN(string engine)
    {
        foreach (ReduceKind kind in Enum.GetValues<ReduceKind>())
            for (int at = 0; at < 3; at++)
            {
                double[] x = [1, 2, 3];
                x[at] = NaN;
                Assert.True(double.IsNaN(Run(engine, new ReduceOp(kind, [0], false), x)[0]), kind.ToString());
            }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Pooling_NaNInTheWindow_IsNaNAtItsPlace(string engine)
    {
        var geometry = new Pool2DGeometry(2, 2, 0, 0, 0, 0);
        Fed image = new([1.0, NaN, 5, 6, 7, 8, 2, 3], [1, 2, 4, 1]);
        GraphResult max = GraphRunner.Run(GraphRunner.Engine(engine), [image],
            (x, _) => [Ops.Write("Op", x, (g, v) => g.AddNode(new MaxPool2DOp(geometry), v).Outputs[0])]);
        Assert.Equal([NaN, 6], max.Outputs[0]);
        GraphResult mean = GraphRunner.Run(GraphRunner.Engine(engine), [image],
            (x, _) => [Ops.Write("Op", x, (g, v) => g.Add(new AveragePool2DOp(geometry), v))]);
        Assert.Equal([NaN, 4], mean.Outputs[0]);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void MaxPool_AllMinusInfinity_SendsTheGradientToTheFirst(string engine)
    {
        var geometry = new Pool2DGeometry(2, 2, 0, 0, 0, 0);
        GraphResult result = GraphRunner.RunWithGradients(GraphRunner.Engine(engine),
            [new([-Infinity, -Infinity, -Infinity, -Infinity], [1, 2, 2, 1])],
            (x, _) => [Ops.Write("Op", x, (g, v) => g.AddNode(new MaxPool2DOp(geometry), v).Outputs[0])]);
        Assert.Equal([1, 0, 0, 0], result.InputGradients[0]);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Softmax_LargeLogits_DoesNotOverflow(string engine)
    {
        Assert.Equal([1, 0], Run(engine, new SoftmaxOp(), [1000, -1000]));
        Assert.Equal([0, -2000], Run(engine, new SoftmaxOp(Log: true), [1000, -1000]));
        Assert.All(Run(engine, new SoftmaxOp(), [NaN, 1]), v => Assert.True(double.IsNaN(v)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void MatMul_ZeroTimesInfinity_IsNaN(string engine)
    {
        GraphResult result = GraphRunner.Run(GraphRunner.Engine(engine), [new([0.0, 1], [1, 2]), new([Infinity, 1], [2, 1])],
            (x, _) => [Ops.MatMul(x[0], x[1])]);
        Assert.True(double.IsNaN(result.Outputs[0][0]));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void SparseCrossentropy_ClassOutOfRange_IsNaN(string engine)
    {
        foreach (bool logits in new[] { false, true })
        {
            GraphResult result = GraphRunner.Run(GraphRunner.Engine(engine), [new([0.5, 0.5, 0.5, 0.5], [2, 2]), new([2.0, -1], [2])],
                (x, _) => [Ops.Write("Op", x, (g, v) => g.Add(new SparseCrossentropyOp(logits), v))]);
            Assert.Equal([NaN, NaN], result.Outputs[0]);
        }
    }

    private static double[] Run(string engine, Op op, params double[][] inputs) => GraphRunner.Run(
        GraphRunner.Engine(engine), [.. inputs.Select(i => new Fed(i, [i.Length]))],
        (x, _) => [Ops.Write("Op", x, (g, v) => g.Add(op, v))]).Outputs[0];
}
