using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Optimizers.Schedules;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Training that was saved and loaded in between gives the same bits as training in one go.</summary>
public sealed class ContinuationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-keras-").FullName;
    private static readonly float[,] X = Samples();
    private static readonly int[] Y = [.. Enumerable.Range(0, 50).Select(i => i % 3)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static IEnumerable<TheoryDataRow<string, string>> Cases =>
        from extension in (string[])[".keras", ".h5", ".weights.h5"]
        from optimizer in (string[])["adam", "amsgrad", "sgd", "sgd_schedule", "rmsprop", "nadam", "adamw_ema", "ftrl"]
        select new TheoryDataRow<string, string>(extension, optimizer);

    [Theory, MemberData(nameof(Cases))]
    public void Fit_TwoEpochsSavedLoadedTwoMore_EqualsFour(string extension, string optimizer)
    {
        Model whole = Build(optimizer), first = Build(optimizer);
        first.Trainer.Restore(whole.Trainer.Random.State);
        foreach ((Variable from, Variable to) in whole.Weights.Zip(first.Weights)) to.Set(from.ToArray());
        // Averaging of weights (EMA) ends a Fit by putting the averages in, as in Keras; so two calls are another training than one.
        if (optimizer == "adamw_ema") whole.Fit(X, Y, batchSize: 8, epochs: 2, verbose: Verbosity.Silent);
        whole.Fit(X, Y, batchSize: 8, epochs: 4, initialEpoch: optimizer == "adamw_ema" ? 2 : 0, verbose: Verbosity.Silent);

        first.Fit(X, Y, batchSize: 8, epochs: 2, verbose: Verbosity.Silent);
        string path = Path.Combine(_folder, "model" + extension);
        Model second;
        if (extension == ".weights.h5")
        {
            first.SaveWeights(path);
            second = Build(optimizer);
            second.Optimizer!.Build(second.TrainableWeights);
            second.LoadWeights(path);
        }
        else
        {
            first.Save(path);
            second = Model.Load(path);
        }
        Assert.Equal(first.Optimizer!.Iterations, second.Optimizer!.Iterations);
        second.Fit(X, Y, batchSize: 8, epochs: 4, initialEpoch: 2, verbose: Verbosity.Silent);

        foreach ((Variable want, Variable got) in whole.Weights.Zip(second.Weights)) Assert.Equal(want.ToArray(), got.ToArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void BackupAndRestore_InterruptedRun_EndsAsIfUninterrupted(int? saveFreq)
    {
        Model whole = Build("adam"), first = Build("adam");
        first.Trainer.Restore(whole.Trainer.Random.State);
        foreach ((Variable from, Variable to) in whole.Weights.Zip(first.Weights)) to.Set(from.ToArray());
        whole.Fit(X, Y, batchSize: 8, epochs: 4, verbose: Verbosity.Silent,
            callbacks: [new EarlyStopping("loss", patience: 50, restoreBestWeights: true)]);
        string folder = Path.Combine(_folder, "backup");

        // The step after the backup fails; the interrupted process is gone, a new one builds the model again.
        Assert.Throws<TimeoutException>(() => first.Fit(X, Y, batchSize: 8, epochs: 4, verbose: Verbosity.Silent,
            callbacks: [new EarlyStopping("loss", patience: 50, restoreBestWeights: true), new BackupAndRestore(folder, saveFreq),
                new LambdaCallback(onTrainBatchEnd: FailAt(17))]));
        Assert.True(File.Exists(Path.Combine(folder, "latest.weights.h5")));
        Assert.Contains("\"epoch\":2", File.ReadAllText(Path.Combine(folder, "training_metadata.json")), StringComparison.Ordinal);
        Model second = Build("adam");
        var stop = new EarlyStopping("loss", patience: 50, restoreBestWeights: true);
        History history =
            second.Fit(X, Y, batchSize: 8, epochs: 4, verbose: Verbosity.Silent, callbacks: [stop, new BackupAndRestore(folder, saveFreq)]);

        Assert.Equal([2, 3], history.Epochs);
        foreach ((Variable want, Variable got) in whole.Weights.Zip(second.Weights)) Assert.Equal(want.ToArray(), got.ToArray());
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void BackupAndRestore_CancelledRun_KeepsTheBackup()
    {
        Model model = Build("adam");
        string folder = Path.Combine(_folder, "backup");
        using var source = new CancellationTokenSource();

        Assert
            .Throws<OperationCanceledException>(() => model.Fit(X, Y, epochs: 5, verbose: Verbosity.Silent, cancellationToken: source.Token,
            callbacks: [new BackupAndRestore(folder), new LambdaCallback(onEpochEnd: (epoch, _) => { if (epoch == 1) source.Cancel(); })]));

        Assert.True(File.Exists(Path.Combine(folder, "latest.weights.h5")));
    }

    private static Action<int, Logs> FailAt(int steps) => (_, _) => { if (--steps == 0) throw new TimeoutException("stopped here"); };

    internal static Model Build(string optimizer)
    {
        var model = new Sequential { new Input(6), new Dense(9, activation: "relu"), new Dropout(0.3), new BatchNormalization(),
            new Dense(3, activation: "softmax") };
        model.Compile(optimizer switch
        {
            "amsgrad" => new Adam(amsgrad: true, clipnorm: 1.0),
            "sgd" => new Sgd(0.1, momentum: 0.9, nesterov: true),
            "sgd_schedule" => new Sgd(new CosineDecay(0.1, 40), momentum: 0.9),
            "adamw_ema" => new AdamW(learningRate: 0.003, useEma: true, emaOverwriteFrequency: 5),
            _ => optimizer,
        }, "sparse_categorical_crossentropy", ["accuracy"]);
        return model;
    }

    internal static float[,] Samples()
    {
        var random = new Random(5);
        var x = new float[50, 6];
        for (int i = 0; i < 50; i++)
            for (int j = 0; j < 6; j++) x[i, j] = random.NextSingle() + (i % 3 == j ? 1 : 0);
        return x;
    }
}
