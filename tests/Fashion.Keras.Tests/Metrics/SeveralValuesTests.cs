using Fashion.Keras.Callbacks;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Tests.Metrics;

/// <summary>
/// Metrics with a value per class or threshold: the history, the logs and the evaluation have all of them, the bar their mean, as in Keras.
/// </summary>
public sealed class SeveralValuesTests
{
    private static readonly float[,] X = { { 1, 0 }, { 0, 1 }, { 1, 0 }, { 1, 0 } }, Y = { { 1, 0 }, { 0, 1 }, { 0, 1 }, { 1, 0 } };

    // Answers 0, 1, 0, 0 for targets 0, 1, 1, 0.
    private static Sequential Make(params Metric[] metrics)
    {
        var model = new Sequential { new Dense(2, "softmax", kernelInitializer: new Identity(3), inputShape: [2]) };
        model.Compile(new Sgd(0), "mse", metrics: metrics);
        return model;
    }

    [Fact]
    public void FitAndEvaluate_ScoreWithoutAveraging_HasAValuePerClass()
    {
        Sequential model = Make(new F1Score(), new Precision([0.2, 0.99]));
        using var folder = new TemporaryFolder();
        History history =
            model.Fit(X, Y, epochs: 2, verbose: Verbosity.Silent, validationData: (X, Y), callbacks: new CsvLogger(folder.File("log.csv")));
        foreach (string key in (string[])["f1_score", "val_f1_score"])
        {
            Assert.Equal(2, history.Vectors(key).Count);
            foreach (IReadOnlyList<double> scores in history.Vectors(key))
                Assert.Equal([0.8, 2 / 3.0], scores, (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.Equal((0.8 + 2 / 3.0) / 2, history[key][1], 1e-5);
        }
        EvaluationResult result = model.Evaluate(X, Y, verbose: Verbosity.Silent);
        Assert.Equal([0.8, 2 / 3.0], result.Vector("f1_score"), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal([0.75, 0], result.Vector("precision"));
        Assert.Equal([result.Loss], result.Vector("loss"));
        Assert.Equal(2, model.TestOnBatch(X, Y).Vector("f1_score").Count);
        Assert.Throws<KeyNotFoundException>(() => result.Vector("recall"));
        Assert.Throws<KeyNotFoundException>(() => history.Vectors("recall"));
        Assert.Contains("\"\"\"[0.75, 0.0]\"\"\"", File.ReadAllLines(folder.File("log.csv"))[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ScoreWithAveraging_HasOneValue()
    {
        History history = Make(new F1Score(Averaging.Macro)).Fit(X, Y, verbose: Verbosity.Silent);
        Assert.Equal(history["f1_score"][0], Assert.Single(history.Vectors("f1_score")[0]));
    }
}
