using System.Text.Json.Nodes;
using Fashion.Keras.Metrics;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Metrics;

public class GoldenMetricTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Cases => GraphRunner.WithEngines(GoldenCase.Names("metric"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Update_GoldenCase_GivesKerassResultsAndState(string engine, string name)
    {
        GoldenCase golden = GoldenCase.Load("metric", name);
        Metric metric = MetricTable.From(GoldenConfig.Object(golden.Text("class_name"), golden["config"]))!;
        Assert.Equal(golden.Text("class_name"), metric.ClassName);
        if (golden["config"]?["name"] is null) Assert.Equal(golden.Text("default_name"), metric.Name);

        foreach (JsonNode? update in golden["updates"]!.AsArray())
        {
            GoldenTensor pred = new((update!["values"] ?? update["y_pred"])!),
                truth = update["y_true"] is { } y ? new GoldenTensor(y) : pred;
            var inputs = new List<Fed> { new(truth), new(pred) };
            if (update["sample_weight"] is { } weight) inputs.Add(new Fed(new GoldenTensor(weight)));
            GraphRunner.Run(GraphRunner.Engine(engine), inputs, (x, _) =>
            {
                metric.Update(x[0], x[1], x.Length > 2 ? x[2] : null);
                return [x[1]];
            });
            AssertResult(new GoldenTensor(update["result_after"]!), metric, $"{golden} result");
        }

        JsonArray variables = golden["variables_after_last_update"]!.AsArray();
        Assert.Equal(variables.Select(v => v!["name"]!.GetValue<string>()), metric.Variables.Select(v => v.Name));
        for (int i = 0; i < variables.Count; i++)
        {
            var want = new GoldenTensor(variables[i]!["value"]!);
            Assert.Equal(want.Shape, metric.Variables[i].Shape);
            AssertClose.Equal(want.Values, metric.Variables[i].ToArray(), 1e-5, 1e-5, $"{golden} {metric.Variables[i].Name}");
        }

        metric.ResetState();
        AssertResult(golden.Tensor("result_after_reset"), metric, $"{golden} result after reset");
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Names), "metric", MemberType = typeof(GoldenCase))]
    public void WriteConfig_GoldenCase_IsKerassConfig(string name)
    {
        GoldenCase golden = GoldenCase.Load("metric", name);

        Metric metric = MetricTable.From(GoldenConfig.Object(golden.Text("class_name"), golden["config"]))!;

        GoldenConfig.AssertWritten(golden["full_config"]!.AsObject(), metric);
    }

    [Fact]
    public void EveryMetric_HasAGoldenCase()
    {
        // Our own cases, whatever other directory is named.
        string[] judged = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden", "metric"), "*.json")
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!["class_name"]!.GetValue<string>())];
        // The table has the classes of losses that a LossMetric stands for.
        IEnumerable<string> classes = typeof(Metric).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Metric)) && !type.IsAbstract && type != typeof(LossMetric)).Select(type => type.Name);
        Assert.Empty(classes.Union(MetricTable.ClassNames).Except(judged));
    }

    private static void AssertResult(GoldenTensor want, Metric metric, string what) =>
        AssertClose.Equal(want.Values, [.. metric.ResultVector().Select(v => (float)v)], 1e-5, 1e-5, what);
}
