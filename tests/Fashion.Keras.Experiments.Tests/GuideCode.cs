using Fashion.Keras.Callbacks;
using Fashion.Keras.Evaluation;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Experiments.Tests;

/// <summary>
/// The code of the guide on experiments, as it stands there: it compiles and runs. Fashion.Keras.Tests compares the texts.
/// </summary>
public sealed class GuideCode : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // Relative names are those of the guide; all other tests use full ones.
    [Fact]
    public void Experiments()
    {
        var (x, y) = Tiny.Make(64, seed: 1);
        var (xValid, yValid) = Tiny.Make(32, seed: 2);
        var (xTest, yTest) = Tiny.Make(32, seed: 3);
        Model Classifier(double rate) => Tiny.Model(rate);
        #region experiments.md
        using var stop = new CancellationTokenSource();
        var study = new Study("dropout") { Seeds = 5, Out = "runs", Mark = new PassMark(minAccuracy: 0.5, maxLoss: 1) };
        foreach (double rate in new[] { 0.0, 0.3 })
            study.Add($"{rate}", () => Classifier(rate),
                fit: (model, run) => model.Fit(x, y, epochs: 3, verbose: Verbosity.Silent, validationData: (xValid, yValid),
                    callbacks: run.Callbacks(new ModelCheckpoint(run.PathOf("best.keras"), monitor: "val_accuracy", saveBestOnly: true))),
                evaluate: (model, run) => run.Load("best.keras").Evaluate(xTest, yTest, verbose: Verbosity.Silent),
                settings: new() { ["epochs"] = 3 });
        StudyResult result = study.Run(cancellationToken: stop.Token);
        #endregion
        Assert.Equal(10, result.Runs.Count);
        #region experiments.md
        Console.WriteLine(result);
        VariantSummary with = result["0.3"];
        Console.WriteLine($"{with.Accuracy.Mean} +- {with.Accuracy.StandardDeviation}, {with.ShareMeeting(result.Mark!):P0} meet the mark");
        PairedDifference difference = result.Difference("0.3", baseline: "0", metric: "loss");
        Console.WriteLine($"{difference.Mean} [{difference.Lower}, {difference.Upper}], {difference.Method}");
        IReadOnlyList<double> curve = result.Runs[0].History["val_loss"];
        #endregion
        Assert.Equal((5, 3), (difference.Seeds.Count, curve.Count));
        #region experiments.md
        StudyResult kept = StudyResult.Load("runs/dropout.runs.jsonl");
        #endregion
        Assert.Equal(result.Essence(), kept.Essence());
        #region experiments.md
        var search = new Search("widths", hp =>
        {
            _ = hp.Int("batch", 8, 32, step: 8);
            var model =
                new Sequential { new Dense(hp.Int("units", 8, 32, step: 8), hp.Choice("activation", "relu", "tanh"), inputShape: [4]) };
            if (hp.Boolean("dropout")) model.Add(new Dropout(hp.Float("rate", 0.1, 0.5, step: 0.1)));
            model.Add(new Dense(1, "sigmoid"));
            model.Compile(new Adam(hp.Float("learning_rate", 1e-4, 1e-2, log: true)), "binary_crossentropy", metrics: ["accuracy"]);
            return model;
        },
        fit: (model, trial) => model.Fit(x, y, batchSize: trial.Values.Int("batch", 8, 32, step: 8), epochs: trial.Epochs,
            verbose: Verbosity.Silent,
            validationData: (xValid, yValid), callbacks: trial.Callbacks()))
        { Out = "runs", Objective = "val_loss" };
        SearchResult found = search.Hyperband(maxEpochs: 9);
        #endregion
        #region experiments.md
        Console.WriteLine(found);
        Model best = found.BestModel;
        int units = found.BestValues.Int("units", 8, 32, step: 8);
        #endregion
        Assert.Equal(units, best.GetLayer(0).Weights[1].Shape[0]);
    }
}
