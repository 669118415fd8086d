using Fashion.Keras.Engine;
using Fashion.Keras.Graph;
using Fashion.Keras.Reference;

namespace Fashion.Keras.Tests.Support;

/// <summary>Compares gradient rules with central differences, in double precision on the reference engine.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5, Tolerance = 1e-6;

    /// <summary>Repeatable numbers in [low, high), with a shape.</summary>
    public static (double[] Values, Shape Shape) Numbers(int seed, Shape shape, double low = -1, double high = 1)
    {
        ulong key = Fashion.Keras.Kernels.RandomBits.Key((ulong)seed, 0, 0);
        double[] values =
            [.. Enumerable.Range(0, shape.ElementCount)
                .Select(
                    i => low
                        + (high - low) * Fashion.Keras.Kernels.RandomBits.Uniform(Fashion.Keras.Kernels.RandomBits.Bits(key, (uint)i)))];
        return (values, shape);
    }

    /// <summary>Checks an op with one output.</summary>
    public static void Verify(Op op, params (double[] Values, Shape Shape)[] inputs) => Verify((g, v) => g.Add(op, v), inputs);

    /// <summary>
    /// Fails unless the gradient of sum(output * r), r random, with respect to every element of every input agrees with
    /// (f(x + h) - f(x - h)) / 2h.
    /// </summary>
    public static void Verify(Func<GraphBuilder, Value[], Value> write, params (double[] Values, Shape Shape)[] inputs)
    {
        Fed[] feeds = [.. inputs.Select(i => new Fed(i.Values, i.Shape))];
        SymbolicTensor[] Write(SymbolicTensor[] x, Fashion.Keras.Layers.CallContext context) => [Ops.Write("Op", x, write)];
        var engine = new ReferenceEngine();
        int count = GraphRunner.Run(engine, feeds, Write).Outputs[0].Length;
        double[] weights = Numbers(99, [count]).Values;
        GraphResult got = GraphRunner.RunWithGradients(engine, feeds, Write, [weights]);

        double Loss() => GraphRunner.Run(engine, feeds, Write).Outputs[0].Select((y, i) => y * weights[i]).Sum();
        for (int k = 0; k < inputs.Length; k++)
            for (int i = 0; i < inputs[k].Values.Length; i++)
            {
                double x = inputs[k].Values[i];
                inputs[k].Values[i] = x + Step;
                double above = Loss();
                inputs[k].Values[i] = x - Step;
                double below = Loss();
                inputs[k].Values[i] = x;
                double want = (above - below) / (2 * Step), rule = got.InputGradients[k][i];
                if (!(Math.Abs(want - rule) <= Tolerance * Math.Max(1, Math.Abs(want))))
                    Assert.Fail($"Gradient of input {k} at element {i} is {rule:R}, but finite differences say {want:R}.");
            }
    }
}
