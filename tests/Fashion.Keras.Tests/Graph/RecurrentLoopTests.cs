using System.Collections.Immutable;
using Fashion.Keras.Engine;
using Fashion.Keras.Graph;
using Fashion.Keras.Tests.Support;
using static Fashion.Keras.Tests.Support.GradientCheck;

namespace Fashion.Keras.Tests.Graph;

/// <summary>
/// Loops over sequences: first and second gradients against finite differences, the same numbers as the steps written one by one, any
/// number of threads.
/// </summary>
public sealed class RecurrentLoopTests
{
    private const int Batch = 2, Steps = 3, Units = 2;

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (RecurrentKind kind in Enum.GetValues<RecurrentKind>())
                foreach (bool full in new[] { false, true }) cases.Add(kind.ToString(), full);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_MatchFiniteDifferences(string kind, bool full)
    {
        RecurrentLoopOp op = Loop(kind, full);
        (double[], Shape)[] inputs = Inputs(op, Batch, Steps, Units);
        // The mask is a condition and no number to differentiate by.
        Verify((g, v) => Joined(g, g.AddNode(op, Given(g, op, v)).Outputs[..(1 + op.States)]), inputs);
        Verify((g, v) => g.AddNode(op, Given(g, op, v)).Outputs[op.States], inputs);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientsOfGradients_MatchFiniteDifferences(string kind, bool full)
    {
        RecurrentLoopOp op = Loop(kind, full);
        Verify((g, v) =>
        {
            Value[] given = Given(g, op, v);
            Value joined = Joined(g, g.AddNode(op, given).Outputs[..(1 + op.States)]);
            Value?[] gradients = Gradients.Of(g, g.SumTo(g.Times(joined, joined), Shape.Scalar), v);
            return Joined(g, [.. gradients.Select(gradient => gradient!)]);
        }, Inputs(op, Batch, Steps, Units));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loops_AreAsTheirStepsOneByOne(string kind, bool full)
    {
        RecurrentLoopOp op = Loop(kind, full);
        foreach ((int batch, int steps, int units) in new[] { (1, 1, 1), (3, 5, 7), (70, 2, 33), (2, 4, 70) })
        {
            (double[], Shape)[] inputs = Inputs(op, batch, steps, units);
            GraphResult one = Run("managed", inputs, (g, v) => Joined(g, g.AddNode(op, Given(g, op, v)).Outputs[..(1 + op.States)]));
            GraphResult twin = Run("reference", inputs, (g, v) => Joined(g, g.AddNode(op, Given(g, op, v)).Outputs[..(1 + op.States)]));
            GraphResult other = Run("managed", inputs, (g, v) =>
            {
                RecurrentFormula formula = RecurrentFormula.Write(g, op, Given(g, op, v));
                return Joined(g, [formula.Sequence, .. formula.States]);
            });
            foreach (GraphResult want in new[] { other, twin })
            {
                AssertClose.Equal(want.Outputs[0], one.Outputs[0], 1e-5, 1e-5, $"{op}");
                for (int i = 0; i < inputs.Length; i++)
                    AssertClose.Equal(want.InputGradients[i], one.InputGradients[i], 1e-4, 1e-4, $"{op}, gradient of input {i}");
            }
        }
    }

    [Fact]
    public void Shapes_ThatDoNotFit_AreRefused()
    {
        var op = new RecurrentLoopOp(RecurrentKind.LongShortTermMemory, RecurrentFunction.Tanh, RecurrentFunction.Sigmoid);
        (double[], Shape)[] inputs = Inputs(op, 2, 3, 2);
        Refused("8 gates, not 6", 0, [2, 3, 6]);
        Refused("(batch, steps, gates)", 0, [2, 3]);
        Refused("a state of shape (2, 2), not (2, 1)", 3, [2, 1]);

        void Refused(string text, int input, Shape shape)
        {
            (double[], Shape)[] wrong = [.. inputs];
            wrong[input] = Numbers(1, shape);
            Assert.Contains(text,
                Assert.Throws<ShapeMismatchException>(() => Run("reference", wrong, (g, v) => g.AddNode(op, v).Outputs[0])).Message,
                StringComparison.Ordinal);
        }
    }

    private static RecurrentLoopOp Loop(string kind, bool full) =>
        new(Enum.Parse<RecurrentKind>(kind), full ? RecurrentFunction.Tanh : RecurrentFunction.Sigmoid,
            full ? RecurrentFunction.Sigmoid : RecurrentFunction.Tanh, full, full && kind == nameof(RecurrentKind.GatedUnit), full, full);

    // Without the mask.
    private static (double[] Values, Shape Shape)[] Inputs(RecurrentLoopOp op, int batch, int steps, int units) =>
    [
        Numbers(1, [batch, steps, op.Gates * units]), Numbers(2, [units, op.Gates * units]),
        .. Enumerable.Range(0, op.States).Select(i => Numbers(3 + i, [batch, units])),
        .. op.Bias ? [Numbers(5, [op.Gates * units])] : (ReadOnlySpan<(double[], Shape)>)[],
        .. op.Kept ? [Numbers(6, [batch, units])] : (ReadOnlySpan<(double[], Shape)>)[],
    ];

    private static Value[] Given(GraphBuilder graph, RecurrentLoopOp op, Value[] inputs)
    {
        if (!op.Mask) return inputs;
        Shape shape = inputs[0].Shape[..2];
        float[] mask = [.. Enumerable.Range(0, shape.ElementCount).Select(i => i % 3 == 1 ? 0f : 1)];
        return [.. inputs[..op.MaskInput], new ValueTensor(shape, mask).Resolve(graph), .. inputs[op.MaskInput..]];
    }

    private static Value Joined(GraphBuilder graph, ImmutableArray<Value> values) =>
        graph.Add(new ConcatOp(0), [.. values.Select(v => graph.Reshape(v, [v.Shape.ElementCount]))]);

    private static GraphResult Run(string engine, (double[] Values, Shape Shape)[] inputs, Func<GraphBuilder, Value[], Value> write)
    {
        Fed[] feeds = [.. inputs.Select(i => new Fed(Array.ConvertAll(i.Values, v => (float)v), i.Shape))];
        SymbolicTensor[] Write(SymbolicTensor[] x, Fashion.Keras.Layers.CallContext context) => [Ops.Write("Op", x, write)];
        int count = GraphRunner.Run(GraphRunner.Engine(engine), feeds, Write).Outputs[0].Length;
        return GraphRunner.RunWithGradients(GraphRunner.Engine(engine), feeds, Write, [Numbers(99, [count]).Values]);
    }
}
