using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Callbacks;

/// <summary>What the log of a run looks like that was interrupted and goes on.</summary>
public sealed class CsvLoggerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Append_ResumedRun_HasEveryEpochOnce(int stepsPerBackup)
    {
        using var folder = new TemporaryFolder();
        string log = folder.File("logs/run.csv");
        int killed = 0;
        Callback[] Callbacks() =>
        [
            new CsvLogger(log, append: true),
            new BackupAndRestore(folder.File("backup"), saveFreq: stepsPerBackup * 5),
            new LambdaCallback(onEpochBegin: epoch => { if (epoch == 4 && killed++ == 0) throw new InvalidOperationException("killed"); }),
        ];
        void Fit() =>
            Model().Fit(new float[16, 2], new float[16, 1], batchSize: 4, epochs: 6, verbose: Verbosity.Silent, callbacks: Callbacks());
        Assert.Throws<InvalidOperationException>(Fit);
        Assert.Equal(["epoch", "0", "1", "2", "3"], FirstCells(log));
        Fit();
        Assert.Equal(["epoch", "0", "1", "2", "3", "4", "5"], FirstCells(log));
    }

    [Fact]
    public void Append_RunResumedInItsFirstEpoch_KeepsTheRowsOfRunsBefore()
    {
        using var folder = new TemporaryFolder();
        string log = folder.File("run.csv");
        int batches = 0;
        void Fit(bool killed) => Model().Fit(new float[16, 2], new float[16, 1], batchSize: 4, epochs: 2,
            verbose: Verbosity.Silent, callbacks:
        [
            new CsvLogger(log, append: true), new BackupAndRestore(folder.File("backup"), saveFreq: 3),
            new LambdaCallback(onTrainBatchEnd: (_, _) => { if (killed && ++batches == 5) throw new InvalidOperationException("killed"); }),
        ]);
        Fit(killed: false);
        Assert.Throws<InvalidOperationException>(() => Fit(killed: true));
        Assert.Equal(["epoch", "0", "1", "0"], FirstCells(log));
        // What a killed process leaves of a row.
        File.AppendAllText(log, "1,0.2");
        Fit(killed: false);
        Assert.Equal(["epoch", "0", "1", "0", "1"], FirstCells(log));
    }

    [Fact]
    public void Append_InitialEpochBeforeTheLastOne_TakesItsPlace()
    {
        using var folder = new TemporaryFolder();
        string log = folder.File("run.csv");
        void Fit(int first, int epochs) =>
            Model().Fit(new float[4, 2], new float[4, 1], initialEpoch: first, epochs: epochs, verbose: Verbosity.Silent,
                callbacks: new CsvLogger(log, append: true));
        Fit(0, 4);
        Fit(2, 5);
        Assert.Equal(["epoch", "0", "1", "2", "3", "4"], FirstCells(log));
        // Another run from the start is another run.
        Fit(0, 2);
        Assert.Equal(["epoch", "0", "1", "2", "3", "4", "0", "1"], FirstCells(log));
    }

    private static Sequential Model()
    {
        var model = new Sequential { new Dense(1, inputShape: [2]) };
        model.Options = new ModelOptions { Seed = 1 };
        model.Compile("sgd", "mse");
        return model;
    }

    private static string[] FirstCells(string path) => [.. File.ReadAllLines(path).Select(l => l.Split(',')[0])];
}
