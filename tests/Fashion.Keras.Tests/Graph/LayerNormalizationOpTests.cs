using Fashion.Keras.Graph;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;
using static Fashion.Keras.Tests.Support.GradientCheck;

namespace Fashion.Keras.Tests.Graph;

/// <summary>Layer normalization as one operation: first and second gradients, what is refused, and where layers write it.</summary>
public sealed class LayerNormalizationOpTests
{
    private static readonly LayerNormalizationOp s_op = new(1e-2f);

    [Theory]
    [InlineData(4, 3)]
    [InlineData(2, 17)]
    public void Gradients_MatchFiniteDifferences(int rows, int width) =>
        Verify((g, v) => g.AddNode(s_op, v).Outputs[0], Numbers(1, [rows, 2, width]), Numbers(2, [width]), Numbers(3, [width]));

    [Fact]
    public void GradientsOfGradients_MatchFiniteDifferences() =>
        Verify((g, v) =>
        {
            Value y = g.AddNode(s_op, v).Outputs[0];
            Value?[] gradients = Gradients.Of(g, g.SumTo(g.Times(y, g.Times(y, y)), Shape.Scalar), v);
            return g.Add(new ConcatOp(0), [.. gradients.Select(d => g.Reshape(d!, [d!.Shape.ElementCount]))]);
        }, Numbers(1, [3, 5]), Numbers(2, [5]), Numbers(3, [5]));

    [Fact]
    public void Shapes_ThatDoNotFit_AreRefused()
    {
        using var graph = new GraphBuilder();
        Value x = graph.Input("x", [2, 3]), three = graph.Input("three", [3]), two = graph.Input("two", [2]);
        Assert.Contains("needs gamma and beta of shape (3,), not (3,) and (2,)",
            Assert.Throws<ShapeMismatchException>(() => graph.AddNode(s_op, x, three, two)).Message, StringComparison.Ordinal);
        Value empty = graph.Input("empty", [2, 0]), none = graph.Input("none", [0]);
        Assert.Contains("rows of one number or more",
            Assert.Throws<ShapeMismatchException>(() => graph.AddNode(s_op, empty, none, none)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { -1 }, true)]
    [InlineData(new[] { 2, 3 }, true)]
    [InlineData(new[] { 1, 2, 3 }, true)]
    [InlineData(new[] { 2 }, false)]
    [InlineData(new[] { 1, 3 }, false)]
    public void Layers_WriteOneOperation_OverTheLastAxes(int[] axes, bool one)
    {
        foreach ((bool center, bool scale) in new[] { (true, true), (false, true), (true, false), (false, false) })
        {
            var model = new Sequential { new Input([3, 4, 5]), new LayerNormalization(axes, center: center, scale: scale) };
            model.Options = new() { Profile = true, Threads = 1 };
            model.Predict(new float[2, 3, 4, 5]);
            Assert.Equal(one, model.Profile().SelectMany(p => p.Entries).Any(step => step.Operation == "layer_normalization"));
        }
    }

    [Theory]
    [InlineData(new[] { -1 })]
    [InlineData(new[] { 1, 2 })]
    public void Layers_HaveTheNumbersOfTheFormula(int[] axes)
    {
        (double[] values, Shape shape) = Numbers(7, [2, 3, 4]);
        var layer = new LayerNormalization(axes, betaInitializer: new RandomNormal(seed: 1),
            gammaInitializer: new RandomNormal(mean: 1, seed: 2));
        var x = System.Numerics.Tensors.Tensor.Create(Array.ConvertAll(values, v => (float)v), [2, 3, 4]);
        float[] got = layer.Call(x).ToArray();
        float[] beta = layer.Weights.Single(w => w.Name.EndsWith("beta", StringComparison.Ordinal)).ToArray(),
            gamma = layer.Weights.Single(w => w.Name.EndsWith("gamma", StringComparison.Ordinal)).ToArray();
        int width = shape[^1] * (axes.Length == 2 ? shape[1] : 1);
        (double[] want, _) = Reference.LayerNormalization.Forward(values, Array.ConvertAll(gamma, v => (double)v),
            Array.ConvertAll(beta, v => (double)v), 0.001);
        Assert.Equal(width, gamma.Length);
        AssertClose.Equal(want, Array.ConvertAll(got, v => (double)v), 1e-5, 1e-5, "layer");
    }
}
