using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;

namespace Fashion.Keras.Tests.Callbacks;

/// <summary>Auto mode finds the direction by the names that the logs have, and fails before the first epoch where it cannot.</summary>
public sealed class MonitorTests
{
    private static readonly float[,] X = { { 1, 2 }, { 3, 4 } };

    public static TheoryData<string, Func<string, Callback>> Callbacks => new()
    {
        { "EarlyStopping", monitor => new EarlyStopping(monitor) },
        { "ReduceLROnPlateau", monitor => new ReduceLROnPlateau(monitor) },
        { "ModelCheckpoint", monitor =>
            new ModelCheckpoint(Path.Combine(Path.GetTempPath(), "never-written.keras"), monitor, saveBestOnly: true) },
    };

    [Theory, MemberData(nameof(Callbacks), DisableDiscoveryEnumeration = true)]
    public void Fit_UnknownName_FailsBeforeTheFirstEpoch(string owner, Func<string, Callback> make)
    {
        Model model = TwoOutputs();
        var before = model.Weights.Select(w => w.ToArray()).ToArray();
        var error = Assert.Throws<ArgumentException>(() => Fit(model, make("val_acuracy")));
        foreach (string part in (string[])[owner, "'val_acuracy'", "loss, left_loss, right_loss, right_accuracy", "MonitorMode.Max"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Weights.Select(w => w.ToArray()));
    }

    [Theory, MemberData(nameof(Callbacks), DisableDiscoveryEnumeration = true)]
    public void Fit_MetricWithSeveralValues_IsRefused(string owner, Func<string, Callback> make)
    {
        foreach (Metric metric in (Metric[])[new F1Score(), new R2Score(ClassAggregation.None), new Precision([0.2, 0.5])])
        {
            var model = new Sequential { new Dense(2, "softmax", inputShape: [2]) };
            model.Compile("sgd", "mse", metrics: [metric]);
            var error =
                Assert.Throws<ArgumentException>(
                    () => model.Fit(X, new float[,] { { 0, 1 }, { 1, 0 } }, verbose: Verbosity.Silent, callbacks: make(metric.Name)));
            foreach (string part in (string[])[owner, $"'{metric.Name}'", "several values"])
                Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData("left_loss"), InlineData("val_right_loss"), InlineData("right_accuracy"), InlineData("val_right_accuracy")]
    public void Fit_NamesOfSeveralOutputs_HaveADirection(string monitor)
    {
        var stop = new EarlyStopping(monitor, patience: 5);
        Fit(TwoOutputs(), stop);
        Assert.NotNull(stop.Best);
    }

    [Fact]
    public void CsvLogger_FolderThatIsMissing_IsMade()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "runs", "today", "log.csv");
        Fit(TwoOutputs(), new CsvLogger(file));
        Assert.StartsWith("epoch,", File.ReadAllText(file), StringComparison.Ordinal);
        Fit(TwoOutputs(), new CsvLogger(file, append: true));
        Assert.Equal(3, File.ReadAllLines(file).Length);
    }

    private static void Fit(Model model, Callback callback) =>
        model.Fit(X, ModelData.Create([new float[2], new int[2]]), verbose: Verbosity.Silent, callbacks: callback,
            validationData: (X, ModelData.Create([new float[2], new int[2]])));

    private static Model TwoOutputs()
    {
        SymbolicTensor x = Input.Of([2]);
        var model = new Model(inputs: x, outputs: (SymbolicTensor[])[x.Dense(1, name: "left"), x.Dense(3, "softmax", name: "right")]);
        model.Compile("sgd", (Loss[])["mse", "sparse_categorical_crossentropy"],
            metrics: new Dictionary<string, Metric[]> { ["right"] = ["accuracy"] });
        return model;
    }
}
