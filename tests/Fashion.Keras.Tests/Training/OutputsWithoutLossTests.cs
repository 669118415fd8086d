using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;

namespace Fashion.Keras.Tests.Training;

/// <summary>An output that has neither a loss nor a metric needs no targets, as in Keras.</summary>
public sealed class OutputsWithoutLossTests
{
    private static readonly float[,] X = { { 1, 2 }, { 3, 4 }, { 5, 6 } };
    private static readonly float[] Y = [1, 2, 3];

    public static TheoryData<string, OutputLosses> Losses => new()
    {
        { "named", new Dictionary<string, Loss> { ["second"] = "mse" } },
        { "listed", (Loss?[])[null, "mse"] },
        { "texts", (string?[])[null, "mse"] },
    };

    [Theory, MemberData(nameof(Losses), DisableDiscoveryEnumeration = true)]
    public void AnyUse_OnlyTheTargetsThatCount_AreEnough(string form, OutputLosses losses)
    {
        Assert.NotEmpty(form);
        ModelData[] targets = [Y, ModelData.Create([Y]), new Dictionary<string, ModelData> { ["second"] = Y },
            ModelData.Create([new float[3], Y])];
        double[] seen = [.. targets.Select(y =>
        {
            Model model = Make();
            model.Compile("sgd", losses);
            double loss = model.Fit(X, y, verbose: Verbosity.Silent, validationData: (X, y))["loss"][0];
            model.Evaluate(X, y, verbose: Verbosity.Silent);
            model.TestOnBatch(X, y);
            return loss + model.TrainOnBatch(X, y)["loss"];
        })];
        Assert.All(seen, value => Assert.Equal(seen[0], value));
    }

    [Fact]
    public void Fit_MetricOnTheOutput_NeedsItsTargets()
    {
        Model model = Make();
        model.Compile("sgd", new Dictionary<string, Loss> { ["second"] = "mse" },
            metrics: new Dictionary<string, Metric[]> { ["first"] = ["mae"] });
        var error =
            Assert.Throws<ArgumentException>(
                () => model.Fit(X, new Dictionary<string, ModelData> { ["second"] = Y }, verbose: Verbosity.Silent));
        Assert.Contains("'first' is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WrongNumberOfTargets_SaysWhichCount()
    {
        Model model = Make();
        model.Compile("sgd", (Loss?[])[null, "mse"]);
        var error = Assert.Throws<ArgumentException>(() => model.Fit(X, ModelData.Create([Y, Y, Y]), verbose: Verbosity.Silent));
        foreach (string part in (string[])["2 targets (first, second)", "3 arrays", "second."])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(
            () => model.Fit(X, new Dictionary<string, ModelData> { ["third"] = Y }, verbose: Verbosity.Silent));
        Assert.Contains("'third'", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(".keras"), InlineData(".h5")]
    public void Save_OutputWithoutALoss_ComesBackWithoutOne(string extension)
    {
        using var folder = new TemporaryFolder();
        foreach (TheoryDataRow<string, OutputLosses> row in Losses)
        {
            Model model = Make();
            model.Compile("sgd", row.Data.Item2);
            model.Fit(X, Y, verbose: Verbosity.Silent);
            string file = folder.File($"{row.Data.Item1}{extension}");
            model.Save(file);
            Model loaded = Model.Load(file);
            Assert.Equal(model.Evaluate(X, Y, verbose: Verbosity.Silent).Loss, loaded.Evaluate(X, Y, verbose: Verbosity.Silent).Loss);
        }
    }

    private static Model Make()
    {
        SymbolicTensor x = Input.Of([2]);
        return new Model(inputs: x,
            outputs: (SymbolicTensor[])[x.Dense(1, name: "first"), x.Dense(1, kernelInitializer: "ones", name: "second")]);
    }
}
