using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Distributed.Tests;

/// <summary>The code of docs/guides/scale-out.md, as it stands there.</summary>
public sealed class GuideCode
{
    [Fact]
    public void Guide()
    {
        Assert.SkipWhen(MpiLibrary.Launcher is not null, "A launcher started the tests.");
        using var folder = new TemporaryFolder();
        string before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder.Path;
        try
        {
            Run();
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    private static void Run()
    {
        float[,] x = new float[64, 4];
        int[] y = [.. Enumerable.Range(0, 64).Select(i => i % 2)];
        for (int i = 0; i < 64; i++) x[i, i % 4] = 1;
        var model = new Sequential { new Dense(8, "relu", inputShape: [4]), new Dense(2, "softmax") };
        model.Options = new ModelOptions { Output = TextWriter.Null };

        #region scale-out.md
        using var ranks = DataParallel.Start();
        model.Distribute(ranks);
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        model.Fit(x, y, batchSize: 32 * ranks.Size, epochs: 2,
            callbacks: [new BackupAndRestore("backup"), new ModelCheckpoint("best.keras", monitor: "loss", saveBestOnly: true)]);
        #endregion

        Assert.True(File.Exists("best.keras"));
        const int stepsPerEpoch = 2;
        #region scale-out.md
        var rate = new ScaledLearningRate(0.1, ranks.Size, warmupSteps: 5 * stepsPerEpoch);
        model.Compile(new Sgd(rate, momentum: 0.9), "sparse_categorical_crossentropy", ["accuracy"]);
        #endregion

        var samples = Dataset.FromIndex(64, i => (X: new float[] { i % 2, 1, 0, 0 }, Y: i % 2));
        #region scale-out.md
        var train = samples.Shard(ranks.Rank, ranks.Size).Shuffle(1000, seed: 7).Batch(32);
        model.Fit(train, epochs: 2);
        #endregion
    }
}
