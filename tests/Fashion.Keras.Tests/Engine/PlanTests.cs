using System.Diagnostics;
using Fashion.Keras.Data;
using Fashion.Keras.Engine;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Training;

namespace Fashion.Keras.Tests.Engine;

/// <summary>What a compiled plan promises: nothing allocated, memory shared, times only on request.</summary>
public sealed class PlanTests
{
    [Theory]
    [InlineData("dense", 1)]
    [InlineData("pooled", 1)]
    [InlineData("pooled", 2)]
    [InlineData("normalized", 2)]
    [InlineData("sequence", 1)]
    public void Run_ThousandTrainingSteps_AllocatesNothing(string name, int threads)
    {
        var (model, x, y) = EngineModels.Make(name, new ModelOptions { Threads = threads });
        using var runner = new StepRunner(model.Trainer, StepKind.Train);
        using var batches = new ArrayBatches(SampleSet.Of(model.Trainer, x, y).Slice(0, 16), 16);
        batches.MoveNext();
        for (int i = 0; i < 20; i++) runner.Run(batches);
        // A collection that another test causes counts what is left of this thread's allocation buffer as used; not every time.
        long bytes = 0;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++) runner.Run(batches);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            if (bytes == 0) break;
        }
        Assert.Equal(0, bytes);
    }

    [Fact]
    public void BufferBytes_ManyLayersPredicting_AreThoseOfAFew()
    {
        var model = new Sequential().Input(256);
        for (int i = 0; i < 20; i++) model.Dense(256, "relu");
        IExecutable step = model.Trainer.Steps.Get(new StepKey(StepKind.Predict, [[64, 256]])).Executable;
        // The input and each layer's result are 64 KiB; memory is used again as soon as 256 KiB of them have died.
        Assert.InRange(step.BufferBytes, 1, 8 * 64 * 256 * sizeof(float));
    }

    [Fact]
    public void Workers_LeftToTheEngine_AreOneForLittleWork()
    {
        var model = new Sequential().Input(784).Dense(128, "relu").Dense(10, "softmax");
        Assert.Equal(1, Workers(model, 1));
        Assert.Equal(PhysicalCores.Count, Workers(model, 512));
        model.Options = new ModelOptions { Threads = 3 };
        Assert.Equal(3, Workers(model, 1));
    }

    private static int Workers(Sequential model, int batch) =>
        ((Executable)model.Trainer.Steps.Get(new StepKey(StepKind.Predict, [[batch, 784]])).Executable).Plan.Workers;

    [Fact]
    public void Profile_Off_MeasuresNothing()
    {
        var (model, x, y) = EngineModels.Make("dense", new ModelOptions());
        model.Fit(x, y, verbose: Verbosity.Silent);
        Assert.Empty(model.Profile());
    }

    [Fact]
    public void Profile_On_ListsEveryStepWithTimesAndShapes()
    {
        var (model, x, y) = EngineModels.Make("dense", new ModelOptions { Profile = true });
        model.Fit(x, y, batchSize: 37, epochs: 2, verbose: Verbosity.Silent);
        ModelProfile profile = Assert.Single(model.Profile());
        Assert.Equal("Train (37, 13, 11, 3)", profile.Title);
        ProfileEntry dense = profile.Entries.First(e => e.Operation == "dense + relu");
        Assert.StartsWith("dense", dense.Layer, StringComparison.Ordinal);
        Assert.Equal("(37, 429) (429, 70) (70,) -> (37, 70)", dense.Shapes);
        Assert.Equal(2, dense.Calls);
        Assert.True(dense is { Milliseconds: > 0, GigaFlops: > 0 });
        Assert.True(profile.BufferBytes > 0);
        Assert.Contains("dense + relu", profile.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Profile_DenseAndConvolution_KnowTheirPartsAndBytes()
    {
        const int batch = 32, side = 9, filters = 8;
        var model = new Sequential().Input(side, side, 1).Conv2D(filters, 2, strides: 2).Flatten().Dense(64);
        Plan plan = PlanOf(model, batch, side, side, 1);
        PlanStep convolution = Named(plan, "conv2d + bias"), product = Named(plan, "dense"),
            sum = plan.Steps.Last(s => s.Info.Operation == "dense");
        // By images, or, with more threads than those, by rows of results.
        Assert.Equal(batch * 4, convolution.Parts);
        Assert.Equal(sizeof(float) * (batch * side * side + 4 * filters + filters + batch * 4 * 4 * filters), convolution.Bytes);
        // 128 inputs are summed up in two parts, for two panels of 32 columns; then the parts of a sample.
        Assert.Equal(2 * 2, product.Parts);
        Assert.Equal(sizeof(float) * (batch * 128 + 128 * 64 + 2 * batch * 64), product.Bytes);
        Assert.Equal(batch, sum.Parts);
        Assert.Equal(sizeof(float) * (2 * batch * 64 + 64 + batch * 64), sum.Bytes);
    }

    [Fact]
    public void Entries_TimesOfARun_AreEstimatedAsMeasured()
    {
        var model = new Sequential().Input(256).Dense(64, "relu").Dense(10, "softmax");
        Plan plan = PlanOf(model, 32, 256);
        var timer = new StepTimer(plan.Steps, plan.Waits, plan.Workers);
        timer.AddRun();
        long tick = Stopwatch.Frequency / 100_000;
        for (int i = 0; i < plan.Steps.Count; i++) timer.Add(i, i % 3 == 1 ? tick : 0, 100 * tick * (i + 1));
        var profile = new ModelProfile("Predict", 0, timer.Entries());
        Assert.Equal(plan.Phases - 1, profile.Entries.Count(e => e.IsAfterBarrier));
        Assert.All(profile.Entries, e => Assert.Equal(2, e.Threads));
        Assert.Equal([.. plan.Steps.Select(s => s.Parts)], profile.Entries.Select(e => e.Parts));
        Assert.Equal([.. plan.Steps.Select(s => s.Bytes)], profile.Entries.Select(e => e.Bytes));
        Assert.Equal(profile.Milliseconds, profile.EstimateMilliseconds(2), 0.1 * profile.Milliseconds);
    }

    private static Plan PlanOf(Sequential model, params int[] shape)
    {
        model.Options = new ModelOptions { Threads = 2 };
        return ((Executable)model.Trainer.Steps.Get(new StepKey(StepKind.Predict, [shape])).Executable).Plan;
    }

    private static PlanStep Named(Plan plan, string operation) => plan.Steps.First(s => s.Info.Operation == operation);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Profile_ConvolutionWithBiasAndRelu_IsOneStepIfFused(bool fusion)
    {
        var (model, x, y) = EngineModels.Make("strided", new ModelOptions { Profile = true, Fusion = fusion });
        model.TrainOnBatch(x, y);
        Assert.Equal(fusion, model.Profile().SelectMany(p => p.Entries).Any(e => e.Operation == "conv2d + relu"));
    }

    [Fact]
    public void Compile_NegativeThreads_SaysWhatIsRight()
    {
        using var graph = new GraphBuilder();
        var exception =
            Assert.Throws<ArgumentOutOfRangeException>(() => new ManagedEngine().Compile(graph.Build(), new ExecutionOptions(Threads: -1)));
        Assert.Contains("0 stands for all physical cores", exception.Message, StringComparison.Ordinal);
    }
}
