using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Reporting;

namespace Fashion.Keras.Tests.Callbacks;

public sealed class ProgressReporterTests
{
    [Fact]
    public void EveryStep_IsReported_WithoutALeastTime()
    {
        List<FitProgress> seen = Run(TimeSpan.Zero);
        Assert.Equal([1 / 8.0, 2 / 8.0, 3 / 8.0, 4 / 8.0, 0.5, 5 / 8.0, 6 / 8.0, 7 / 8.0, 1, 1], seen.Select(p => p.Fraction));
        Assert.Equal([4, 9], seen.Index().Where(p => p.Item.EpochEnded).Select(p => p.Index));
        Assert.All(seen, p => Assert.Equal((2, 4), (p.Epochs, p.Steps)));
        Assert.Equal(["loss", "val_loss"], seen[^1].Values.Keys.Order());
        Assert.Equal(["loss"], seen[0].Values.Keys);
    }

    [Fact]
    public void EndsOfEpochs_AreReportedAlways() => Assert.Equal([0.5, 1], Run(TimeSpan.FromHours(1)).Select(p => p.Fraction));

    [Fact]
    public void Arguments_AreChecked()
    {
        Assert.Throws<ArgumentNullException>(() => new ProgressReporter(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProgressReporter(new Reports([]), TimeSpan.FromSeconds(-1)));
    }

    [Fact]
    public void UnknownLength_CountsEpochs() =>
        Assert.Equal(0.5, new FitProgress(2, 2, 17, null, new Dictionary<string, double>(), EpochEnded: false).Fraction);

    private static List<FitProgress> Run(TimeSpan interval)
    {
        var seen = new List<FitProgress>();
        var model = new Sequential { new Input(2), new Dense(1) };
        model.Compile("sgd", "mse");
        model.Fit(new float[25, 2], new float[25], batchSize: 5, epochs: 2, verbose: Verbosity.Silent, validationSplit: 0.2,
            callbacks: [new ProgressReporter(new Reports(seen), interval)]);
        return seen;
    }

    private sealed class Reports(List<FitProgress> seen) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => seen.Add(value);
    }
}
