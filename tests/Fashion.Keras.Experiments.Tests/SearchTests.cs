using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Experiments.Tests;

public sealed class SearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _trained;

    public void Dispose() => _folder.Dispose();

    private Search Make(string? folder = null, int parallel = 1, Action<TrialContext>? before = null) => new("tiny", hp =>
        {
            var model = new Sequential { new Dense(hp.Int("units", 2, 6, step: 2), "relu", inputShape: [4]) };
            if (hp.Boolean("drops")) model.Add(new Dropout(hp.Choice("rate", 0.1, 0.3)));
            model.Add(new Dense(1, "sigmoid"));
            model.Compile(new Adam(hp.Float("learning", 0.001, 0.1, step: 10, log: true)), "binary_crossentropy", metrics: ["accuracy"]);
            return model;
        },
        (model, trial) =>
        {
            Interlocked.Increment(ref _trained);
            before?.Invoke(trial);
            return Tiny.Fit(model, trial.Epochs, trial.Callbacks());
        })
    { Out = folder, Parallel = parallel, Objective = "val_loss", Epochs = 2, Seed = 7, Output = TextWriter.Null };

    private static string Essence(SearchResult result) =>
        string.Join('\n', result.Trials.Select(t => $"{t.Number} {t.ValuesText} {t.Epochs} {t.Bracket} {t.Round} {t.Objective:R}"));

    [Fact]
    public void Grid_TriesAllCombinations_AlsoOfConditions()
    {
        SearchResult result = Make().Grid();
        Assert.Equal(3 * 3 * 3, result.Trials.Select(t => t.ValuesText).Distinct().Count());
        Assert.Contains(result.Trials, t => t.ValuesText == "units=4, drops=True, rate=0.3, learning=0.01");
        Assert.Contains(result.Trials, t => t.ValuesText == "units=6, drops=False, learning=0.1");
        Assert.Equal(result.Trials.Min(t => t.Objective), result.Best.Objective);
        Assert.Contains("val_loss", result.ToString(), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Make().Grid(maxTrials: 5));
    }

    [Fact]
    public void Random_FollowsFromTheSeed_AlsoSeveralAtATime()
    {
        SearchResult serial = Make().Random(6), parallel = Make(parallel: 3).Random(6);
        Assert.Equal(Essence(serial), Essence(parallel));
        Assert.Equal(serial.BestModel.GetLayer(0).Weights[0].ToArray(), parallel.BestModel.GetLayer(0).Weights[0].ToArray());
        Assert.Equal(27, Make().Random(100).Trials.Select(t => t.ValuesText).Distinct().Count());
    }

    [Fact]
    public void BestModel_HasTheObjective()
    {
        SearchResult result = Make().Random(4);
        Assert.Equal(result.Best.Objective, Tiny.ValidationLoss(result.BestModel), 1e-6);
        Assert.Equal(int.Parse(result.Best.Values["units"]), result.BestValues.Int("units", 2, 6, step: 2));
    }

    [Fact]
    public void Hyperband_LetsTheBestTrainOn()
    {
        SearchResult result = Make(_folder.Path).Hyperband(maxEpochs: 9);
        // s = 2: 9 trials of 1 epoch, 3 of 3, 1 of 9; s = 1: 5 of 3, 1 of 9; s = 0: 3 of 9.
        Assert.Equal((17, 9 + 3 + 1 + 5 + 1 + 3), (result.Trials.Count, _trained));
        Assert.Equal([6, 2, 1, 4, 1, 3],
            Enumerable.Range(0, 3).SelectMany(
                b => result.Trials.Where(t => t.Bracket == b).GroupBy(t => t.Round).OrderBy(g => g.Key).Select(g => g.Count())));
        SearchTrial furthest = result.Trials.First(t => t is { Bracket: 0, Round: 2 });
        Search alone =
            new("alone", hp => Make().Build(HyperParameters.Of(furthest.Values)),
                (model, trial) => Tiny.Fit(model, trial.Epochs, trial.Callbacks()))
            { Objective = "val_loss", Epochs = 9, Seed = 7, Output = TextWriter.Null };
        Assert.Equal(furthest.Objective, alone.Random(1).Best.Objective);
        Assert.Equal(["best.keras"], Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "tiny")).Select(Path.GetFileName));
    }

    [Fact]
    public void Cancelled_ContinuesAsIfNothingHadBeen()
    {
        using var stop = new CancellationTokenSource();
        Search search = Make(_folder.Path, before: _ => { if (_trained == 11) stop.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => search.Hyperband(9, cancellationToken: stop.Token));
        Assert.Equal(10, File.ReadAllLines(Path.Combine(_folder.Path, "tiny.trials.jsonl")).Length);
        SearchResult result = Make(_folder.Path).Hyperband(9);
        Assert.Equal(22 + 1, _trained);
        Assert.Equal(Essence(Make().Hyperband(9)), Essence(result));
    }

    [Fact]
    public void Mistakes_AreNamed()
    {
        Assert.Contains("trial.Callbacks",
            Assert.Throws<StudyException>(
                () => new Search("x", hp => Tiny.Model(0.1), (model, trial) => Tiny.Fit(model, 1, [])) { Output = TextWriter.Null }.Random(
                    1)).Message, StringComparison.Ordinal);
        Assert.Contains("val_nothing",
            Assert.Throws<StudyException>(
                () => new Search("x", hp => Tiny.Model(0.1), (model, trial) => Tiny.Fit(model, 1, trial.Callbacks()))
                { Objective = "val_nothing", Output = TextWriter.Null }.Random(1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Search("a/b", hp => Tiny.Model(0.1), (model, trial) => new History()));
    }
}
