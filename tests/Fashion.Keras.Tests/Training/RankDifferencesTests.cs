using Fashion.Keras.Callbacks;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Training;

/// <summary>Ranks that do different things: all of them get an exception that says what differs, and none waits.</summary>
public sealed class RankDifferencesTests
{
    private const int Count = 40;

    [Fact]
    public void Samples_OfDifferentNumber_AreNamedPerRank()
    {
        Exception[] errors = ThreadRanks.Failures(3, ranks =>
            Model(ranks).Fit(X(30 + ranks.Rank), Y(30 + ranks.Rank), batchSize: 8, verbose: 0));
        Assert.All(errors, e => Assert.Contains("samples (rank 0: 30, rank 1: 31, rank 2: 32)", e.Message));
    }

    [Fact]
    public void Samples_WithOtherContents_AreRefused()
    {
        Exception[] errors = ThreadRanks.Failures(2, ranks =>
        {
            float[,] x = X(Count);
            if (ranks.Rank == 1) x[0, 0] += 1;
            Model(ranks).Fit(x, Y(Count), batchSize: 8, verbose: 0);
        });
        Assert.All(errors, e => Assert.Contains("contents (rank 1 other than rank 0)", e.Message));
    }

    [Fact]
    public void Models_OfDifferentShape_AreRefusedOnAllRanks()
    {
        Exception[] errors = ThreadRanks.Failures(2, ranks =>
        {
            var model = new Sequential { new Dense(3 + ranks.Rank, inputShape: [5]), new Dense(1) };
            model.Distribute(ranks);
            model.Compile("sgd", "mse");
            model.Fit(X(Count), new float[Count], verbose: 0);
        });
        Assert.All(errors, e => Assert.Contains("numbers in them (rank 0: 22, rank 1: 29)", e.Message));
    }

    [Fact]
    public void LayersThatDraw_OfDifferentNumber_AreRefused()
    {
        Exception[] errors = ThreadRanks.Failures(2, ranks =>
        {
            var model = new Sequential { new Dense(3, inputShape: [5]) };
            if (ranks.Rank == 1) model.Add(new Dropout(0.5));
            model.Distribute(ranks);
            model.Compile("sgd", "mse");
            model.Fit(X(Count), new float[Count, 3], verbose: 0);
        });
        Assert.All(errors, e => Assert.Contains("layers that draw random numbers (rank 0: 0, rank 1: 1)", e.Message));
    }

    [Fact]
    public void Seeds_OfDifferentValue_AreNamed()
    {
        Exception[] errors = ThreadRanks.Failures(2, ranks =>
        {
            Sequential model = Model(ranks);
            model.Options = new ModelOptions { Threads = 1, Seed = 5 + ranks.Rank };
            model.Fit(X(Count), Y(Count), verbose: 0);
        });
        Assert.All(errors, e => Assert.Contains("seed (rank 0: 5, rank 1: 6)", e.Message));
    }

    [Fact]
    public void Calls_OfDifferentMethods_AreRefused()
    {
        Exception[] errors = ThreadRanks.Failures(2, ranks =>
        {
            Sequential model = Model(ranks);
            if (ranks.Rank == 0) model.Evaluate(X(Count), Y(Count), verbose: 0);
            else model.TestOnBatch(X(Count), Y(Count));
        });
        Assert.Contains("Evaluate was called here, but not on all ranks", errors[0].Message);
        Assert.Contains("TestOnBatch was called here, but not on all ranks", errors[1].Message);
    }

    // What a rank throws before the call has begun reaches its caller, and the others hear of it; the job goes on.
    [Fact]
    public void RankThatFailsBeforeFit_IsNamedByTheOthers()
    {
        Exception[] errors = ThreadRanks.Failures(2, ranks =>
        {
            Sequential model = Model(ranks);
            Exception own = Assert.ThrowsAny<Exception>(() =>
                model.Fit(ranks.Rank == 0 ? X(Count) : new float[Count, 4], Y(Count), verbose: 0));
            model.Fit(X(Count), Y(Count), verbose: 0);
            throw own;
        });
        Assert.Contains("Fit has not begun, because it failed on rank 1", errors[0].Message);
        Assert.IsType<ShapeMismatchException>(errors[1]);
    }

    [Fact]
    public void StreamThatFailsOnOneRank_EndsTrainingOnAll()
    {
        Exception[] errors = ThreadRanks.Failures(2, ranks =>
            Model(ranks).Fit(Pairs(i => ranks.Rank == 1 && i == 30 ? throw new IOException("No such file.") : i).Batch(8), verbose: 0));
        Assert.Contains("training ends, because rank 1 failed", errors[0].Message);
        Assert.Contains("No such file.", errors[1].ToString());
        errors = ThreadRanks.Failures(2, ranks => Model(ranks)
            .Evaluate(Pairs(i => ranks.Rank == 1 && i == 30 ? throw new IOException("No such file.") : i).Batch(8), verbose: 0));
        Assert.Contains("the evaluation ends, because rank 1 failed", errors[0].Message);
        Assert.Contains("No such file.", errors[1].ToString());
    }

    [Fact]
    public void SampleWeights_OnOneRankOnly_AreRefused()
    {
        float[] weights = [.. Enumerable.Repeat(1f, Count)];
        Exception[] errors = ThreadRanks.Failures(2, ranks => Model(ranks).Fit(X(Count), Y(Count), verbose: 0,
            sampleWeight: ranks.Rank == 0 ? null : (ModelData)weights));
        Assert.All(errors, e => Assert.Contains("contents (rank 1 other than rank 0)", e.Message));
        errors = ThreadRanks.Failures(2, ranks => Model(ranks).Fit(
            Pairs(i => i).Batch(8).Map(b => ranks.Rank == 0 ? b : new DataBatch(b.X, b.Y, weights[..8])), verbose: 0));
        Assert.All(errors, e => Assert.Contains("only rank 1 of 2 have sample weights for the next step", e.Message));
    }

    [Fact]
    public void Weights_ThatACallbackChangesOnOneRank_AreRefused()
    {
        Exception[] errors = ThreadRanks.Failures(2, ranks =>
            Model(ranks).Fit(X(Count), Y(Count), epochs: 3, verbose: 0, callbacks: ranks.Rank == 1 ? [new Changes(weights: true)] : []));
        Assert.All(errors, e => Assert.Contains("After epoch 1 rank 1 has other weights or another learning rate than rank 0", e.Message));
        errors = ThreadRanks.Failures(3, ranks =>
            Model(ranks).Fit(X(Count), Y(Count), epochs: 3, verbose: 0, callbacks: ranks.Rank > 0 ? [new Changes(weights: false)] : []));
        Assert.All(errors, e => Assert.Contains("After epoch 1 ranks 1, 2 has other weights or another learning rate", e.Message));
        // Only at the end of training.
        errors = ThreadRanks.Failures(2, ranks => Model(ranks).Fit(X(Count), Y(Count), epochs: 3, verbose: 0,
            callbacks: ranks.Rank == 0 ? [new Changes(atEnd: true)] : []));
        Assert.All(errors, e => Assert.Contains("At the end of training rank 1 has other weights", e.Message));
    }

    [Fact]
    public void BackupAndRestore_OnOneRankOnly_IsRefused()
    {
        using var folder = new TemporaryFolder();
        Exception[] errors = ThreadRanks.Failures(2, ranks => Model(ranks).Fit(X(Count), Y(Count), verbose: 0,
            callbacks: ranks.Rank == 0 ? [new BackupAndRestore(folder.Path)] : []));
        Assert.All(errors, e => Assert.Contains("BackupAndRestore (rank 1 other than rank 0)", e.Message));
    }

    [Fact]
    public void Shard_ThatIsEmpty_CountsNothingInValidation_AndIsRefusedForTraining()
    {
        // Two samples for three ranks.
        double[][] losses = ThreadRanks.Run(3, ranks => Model(ranks).Fit(X(Count), Y(Count), batchSize: 8, epochs: 2, verbose: 0,
            validationData: ValidationData.From(Pairs(i => i).Take(2).Shard(ranks.Rank, ranks.Size).Batch(4)))["val_loss"].ToArray());
        Assert.Equal(losses[0], losses[2]);
        double one = Model(null).Fit(X(Count), Y(Count), batchSize: 8, epochs: 2, verbose: 0,
            validationData: ValidationData.From(Pairs(i => i).Take(2).Batch(4)))["val_loss"][^1];
        Assert.Equal(one, losses[0][^1], 1e-5);
        Exception[] errors = ThreadRanks.Failures(3, ranks =>
            Model(ranks).Fit(Pairs(i => i).Take(2).Shard(ranks.Rank, ranks.Size).Batch(4), verbose: 0));
        Assert.All(errors.Take(2), e => Assert.Contains("its shard is empty", e.Message));
    }

    private static Dataset<(float[] X, int Y)> Pairs(Func<int, int> number)
    {
        (float[,] x, int[] y) = (X(Count), Y(Count));
        return Dataset.FromIndex(Count, i => (Enumerable.Range(0, 5).Select(j => x[number(i), j]).ToArray(), y[i]));
    }

    private static float[,] X(int count)
    {
        var random = new Random(2);
        var x = new float[count, 5];
        for (int n = 0; n < count; n++)
            for (int i = 0; i < 5; i++) x[n, i] = (float)random.NextDouble() + (i == n % 3 ? 1 : 0);
        return x;
    }

    private static int[] Y(int count) => [.. Enumerable.Range(0, count).Select(n => n % 3)];

    private static Sequential Model(ICollective? ranks)
    {
        var model = new Sequential { new Dense(3, "softmax", inputShape: [5], kernelInitializer: new GlorotUniform(2)) };
        model.Options = new ModelOptions { Threads = 1, Seed = 4 };
        if (ranks is not null) model.Distribute(ranks);
        model.Compile(new Adam(0.01), new SparseCategoricalCrossentropy(), ["accuracy"]);
        return model;
    }

    private sealed class Changes(bool weights = false, bool atEnd = false) : Callback
    {
        public override void OnEpochEnd(int epoch, Logs logs)
        {
            if (weights) Model.Weights[0].Set(new float[15]);
            else if (!atEnd) Model.Optimizer!.LearningRate /= 2;
        }

        public override void OnTrainEnd(Logs logs)
        {
            if (atEnd) Model.Weights[0].Set(new float[15]);
        }
    }
}
