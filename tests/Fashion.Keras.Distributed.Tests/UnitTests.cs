using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Optimizers.Schedules;

namespace Fashion.Keras.Distributed.Tests;

/// <summary>What needs no launcher.</summary>
public sealed class UnitTests
{
    [Fact]
    public void Start_WithoutALauncher_IsOneRank()
    {
        Assert.SkipWhen(MpiLibrary.Launcher is not null, "A launcher started the tests.");
        using DataParallel ranks = DataParallel.Start();
        Assert.Equal((0, 1, 0, 1, true, ""), (ranks.Rank, ranks.Size, ranks.LocalRank, ranks.LocalSize, ranks.IsFirst, ranks.Library));
        float[] values = [1, 2];
        ranks.Average(values);
        ranks.Barrier();
        Assert.Equal([1, 2], values);
        Assert.Equal(0, ranks.BytesSent);
        Assert.Throws<ArgumentOutOfRangeException>(() => DataParallel.Start(TimeSpan.Zero));
    }

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE", null, "libmpi.so.40")]
    [InlineData("PMI_SIZE", null, "libmpi_abi.so.0")]
    [InlineData("PMIX_RANK", null, "libmpi.so.40")]
    [InlineData("PMI_SIZE", "/opt/mpi/libmpi.so", "/opt/mpi/libmpi.so")]
    public void Library_IsThatOfTheLauncher(string launcher, string? chosen, string first)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The names are those of Linux.");
        Assert.Equal(first, MpiLibrary.Names(launcher, chosen)[0]);
    }

    [Fact]
    public void OrderedSum_IsTheSumInTheOrderOfTheRanks()
    {
        float[] parts = [1e8f, 1, -1e8f, 2, 1, 3], mean = new float[2];
        OrderedSum.Mean(parts, 3, mean);
        Assert.Equal([(1e8f + -1e8f + 1) / 3, 6f / 3], mean);
        double[] sum = new double[2];
        OrderedSum.Sum([1, 2, 3, 4], 2, sum);
        Assert.Equal([4, 6], sum);
    }

    [Fact]
    public void ScaledLearningRate_RisesToTheProduct_ThenFollowsTheSchedule()
    {
        var rate = new ScaledLearningRate(0.1, factor: 8, warmupSteps: 4);
        Assert.Equal([0.1, 0.275, 0.45, 0.625, 0.8, 0.8], Enumerable.Range(0, 6).Select(i => Math.Round(rate.At(i), 12)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScaledLearningRate(0.1, factor: 0, warmupSteps: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScaledLearningRate(0.1, factor: 2, warmupSteps: -1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ScaledLearningRate_IsSavedAndLoaded(bool schedule)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "model.keras");
        LearningRate inner = schedule ? new ExponentialDecay(0.1, 10, 0.5) : 0.1;
        var model = new Sequential { new Dense(1, inputShape: [2]) };
        model.Compile(new Sgd(new ScaledLearningRate(inner, 4, warmupSteps: 5)), "mse");
        model.Fit(new float[4, 2], new float[4], batchSize: 2, epochs: 2, verbose: 0);
        model.Save(path);

        var loaded = Model.Load(path, customObjects: new CustomObjects { ScaledLearningRate.FromConfig });
        var rate = Assert.IsType<ScaledLearningRate>(loaded.Optimizer!.Schedule);
        Assert.Equal((4, 5, model.Optimizer!.LearningRate), (rate.Factor, rate.WarmupSteps, loaded.Optimizer.LearningRate));
        foreach (int step in (int[])[0, 3, 5, 20]) Assert.Equal(model.Optimizer.Schedule!.At(step), rate.At(step));
        var unknown = Assert.Throws<ModelFormatException>(() => Model.Load(path));
        Assert.Contains("ScaledLearningRate", unknown.Message);
        Assert.Contains("compile: false", unknown.Message);
    }

    [Fact]
    public void LibraryOfAnotherLauncher_IsNamed_WithWhatWasLookedFor()
    {
        Environment.SetEnvironmentVariable("OMPI_COMM_WORLD_SIZE", "4");
        try
        {
            string problem = MpiLibrary.Problem("OMPI_COMM_WORLD_SIZE", 1)!;
            Assert.Contains("started 4 processes (OMPI_COMM_WORLD_SIZE=4)", problem);
            Assert.Contains("knows 1", problem);
            Assert.Contains("libmpi", problem);
            Assert.Null(MpiLibrary.Problem("OMPI_COMM_WORLD_SIZE", 4));
        }
        finally
        {
            Environment.SetEnvironmentVariable("OMPI_COMM_WORLD_SIZE", null);
        }
    }
}
