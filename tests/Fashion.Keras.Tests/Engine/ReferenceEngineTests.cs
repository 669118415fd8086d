using Fashion.Keras.Data;
using Fashion.Keras.Engine;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Reference;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Engine;

public sealed class ReferenceEngineTests
{
    [Fact]
    public unsafe void Run_RowsListed_GathersThoseRows()
    {
        using var graph = new GraphBuilder();
        graph.Output(graph.Input("x", [3, 2]));
        using PinnedSource source = ArraySource.From(new byte[,] { { 1, 2 }, { 3, 4 }, { 5, 6 }, { 7, 255 } }).Pin();
        using IExecution execution = new ReferenceEngine().Compile(graph.Build(), new ExecutionOptions()).Rent();
        int* rows = stackalloc int[] { 3, 0, 3 };
        execution.Run([new Feed(source, 0, rows)], [], 0);
        var got = new float[6];
        execution.Read(0, got);
        Assert.Equal([7, 255, 1, 2, 7, 255], got);
    }

    [Fact]
    public unsafe void Run_FirstGiven_ReadsConsecutiveRows()
    {
        using var graph = new GraphBuilder();
        graph.Output(graph.Input("x", [2]));
        using PinnedSource source = ArraySource.From(new long[] { 10, 20, 30 }).Pin();
        using IExecution execution = new ReferenceEngine().Compile(graph.Build(), new ExecutionOptions()).Rent();
        execution.Run([new Feed(source, 1)], [], 0);
        var got = new float[2];
        execution.Read(0, got);
        Assert.Equal([20, 30], got);
    }

    [Fact]
    public void Run_AssignBetweenTwoReads_EachReadSeesItsOwnTime()
    {
        var counter = new Variable("counter", [1]);
        counter.Set([5]);
        using var graph = new GraphBuilder();
        Value before = graph.Read(counter);
        graph.Assign(counter, graph.Add(new BinaryOp(BinaryKind.Add), before, graph.Constant(1)));
        graph.Output(before);
        graph.Output(graph.Read(counter));
        using IExecution execution = new ReferenceEngine().Compile(graph.Build(), new ExecutionOptions()).Rent();
        execution.Run([], [], 0);
        var got = new float[1];
        execution.Read(0, got);
        Assert.Equal(5, got[0]);
        execution.Read(1, got);
        Assert.Equal(6, got[0]);
        Assert.Equal([6], counter.ToArray());
    }

    [Fact]
    public void Run_SgdWithMomentum_FollowsTheFormula()
    {
        Variable weight = new("w", [1]), velocity = new("v", [1]);
        weight.Set([1]);
        velocity.Set([0.5f]);
        using var graph = new GraphBuilder();
        graph.AddNode(new SgdUpdateOp(weight, velocity, 0.5f, Nesterov: false), graph.Constant(2, [1]), graph.Scalar("lr"));
        using IExecution execution = new ReferenceEngine().Compile(graph.Build(), new ExecutionOptions()).Rent();
        execution.Run([], [0.25f], 0);
        Assert.Equal([-0.25f], velocity.ToArray());
        Assert.Equal([0.75f], weight.ToArray());
    }

    [Fact]
    public void Run_Adam_FollowsTheFormula()
    {
        Variable weight = new("w", [1]), momentum = new("m", [1]), velocity = new("v", [1]);
        using var graph = new GraphBuilder();
        graph.AddNode(new AdamUpdateOp(weight, momentum, velocity, null, 0.5, 0.75, 0.5), graph.Constant(2, [1]), graph.Scalar("alpha"));
        using IExecution execution = new ReferenceEngine().Compile(graph.Build(), new ExecutionOptions()).Rent();
        execution.Run([], [3], 0);
        Assert.Equal([1], momentum.ToArray());
        Assert.Equal([1], velocity.ToArray());
        Assert.Equal([-2], weight.ToArray());
    }

    [Fact]
    public void Run_VariableHeldExactly_KeepsDoublePrecision()
    {
        var weight = new Variable("w", [1]);
        var exact = new Dictionary<Variable, double[]> { [weight] = [1.0 / 3] };
        GraphResult result = GraphRunner.Run(new ReferenceEngine(exact), [], (_, _) => [(SymbolicTensor)weight * 1.0]);
        Assert.Equal(1.0 / 3, result.Outputs[0][0]);
    }

    [Fact]
    public void Run_Dropout_ScalesWhatItKeepsAndSharesDecisionsAlongNoiseAxes()
    {
        float[] ones = [.. Enumerable.Repeat(1f, 400)];
        double[] Drop(ulong run) => GraphRunner.Run(new ReferenceEngine(), [new Fed(ones, [200, 2])],
            (x, _) => [Ops.Write("Dropout", [x[0]], (g, v) => g.Add(new DropoutOp(0.5f, 11, 0, [200, 1]), v[0]))], run: run).Outputs[0];
        double[] first = Drop(1);
        Assert.All(first, v => Assert.True(v is 0 or 2));
        for (int i = 0; i < 200; i++) Assert.Equal(first[2 * i], first[2 * i + 1]);
        Assert.Equal(first, Drop(1));
        Assert.NotEqual(first, Drop(2));
    }
}
