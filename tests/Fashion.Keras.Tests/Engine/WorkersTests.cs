using System.Diagnostics;
using Fashion.Keras.Engine;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Tests.Support;
using Fashion.Keras.Reference;

namespace Fashion.Keras.Tests.Engine;

/// <summary>Threads: several models, many callers, and rest when there is nothing to do.</summary>
public sealed class WorkersTests
{
    [Fact]
    public void Fit_TwoModelsAtTheSameTime_EachGivesWhatItGivesAlone()
    {
        float[] Train(string name)
        {
            var (model, x, y) = EngineModels.Make(name, new ModelOptions { Threads = 2, Seed = 1 });
            model.Fit(x, y, batchSize: 8, epochs: 4, verbose: Verbosity.Silent);
            return [.. model.Weights.SelectMany(w => w.ToArray())];
        }

        string[] names = ["dense", "pooled", "winograd", "dense"];
        float[][] alone = [.. names.Select(Train)];
        var together = new float[names.Length][];
        Parallel.For(0, names.Length, new ParallelOptions { MaxDegreeOfParallelism = names.Length }, i => together[i] = Train(names[i]));
        for (int i = 0; i < names.Length; i++) Assert.Equal(alone[i], together[i]);
    }

    [Fact]
    public void Predict_ManyThreadsOnOneModel_EachGivesTheSame()
    {
        var (model, x, _) = EngineModels.Make("winograd", new ModelOptions { Threads = 2 });
        float[] want = model.Predict(x, batchSize: 7, verbose: Verbosity.Silent).ToArray();
        Parallel.For(0, 24, new ParallelOptions { MaxDegreeOfParallelism = 8 },
            _ => Assert.Equal(want, model.Predict(x, batchSize: 7, verbose: Verbosity.Silent).ToArray()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Predict_FewerSamplesThanThreads_AgreesWithTheReferenceEngine(int samples)
    {
        foreach (string name in EngineModels.Names)
        {
            var (want, x, _) = EngineModels.Make(name, new ModelOptions { Engine = new ReferenceEngine() });
            var (got, _, _) = EngineModels.Make(name, new ModelOptions { Threads = 4 });
            var few = new float[samples, 13, 11, 3];
            Array.Copy(x, few, few.Length);
            double[] expected = Array.ConvertAll(want.Predict(few, verbose: Verbosity.Silent).ToArray(), v => (double)v);
            AssertClose.Equal(expected, got.Predict(few, verbose: Verbosity.Silent).ToArray(), 1e-5, 1e-4, name);
        }
    }

    [Fact]
    public async Task Run_WorkersThatNeverCome_IsDoneByTheCaller()
    {
        var weight = new Variable("weight", [64, 64]);
        weight.Set([.. Enumerable.Range(0, 64 * 64).Select(i => MathF.Sin(i))]);
        OpGraph graph;
        using (var builder = new GraphBuilder())
        {
            Value x = builder.Read(weight);
            for (int i = 0; i < 3; i++) x = builder.Add(new SoftmaxOp(), builder.Add(new MatMulOp(false, true), x, x));
            builder.Output(x);
            graph = builder.Build();
        }
        unsafe float[] Run(WorkerThreads threads, int runs)
        {
            Plan plan = Compiler.Compile(graph, new ExecutionOptions(Threads: 3));
            var frame = new Frame(plan);
            frame.Attach(new ArenaPool().Rent(plan.ArenaFloats, frame));
            for (int i = 0; i < runs; i++) threads.Run(plan, frame);
            Assert.InRange(plan.Phases, 3, 100);
            var result = new float[64 * 64];
            new ReadOnlySpan<float>(frame[plan.Outputs[0]], result.Length).CopyTo(result);
            GC.KeepAlive(weight);
            return result;
        }
        WorkerThreads threads = new(3), stopped = new(3);
        stopped.Stop();

        float[] want = Run(threads, 200);
        // A caller that waits for the workers would wait forever.
        float[] got = await Task.Run(() => Run(stopped, 3), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(want, got);
        Assert.NotEqual(0, want[0]);
        threads.Stop();
    }

    [Fact]
    public void WorkerThreads_WithoutWork_Sleep()
    {
        var threads = new WorkerThreads(3);
        long start = Stopwatch.GetTimestamp();
        while (threads.Sleeping < 2 && Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30)) Thread.Yield();
        Assert.Equal(2, threads.Sleeping);
        threads.Stop();
    }
}
