using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;

namespace Fashion.Keras.Tests.Training;

/// <summary>The forms in which losses, metrics and weights of several outputs are written; each must compile and mean the same.</summary>
public sealed class CompileSpellingTests : IDisposable
{
    private static readonly string[] Names = ["p_mae", "q_mse", "q_mae"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EverySpelling_NamesTheSameMetrics()
    {
        Check(m => m.Compile("sgd", loss: ["mse", "mae"], metrics: [["mae"], ["mse", "mae"]]));
        Check(m => m.Compile("sgd", loss: ["mse", new MeanAbsoluteError()], metrics: ["mae", ["mse", "mae"]], lossWeights: [1, 0.5]));
        Check(m => m.Compile("sgd", loss: new() { ["p"] = "mse", ["q"] = new MeanAbsoluteError() },
            metrics: new() { ["p"] = ["mae"], ["q"] = ["mse", "mae"] }, lossWeights: new() { ["q"] = 0.5 }));

        Check(m => m.Compile("sgd", loss: new Dictionary<string, string> { ["p"] = "mse", ["q"] = "mae" },
            metrics: new Dictionary<string, string[]> { ["p"] = ["mae"], ["q"] = ["mse", "mae"] }));
        Check(m => m.Compile("sgd", loss: new Dictionary<string, Loss> { ["p"] = "mse", ["q"] = "mae" },
            metrics: new Dictionary<string, Metric[]> { ["p"] = ["mae"], ["q"] = ["mse", "mae"] }));
        Check(m => m.Compile(loss: "mse", metrics: new() { ["p"] = "mae", ["q"] = new[] { "mse", "mae" } }));
        Check(m => m.Compile("adam", "mse", weightedMetrics: [["mae"], ["mse", "mae"]]));
        Check(m => m.Compile("adam", ["mse", null], [["mae"], ["mse", "mae"]]));
    }

    [Fact]
    public void OneOutput_TakesAListOrAListOfOneList()
    {
        var model = new Sequential { new Dense(1, inputShape: [2]) };
        model.Compile("sgd", "mse", ["mae", "mse"]);
        Assert.Equal(["mae", "mse"], model.Metrics.Select(m => m.Name));
        model.Compile("sgd", "mse", [["mae", "mse"]]);
        Assert.Equal(["mae", "mse"], model.Metrics.Select(m => m.Name));
        model.Compile("sgd", "mse", metrics: new List<Metric> { "mae" });
        Assert.Equal(["mae"], model.Metrics.Select(m => m.Name));
    }

    [Fact]
    public void OutputWithoutMetrics_IsNullInAListOrMissingByName()
    {
        Model model = TwoOutputs();
        model.Compile("sgd", "mse", [null, "mae"]);
        Assert.Contains("q_mae", Logs(model));
        Assert.DoesNotContain("p_mae", Logs(model));
        Assert.Contains("'r'", Assert.Throws<ArgumentException>(() =>
        {
            model.Compile("sgd", "mse", new() { ["r"] = "mae" });
            Logs(model);
        }).Message, StringComparison.Ordinal);
        OutputMetrics inOrder = ["mae"];
        Assert.Throws<InvalidOperationException>(() => inOrder["p"] = "mae");
    }

    private void Check(Action<Model> compile)
    {
        Model model = TwoOutputs();
        compile(model);
        Assert.Subset(Logs(model), Names.ToHashSet());
        model.Save(_folder.File("model.keras"));
        Assert.Subset(Logs(Model.Load(_folder.File("model.keras"))), Names.ToHashSet());
    }

    private static HashSet<string> Logs(Model model) =>
        [.. model.Evaluate(new float[4, 2], [new float[4, 1], new float[4, 1]], verbose: Verbosity.Silent).Names];

    private static Model TwoOutputs()
    {
        SymbolicTensor x = Input.Of([2]);
        return new Model(x, [x.Dense(1, name: "p"), x.Dense(1, name: "q")]);
    }
}
