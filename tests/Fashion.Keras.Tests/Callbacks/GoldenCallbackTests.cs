using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Callbacks;

/// <summary>Keras's callbacks driven with scripted logs: what they decide and what they print.</summary>
public sealed class GoldenCallbackTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("golden-callback");

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("callback");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Callback_AsScripted_DoesWhatKerasDoes(string name)
    {
        GoldenCase golden = GoldenCase.Load("callback", name);
        Action<GoldenCase> check = golden.Text("callback") switch
        {
            "EarlyStopping" => CheckEarlyStopping,
            "ModelCheckpoint" => CheckModelCheckpoint,
            "ReduceLROnPlateau" => CheckReduceLROnPlateau,
            "LearningRateScheduler" => CheckLearningRateScheduler,
            "CSVLogger" => CheckCsvLogger,
            "TerminateOnNaN" => CheckTerminateOnNaN,
            string other => _ => Assert.Skip($"not built yet: callback {other}"),
        };
        switch (golden["error"]?["type"]?.GetValue<string>())
        {
            case null: check(golden); break;
            case not null when golden.Text("callback") == "LearningRateScheduler":
                Assert.Skip("cannot be written in C#: a rule that does not return a float"); break;
            case "KeyError": Assert.Throws<KeyNotFoundException>(() => check(golden)); break;
            default: Assert.ThrowsAny<ArgumentException>(() => check(golden)); break;
        }
    }

    private static void CheckEarlyStopping(GoldenCase golden)
    {
        var config = new CallbackConfig(golden["config"]);
        var stop = new EarlyStopping(config.Monitor, config.Number("min_delta") ?? 0, config.Int("patience") ?? 0, config.Flag("verbose"),
            config.Mode, config.Number("baseline"), config.Flag("restore_best_weights"), config.Int("start_from_epoch") ?? 0);
        var run = new ScriptedRun(stop);
        stop.OnTrainBegin();
        int epochs = 0;
        Logs logs = [];
        foreach (Logs epoch in Epochs(golden, config.Monitor))
        {
            logs = epoch;
            run.Weight = epochs + 1;
            stop.OnEpochEnd(epochs++, logs);
            if (run.Model.StopTraining) break;
        }
        stop.OnTrainEnd(logs);

        string printed = run.TakePrinted();
        if (golden["printed_at_train_end"] is { } text) Assert.Equal(text.GetValue<string>(), printed);
        AssertWarnings(golden, run);
        Assert.Equal(golden.Required("epochs_run").GetValue<int>(), epochs);
        Assert.Equal(golden.Required("stopped").GetValue<bool>(), run.Model.StopTraining);
        Assert.Equal(golden.Required("stopped_epoch_attribute").GetValue<int>(), stop.StoppedEpoch);
        Assert.Equal(CallbackConfig.NumberOf(golden["best"]), stop.Best);
        Assert.Equal(golden.Required("best_epoch_zero_based").GetValue<int>(), stop.BestEpoch);
        Assert.Equal(golden.Required("wait_at_end").GetValue<int>(), stop.Wait);
        int restored = (golden["weights_restored_from_epoch_one_based"] as JsonArray)?.LastOrDefault()?.GetValue<int>() ?? epochs;
        Assert.Equal(restored, run.Weight);
    }

    private static void CheckReduceLROnPlateau(GoldenCase golden)
    {
        var config = new CallbackConfig(golden["config"]);
        var plateau =
            new ReduceLROnPlateau(config.Monitor, config.Number("factor") ?? 0.1, config.Int("patience") ?? 10, config.Flag("verbose"),
                config.Mode, config.Number("min_delta") ?? 1e-4, config.Int("cooldown") ?? 0, config.Number("min_lr") ?? 0);
        var run = new ScriptedRun(plateau, InitialLearningRate(golden));
        plateau.OnTrainBegin();
        int epoch = 0;
        foreach (Logs logs in Epochs(golden, config.Monitor))
        {
            plateau.OnEpochEnd(epoch, logs);
            Assert.Equal(golden.Required("learning_rate_in_logs")[epoch]!.GetValue<double>(), logs["learning_rate"]);
            Assert.Equal(golden.Required("learning_rate_after_epoch")[epoch]!.GetValue<double>(), run.Model.Optimizer!.LearningRate);
            Assert.Equal(golden.Required("printed")[epoch]!.GetValue<string>(), run.TakePrinted());
            epoch++;
        }
        AssertWarnings(golden, run);
    }

    private static void CheckLearningRateScheduler(GoldenCase golden)
    {
        // The rule is given in words; the rates it led to stand in the case.
        double[] rates = [.. golden.Required("per_epoch").AsArray().Select(e => e!["learning_rate"]!.GetValue<double>())];
        var scheduler = new LearningRateScheduler(epoch => rates[epoch], new CallbackConfig(golden["config"]).Flag("verbose"));
        var run = new ScriptedRun(scheduler, InitialLearningRate(golden));
        for (int epoch = 0; epoch < rates.Length; epoch++)
        {
            Logs logs = [];
            scheduler.OnEpochBegin(epoch);
            scheduler.OnEpochEnd(epoch, logs);
            Assert.Equal(golden.Required("per_epoch")[epoch]!["printed"]!.GetValue<string>(), run.TakePrinted());
            Assert.Equal(rates[epoch], run.Model.Optimizer!.LearningRate);
            Assert.Equal(rates[epoch], logs["learning_rate"]);
        }
    }

    private static void CheckModelCheckpoint(GoldenCase golden)
    {
        var config = new CallbackConfig(golden["config"]);
        var checkpoint = new RecordingCheckpoint(config);
        var run = new ScriptedRun(checkpoint);
        int batches = golden["batches_per_epoch"]?.GetValue<int>() ?? 0;
        checkpoint.OnTrainBegin();
        int epoch = -1;
        foreach (Logs logs in Epochs(golden, config.Monitor))
        {
            epoch++;
            checkpoint.OnEpochBegin(epoch);
            for (int batch = 0; batch < batches; batch++)
                checkpoint.OnTrainBatchEnd(batch,
                    ScriptedRun.LogsOf(logs.Where(l => !l.Key.StartsWith("val_", StringComparison.Ordinal)).Select(l => (l.Key, l.Value))));
            checkpoint.OnEpochEnd(epoch, logs);

            JsonNode expected = golden.Required("per_epoch")[epoch]!;
            Assert.Equal(expected["printed"]!.GetValue<string>(), run.TakePrinted());
            Assert.Equal(expected["saved"]!.AsArray().Select(s => (s![0]!.GetValue<string>(), s[1]!.GetValue<string>())),
                checkpoint.TakeSaved());
            if (expected["logs_after"] is { } after) Assert.Equal(LogsOf(after), logs);
            Assert.Equal(expected["stop_training"]?.GetValue<bool>() ?? false, run.Model.StopTraining);
        }
        AssertWarnings(golden, run);
    }

    private void CheckCsvLogger(GoldenCase golden)
    {
        var config = new CallbackConfig(golden["config"]);
        string path = Path.Combine(_folder.FullName, "log.csv");
        var logger = new CsvLogger(path, config.Text("separator") ?? ",", config.Flag("append"));
        RunCsv(logger, golden.Required("logs").AsArray().Select((l, epoch) => (epoch, LogsOf(l!))));
        Assert.Equal(golden.Text("file_text"), File.ReadAllText(path));
        if (golden["second_run_logs"] is not JsonArray second) return;
        RunCsv(logger, second.Select(l => (l![0]!.GetValue<int>(), LogsOf(l[1]!))));
        Assert.Equal(golden.Text("file_text_after_second_run"), File.ReadAllText(path));
    }

    private static void RunCsv(CsvLogger logger, IEnumerable<(int Epoch, Logs Logs)> epochs)
    {
        logger.OnTrainBegin();
        foreach ((int epoch, Logs logs) in epochs) logger.OnEpochEnd(epoch, logs);
        logger.OnTrainEnd([]);
    }

    private static void CheckTerminateOnNaN(GoldenCase golden)
    {
        foreach (JsonNode? row in golden.Required("rows").AsArray())
        {
            var callback = new TerminateOnNaN();
            var run = new ScriptedRun(callback);
            callback.OnTrainBatchEnd(golden["batch"]?.GetValue<int>() ?? 0,
                ScriptedRun.LogsOf(("loss", CallbackConfig.NumberOf(row!["loss"])!.Value)));
            Assert.Equal(row["printed"]!.GetValue<string>(), run.TakePrinted());
            Assert.Equal(row["stop_training"]!.GetValue<bool>(), run.Model.StopTraining);
        }
    }

    // Warnings are for people, their words are free: checked is whether there are any, and what about. We give each once per
    // run; a mode that does not exist cannot be written in C#.
    private static void AssertWarnings(GoldenCase golden, ScriptedRun run)
    {
        run.TakePrinted();
        string[] expected =
            [.. (golden["warnings"] as JsonArray ?? []).Select(w => w!.GetValue<string>())
                .Where(w => !w.Contains("mode '", StringComparison.Ordinal)).Distinct()];
        Assert.Equal(expected.Length, run.Warnings.Count);
        string monitor = new CallbackConfig(golden["config"]).Monitor;
        Assert.All(run.Warnings, w => Assert.Contains(monitor, w, StringComparison.Ordinal));
    }

    // The values of the monitor, or whole logs.
    private static IEnumerable<Logs> Epochs(GoldenCase golden, string monitor) => golden["monitored_values"] is JsonArray values
        ? values.Select(v => CallbackConfig.NumberOf(v) is { } known ? ScriptedRun.LogsOf((monitor, known))
            : ScriptedRun.LogsOf(("loss", 1)))
        : golden.Required("logs").AsArray().Select(l => LogsOf(l!));

    // Keras's own rate is in double here, so are these.
    private static double InitialLearningRate(GoldenCase golden) => golden["initial_learning_rate"]?.GetValue<double>() ?? 0.1;

    private static Logs LogsOf(JsonNode json) =>
        ScriptedRun.LogsOf(json.AsObject().Select(p => (p.Key, CallbackConfig.NumberOf(p.Value)!.Value)));

    private sealed class RecordingCheckpoint(CallbackConfig config) : ModelCheckpoint(
        config.Text("filepath") ?? "model.keras",
        config.Monitor,
        config.Flag("verbose"),
        config.Flag("save_best_only"),
        config.Flag("save_weights_only"),
        config.Mode,
        SaveFrequency(config.Json?["save_freq"]),
        config.Number("initial_value_threshold"))
    {
        private readonly List<(string Kind, string Path)> _saved = [];

        public (string Kind, string Path)[] TakeSaved()
        {
            (string, string)[] saved = [.. _saved];
            _saved.Clear();
            return saved;
        }

        // "epoch" is null in C#; any other text is as wrong as 0.
        private static int? SaveFrequency(JsonNode? json) =>
            json?.GetValueKind() == JsonValueKind.Number ? json.GetValue<int>() : json?.GetValue<string>() is null or "epoch" ? null : 0;

        protected override void Save(string path, bool weightsOnly) => _saved.Add((weightsOnly ? "weights" : "model", path));
    }
}
