using Fashion.Keras.Activations;
using Fashion.Keras.Data;
using Fashion.Keras.Engine;
using Fashion.Keras.Graph;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Engine;

public sealed class ElementwiseClustersTests
{
    private static readonly Func<SymbolicTensor, SymbolicTensor>[] Functions =
        [x => Ops.Elu(x, 0.7), Ops.Silu, x => Ops.Log(Ops.Exp(x) + 1), x => x * Ops.Tanh(Ops.Softplus(x)), Ops.Tanh, Ops.Relu];

    [Fact]
    public void Apply_LargeElu_KeepsNothingForItsGradient()
    {
        Assert.Equal(1, ResultsOfFirstCluster([64, 600]));
        Assert.True(ResultsOfFirstCluster([4, 6]) > 1, "small arrays are kept");
    }

    [Fact]
    public void Run_LargeActivationsBehindEachOther_AgreeWithTheReferenceEngine()
    {
        Shape shape = [64, 600];
        var random = new Random(1);
        double[] numbers = [.. Enumerable.Range(0, shape.ElementCount).Select(_ => (double)(random.NextSingle() * 4 - 2))];
        for (int first = 0; first < Functions.Length; first++)
            for (int second = 0; second < Functions.Length; second++)
            {
                GraphResult Run(string engine) => GraphRunner.RunWithGradients(GraphRunner.Engine(engine), [new Fed(numbers, shape)],
                    (x, _) => [Functions[second](Functions[first](x[0]) + x[0])], [numbers]);
                GraphResult want = Run("reference"), got = Run("managed");
                AssertClose.Equal(want.Outputs[0], got.Outputs[0], 1e-5, 1e-5, $"{first}, {second}");
                AssertClose.Equal(want.InputGradients[0], got.InputGradients[0], 2e-5, 2e-5, $"gradient of {first}, {second}");
            }
    }

    private static int ResultsOfFirstCluster(Shape shape)
    {
        using var graph = new GraphBuilder();
        Value x = graph.Input("x", shape), y = Ops.Elu(new GraphTensor(x), 1).Resolve(graph);
        Value loss = graph.Add(new ReduceOp(ReduceKind.Sum, [0, 1], false), y);
        graph.Output(Gradients.Of(graph, loss, [x])[0]!);
        graph.Output(y);
        var editor = new GraphEditor(graph.Build());
        ElementwiseClusters.Apply(editor, fuse: true);
        editor.RemoveDead();
        return editor.Nodes.First(n => n.Op is ElementwiseOp).Outputs.Length;
    }
}
