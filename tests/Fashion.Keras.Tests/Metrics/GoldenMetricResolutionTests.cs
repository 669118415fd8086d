using System.Text.Json.Nodes;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Metrics;

public class GoldenMetricResolutionTests
{
    [Theory]
    [MemberData(nameof(GoldenCase.Names), "metric_resolution", MemberType = typeof(GoldenCase))]
    public void ByName_GoldenRows_ChooseKerassClassAndName(string name)
    {
        foreach (JsonNode? row in GoldenCase.Load("metric_resolution", name)["rows"]!.AsArray())
            if (row!["string"] is { } text) AssertString(text.GetValue<string>(), row);
            else AssertShapes(ShapeOf(row["y_true_shape"]!), ShapeOf(row["y_pred_shape"]!), row);
    }

    private static void AssertString(string text, JsonNode row)
    {
        if (row["error"] is not null)
        {
            Assert.Throws<ArgumentException>(() => MetricTable.ByName(text));
            return;
        }
        Metric metric = MetricTable.ByName(text).Resolve([8], [8, 10]);
        Assert.Equal(row["class"]!.GetValue<string>(), metric.ClassName);
        Assert.Equal(row["log_name"]!.GetValue<string>(), metric.Name);
    }

    private static void AssertShapes(Shape yTrue, Shape yPred, JsonNode row)
    {
        Metric metric = MetricTable.ByName("accuracy").Resolve(yTrue, yPred);
        Assert.Equal(row["accuracy_becomes"]!.GetValue<string>(), metric.ClassName);
        Assert.Equal(row["metric_name"]!.GetValue<string>(), metric.Name);
        Assert.Equal(row["crossentropy_becomes"]!.GetValue<string>(), CrossentropyByShape.Choose(yTrue, yPred).Name);
    }

    private static Shape ShapeOf(JsonNode sizes) => sizes.AsArray().Select(s => s!.GetValue<int>()).ToArray();
}
