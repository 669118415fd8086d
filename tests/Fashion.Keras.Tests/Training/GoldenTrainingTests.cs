using System.Text.Json.Nodes;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Training;

/// <summary>Whole runs of Fit against the same runs of Keras: losses, metrics, weights, optimizer state, predictions.</summary>
public class GoldenTrainingTests
{
    private const double LossTolerance = 2e-5, WeightTolerance = 1e-4;

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("training");

    [Theory, MemberData(nameof(Cases))]
    public void Fit_WithKerasWeights_TakesTheSameCourse(string name)
    {
        GoldenCase golden = GoldenCase.Load("training", name);
        Sequential model = Build(golden);
        ModelData x = Data(golden.Tensor("x"));
        AssertClose.Equal(golden.Tensor("predict_before").Values, model.Predict(x, verbose: Verbosity.Silent).ToArray(), 1e-5, 1e-5,
            "predict before");

        var recorder = new BatchRecorder();
        History history = Fit(golden, model, x, recorder);

        AssertHistory(golden["history"]!.AsObject(), history);
        JsonArray batches = golden["batch_end_logs"]!.AsArray();
        Assert.Equal(batches.Count, recorder.Batches.Count);
        for (int i = 0; i < batches.Count; i++) AssertLogs(batches[i]!.AsObject(), recorder.Batches[i], $"batch log {i}");
        AssertWeights(golden["final_weights"]!.AsArray(), model);
        AssertOptimizer(golden["optimizer_variables"]!.AsArray(), model.Optimizer!);
        GoldenTensor after = golden.Tensor("predict_after");
        AssertClose.Equal(after.Values, model.Predict(x, verbose: Verbosity.Silent).ToArray().AsSpan(0, after.Values.Length),
            WeightTolerance, WeightTolerance, "predict after");
        EvaluationResult result = model.Evaluate(Data(golden.Tensor("x_val")), Data(golden.Tensor("y_val")),
            Int(golden["fit"]!, "batch_size") ?? 32, Verbosity.Silent);
        foreach (var (key, value) in golden["evaluate_after_on_val"]!.AsObject()) AssertNumber(value!, result[key], $"evaluate {key}", key);
    }

    private static Sequential Build(GoldenCase golden)
    {
        JsonObject config = golden["model"]!["config"]!.AsObject();
        var model =
            new Sequential(config["layers"]!.AsArray().Select((layer, i) => LayerTable.From(NestedConfig.From(layer!, $"layers[{i}]"))),
                config["name"]!.GetValue<string>());
        model.Build();
        JsonArray initial = golden["initial_weights"]!.AsArray();
        Assert.Equal(initial.Select(w => w!["path"]!.GetValue<string>()), model.Weights.Select(w => w.Path));
        foreach (var (weight, given) in model.Weights.Zip(initial)) weight.Set(new GoldenTensor(given!["value"]!).Floats);
        model.Compile(OptimizerOf(golden["optimizer"]!.AsObject()), LossOf(golden["loss"]!), MetricsOf(golden["metrics"]),
            weightedMetrics: MetricsOf(golden["weighted_metrics"]));
        return model;
    }

    private static Optimizer OptimizerOf(JsonObject json)
    {
        JsonObject copy = json.DeepClone().AsObject();
        JsonObject config = copy["config"]!.AsObject();
        if (config["schedule"] is JsonArray schedule)
        {
            config.Remove("schedule");
            config["learning_rate"] = new JsonObject { ["class_name"] = schedule[0]!.DeepClone(), ["config"] = schedule[1]!.DeepClone() };
        }
        return OptimizerTable.From(NestedConfig.From(copy, "optimizer"))!;
    }

    private static Loss LossOf(JsonNode json) => LossTable.From(NestedConfig.From(json, "loss"))!;

    private static OutputMetrics? MetricsOf(JsonNode? json) =>
        json is null
            ? null
            : OutputMetrics.Create(
                [.. json.AsArray()
                    .Select((m, i) => m is JsonValue
                        ? (MetricList?)m.GetValue<string>()
                        : MetricTable.From(NestedConfig.From(m!, $"metrics[{i}]"))!)]);

    private static History Fit(GoldenCase golden, Sequential model, ModelData x, BatchRecorder recorder)
    {
        JsonNode fit = golden["fit"]!;
        ValidationData? validation = fit["validation"]?.GetValue<string>() switch
        {
            "data" => (Data(golden.Tensor("x_val")), Data(golden.Tensor("y_val"))),
            "data_weighted" => (Data(golden.Tensor("x_val")), Data(golden.Tensor("y_val")), Data(golden.Tensor("val_sample_weight"))),
            _ => null,
        };
        ValidationFrequency? frequency = fit["validation_freq"] switch
        {
            JsonArray epochs => epochs.Select(e => e!.GetValue<int>()).ToArray(),
            JsonValue every => every.GetValue<int>(),
            _ => null,
        };
        return model.Fit(x, Data(golden.Tensor("y")), Int(fit, "batch_size") ?? 32, Int(fit, "epochs") ?? 1, Verbosity.Silent, recorder,
            fit["validation_split"]?.GetValue<double>() ?? 0, validation, shuffle: false,
            fit["class_weight"]?.AsObject().ToDictionary(w => int.Parse(w.Key, System.Globalization.CultureInfo.InvariantCulture),
                w => w.Value!.GetValue<double>()),
            fit["sample_weight"] is { } weights
                ? weights is JsonArray list ? Data([.. list.Select(w => (float)w!.GetValue<double>())]) : Data(new GoldenTensor(weights))
                : null,
            Int(fit, "initial_epoch") ?? 0, Int(fit, "steps_per_epoch"), Int(fit, "validation_steps"), Int(fit, "validation_batch_size"),
            frequency);
    }

    private static int? Int(JsonNode json, string key) => json[key]?.GetValue<int>();

    private static ModelData Data(GoldenTensor tensor) => Data(tensor.Floats, tensor.Shape);

    private static ModelData Data(float[] values) => values;

    private static ModelData Data(float[] values, Shape shape) =>
        System.Numerics.Tensors.Tensor.Create(values, [.. shape.Select(s => (nint)s)]);

    private static void AssertHistory(JsonObject expected, History history)
    {
        Assert.Equal(expected.Select(e => e.Key).Order(StringComparer.Ordinal), history.Keys);
        foreach (var (key, values) in expected)
        {
            JsonArray list = values!.AsArray();
            Assert.Equal(list.Count, history[key].Count);
            for (int i = 0; i < list.Count; i++) AssertNumber(list[i]!, history[key][i], $"{key} of epoch {i}", key);
        }
    }

    private static void AssertLogs(JsonObject expected, Dictionary<string, double> logs, string what)
    {
        foreach (var (key, value) in expected)
            if (key != "batch") AssertNumber(value!, logs[key], $"{what}: {key}", key);
    }

    private static void AssertNumber(JsonNode expected, double got, string what, string key) =>
        AssertClose.Equal([expected.GetValue<double>()], [(float)got],
            key.Contains("accuracy", StringComparison.Ordinal) ? 1e-6 : LossTolerance, 1e-5, what);

    private static void AssertWeights(JsonArray expected, Sequential model)
    {
        foreach (var (weight, given) in model.Weights.Zip(expected))
            AssertClose.Equal(new GoldenTensor(given!["value"]!).Values, weight.ToArray(), WeightTolerance, WeightTolerance, weight.Path);
    }

    private static void AssertOptimizer(JsonArray expected, Optimizer optimizer)
    {
        Assert.Equal(expected.Select(e => e!["path"]!.GetValue<string>()), optimizer.Entries.Select(e => e.Path));
        foreach (var (entry, given) in optimizer.Entries.Zip(expected))
            AssertClose.Equal(new GoldenTensor(given!["value"]!).Values, [.. entry.Read().Select(v => (float)v)], WeightTolerance,
                WeightTolerance, entry.Path);
    }

    private sealed class BatchRecorder : Callback
    {
        public List<Dictionary<string, double>> Batches { get; } = [];

        public override void OnTrainBatchEnd(int batch, Logs logs) => Batches.Add(new(logs));
    }
}
