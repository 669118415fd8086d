using Fashion.Keras.Engine;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;
using static Fashion.Keras.Tests.Support.GradientCheck;

namespace Fashion.Keras.Tests.Graph;

/// <summary>
/// Attention as one operation: first and second gradients against finite differences, the numbers of its formula, any number of threads.
/// </summary>
public sealed class AttentionOpTests
{
    [Theory]
    [InlineData(2, 2, false)]
    [InlineData(2, 1, true)]
    public void Gradients_MatchFiniteDifferences(int heads, int groups, bool added)
    {
        var op = new AttentionOp(0.7f, added);
        Verify((g, v) => g.AddNode(op, v).Outputs[0], Inputs(op, 2, 3, 4, heads, groups));
    }

    [Theory]
    [InlineData(2, 2, false)]
    [InlineData(2, 1, true)]
    public void GradientsOfGradients_MatchFiniteDifferences(int heads, int groups, bool added)
    {
        var op = new AttentionOp(0.7f, added);
        Verify((g, v) =>
        {
            Value y = g.AddNode(op, v).Outputs[0];
            // Those of query, key and value: their own gradients are those of the operation backwards.
            Value?[] gradients = Gradients.Of(g, g.SumTo(g.Times(y, y), Shape.Scalar), v[..3]);
            return Joined(g, [.. gradients.Select(gradient => gradient!)]);
        }, Inputs(op, 1, 2, 3, heads, groups));
    }

    [Theory]
    [InlineData(1, 5, 7, 4, 4, true)]
    [InlineData(1, 5, 7, 4, 2, false)]
    [InlineData(3, 60, 700, 2, 1, true)]
    public void Results_AreThoseOfTheFormula(int batch, int queries, int steps, int heads, int groups, bool added)
    {
        var op = new AttentionOp(0.7f, added);
        (double[], Shape)[] inputs = Inputs(op, batch, queries, steps, heads, groups);
        GraphResult one = Run("managed", inputs, (g, v) => g.AddNode(op, v).Outputs[0]),
            twin = Run("reference", inputs, (g, v) => g.AddNode(op, v).Outputs[0]),
            formula = Run("managed", inputs, (g, v) => AttentionFormula.Write(g, op, v));
        foreach (GraphResult want in new[] { formula, twin })
        {
            AssertClose.Equal(want.Outputs[0], one.Outputs[0], 1e-5, 1e-5, $"{op}");
            for (int i = 0; i < inputs.Length; i++)
                AssertClose.Equal(want.InputGradients[i], one.InputGradients[i], 1e-4, 1e-4, $"{op}, gradient of input {i}");
        }
    }

    [Fact]
    public void HiddenRows_GetEqualWeights_AndFiniteGradients()
    {
        // Weights that are all 1 / steps must be so on the way back, too: a logarithm of the sum would be lost next to the maximum.
        var op = new AttentionOp(1, Added: true);
        (double[] Values, Shape Shape)[] inputs = Inputs(op, 1, 2, 4, 1, 1);
        inputs[3] = ([.. Enumerable.Repeat(-2.3e38, 4)], [1, 1, 1, 4]);
        GraphResult y = Run("managed", inputs, (g, v) => g.AddNode(op, v).Outputs[0]);
        for (int i = 0; i < y.Outputs[0].Length; i++)
            Assert.Equal(Enumerable.Range(0, 4).Average(step => inputs[2].Values[step * 3 + i % 3]), y.Outputs[0][i], 1e-5);
        GraphResult twin = Run("reference", inputs, (g, v) => g.AddNode(op, v).Outputs[0]);
        for (int i = 0; i < 3; i++) AssertClose.Equal(twin.InputGradients[i], y.InputGradients[i], 1e-5, 1e-5, $"gradient of input {i}");
    }

    [Fact]
    public void Shapes_ThatDoNotFit_AreRefused()
    {
        var op = new AttentionOp(1, Added: true);
        (double[], Shape)[] inputs = Inputs(op, 2, 3, 4, 2, 2);
        Refused("(batch, queries, heads, size)", 0, [2, 3, 4]);
        Refused("equal batches and sizes", 0, [2, 3, 2, 3]);
        Refused("groups that divide the heads", 0, [2, 3, 3, 2]);
        Refused("at least one query", 0, [2, 0, 2, 2]);
        Refused("differ in their last axis only", 2, [2, 3, 2, 2]);
        Refused("must broadcast to (2, 2, 3, 4), and (2, 2, 3, 3) does not", 3, [2, 2, 3, 3]);

        void Refused(string text, int input, Shape shape)
        {
            (double[], Shape)[] wrong = [.. inputs];
            wrong[input] = Numbers(1, shape);
            Assert.Contains(text,
                Assert.Throws<ShapeMismatchException>(() => Run("reference", wrong, (g, v) => g.AddNode(op, v).Outputs[0])).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Layers_WriteOneOperation_UnlessWeightsAreNeeded()
    {
        Assert.Contains("attention", Operations(new MultiHeadAttention(2, 3), scores: false));
        Assert.Contains("attention", Operations(new GroupQueryAttention(3, 4, 2), scores: false));
        Assert.DoesNotContain("attention", Operations(new MultiHeadAttention(2, 3, dropout: 0.5), scores: false));
        Assert.DoesNotContain("attention", Operations(new MultiHeadAttention(2, 3), scores: true));
    }

    private static string[] Operations(HeadAttention layer, bool scores)
    {
        SymbolicTensor x = Input.Of([4, 6]);
        SymbolicTensor y = layer switch
        {
            MultiHeadAttention heads => scores ? heads.ApplyWithScores(x, x).Scores : heads.Apply(x, x),
            GroupQueryAttention groups => groups.Apply(x, x),
            _ => throw new NotSupportedException(layer.ClassName),
        };
        var model = new Model(x, y) { Options = new() { Profile = true, Threads = 1 } };
        model.Predict(new float[2, 4, 6]);
        return [.. model.Profile().SelectMany(p => p.Entries).Select(step => step.Operation)];
    }

    private static (double[] Values, Shape Shape)[] Inputs(AttentionOp op, int batch, int queries, int steps, int heads, int groups) =>
    [
        Numbers(1, [batch, queries, heads, 2]), Numbers(2, [batch, steps, groups, 2]), Numbers(3, [batch, steps, groups, 3]),
        .. op.Added ? [Numbers(4, [1, heads, queries, steps])] : (ReadOnlySpan<(double[], Shape)>)[],
    ];

    private static Value Joined(GraphBuilder graph, Value[] values) =>
        graph.Add(new ConcatOp(0), [.. values.Select(v => graph.Reshape(v, [v.Shape.ElementCount]))]);

    private static GraphResult Run(string engine, (double[] Values, Shape Shape)[] inputs, Func<GraphBuilder, Value[], Value> write)
    {
        Fed[] feeds = [.. inputs.Select(i => new Fed(Array.ConvertAll(i.Values, v => (float)v), i.Shape))];
        SymbolicTensor[] Write(SymbolicTensor[] x, CallContext context) => [Ops.Write("Op", x, write)];
        int count = GraphRunner.Run(GraphRunner.Engine(engine), feeds, Write).Outputs[0].Length;
        return GraphRunner.RunWithGradients(GraphRunner.Engine(engine), feeds, Write, [Numbers(99, [count]).Values]);
    }
}
