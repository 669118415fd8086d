using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Optimizers.Schedules;
using Fashion.Keras.Saving;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// Every loss, metric, optimizer and schedule, with the options of the golden cases, comes back out of both whole-model formats.
/// </summary>
public sealed class CompileRoundTripTests : IDisposable
{
    private static readonly float[] X = [.. Enumerable.Range(0, 32).Select(i => MathF.Sin(i))];

    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-keras-").FullName;

    public static IEnumerable<TheoryDataRow<string>> Losses => GoldenCase.Names("loss");

    public static IEnumerable<TheoryDataRow<string>> Metrics => GoldenCase.Names("metric");

    public static IEnumerable<TheoryDataRow<string>> Optimizers => GoldenCase.Names("optimizer");

    public static IEnumerable<TheoryDataRow<string>> Schedules => GoldenCase.Names("schedule");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Losses))]
    public void SaveAndLoad_Loss_IsTheSame(string name)
    {
        Model model = Small();
        model.Compile("sgd", LossTable.From(Nested(GoldenCase.Load("loss", name).Json, name))!);

        Check(model, $"loss_{name}");
    }

    [Theory, MemberData(nameof(Metrics))]
    public void SaveAndLoad_Metric_IsTheSame(string name)
    {
        Model model = Small();
        Metric metric = MetricTable.From(Nested(GoldenCase.Load("metric", name).Json, name))!;
        // Sparse metrics take the labels of a sparse loss.
        bool sparse = metric.ClassName.StartsWith("Sparse", StringComparison.Ordinal);
        model.Compile("sgd", sparse ? "sparse_categorical_crossentropy" : "mse", [metric]);

        // Mean and Sum stand for themselves; Keras cannot train with them.
        Check(model, $"metric_{name}", exchange: metric is not (Mean or Sum));
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void SaveAndLoad_OptimizerThatHasRun_IsTheSame(string name)
    {
        GoldenCase golden = GoldenCase.Load("optimizer", name);
        JsonObject json = golden.Json;
        if (golden["schedule"] is JsonObject schedule) json["config"]!["learning_rate"] = schedule.DeepClone();

        CheckTrained(OptimizerTable.From(Nested(json, name))!, $"optimizer_{name}");
    }

    [Theory, MemberData(nameof(Schedules))]
    public void SaveAndLoad_Schedule_IsTheSame(string name) =>
        CheckTrained(new Sgd(ScheduleTable.From(Nested(GoldenCase.Load("schedule", name).Json, name)), momentum: 0.9), $"schedule_{name}");

    private void CheckTrained(Optimizer optimizer, string name)
    {
        Model model = Small();
        model.Compile(optimizer, "mse", ["mae"]);
        model.Fit(Tensor.Create(X, [8, 4]), new float[8, 3], batchSize: 4, verbose: Verbosity.Silent);

        Check(model, name);
    }

    private void Check(Model model, string name, bool exchange = true)
    {
        float[] want = Predict(model);
        string compiled = CompileConfig.Write(model.Trainer.Settings!, model.OutputNames).ToJsonString();
        foreach (string extension in (string[])[".keras", ".h5"])
        {
            string path = Path.Combine(_folder, "model" + extension);
            model.Save(path);

            Model loaded = Model.Load(path);

            // Whole-model .h5 has full names of losses instead of aliases.
            Assert.Equal(compiled.Replace("\"loss\":\"mse\"", "\"loss\":\"mean_squared_error\"", StringComparison.Ordinal),
                CompileConfig.Write(loaded.Trainer.Settings!, loaded.OutputNames).ToJsonString()
                    .Replace("\"loss\":\"mse\"", "\"loss\":\"mean_squared_error\"", StringComparison.Ordinal));
            Assert.Equal(model.Optimizer!.Built, loaded.Optimizer!.Built);
            if (loaded.Optimizer.Built)
                foreach ((OptimizerEntry a, OptimizerEntry b) in model.Optimizer.Entries.Zip(loaded.Optimizer.Entries, (a, b) => (a, b)))
                    Assert.Equal(a.Read(), b.Read());
            Assert.Equal(want, Predict(loaded));
            if (exchange) ExchangeFiles.Add(loaded, path, name, [((Shape)new[] { 8, 4 }, X)], [want]);
        }
    }

    private static float[] Predict(Model model)
    {
        Tensor<float> y = model.Predict(Tensor.Create(X, [8, 4]), verbose: Verbosity.Silent);
        var values = new float[y.FlattenedLength];
        y.FlattenTo(values);
        return values;
    }

    private static NestedConfig Nested(JsonObject golden, string name) =>
        NestedConfig.From(new JsonObject
        { ["class_name"] = golden["class_name"]!.DeepClone(), ["config"] = golden["config"]?.DeepClone() ?? new JsonObject() }, name);

    private static Sequential Small() => new() { new Input(4), new Dense(5, activation: "relu"), new Dense(3, activation: "softmax") };
}
