using System.Text.Json.Nodes;
using Fashion.Keras.Initializers;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Initializers;

/// <summary>Fans, variances and limits of the initializers against Keras's.</summary>
public class GoldenInitializerTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("initializer");

    [Theory, MemberData(nameof(Cases))]
    public void Fill_LikeKeras_HasKerasStatistics(string name)
    {
        GoldenCase golden = GoldenCase.Load("initializer", name);
        if (golden["rows"] is not JsonArray rows)
        {
            CheckOrthogonal(Sizes(golden["shape"]!), golden["gain"]!.GetValue<double>());
            return;
        }
        Assert.NotEmpty(rows);
        foreach (JsonNode? row in rows)
            if (row!["fan_in"] is { } fanIn)
                Assert.Equal(new Fans(fanIn.GetValue<int>(), row["fan_out"]!.GetValue<int>()), Fans.Of(Sizes(row["shape"]!)));
            else CheckStatistics(row.AsObject());
    }

    // The sample must lie within the limits, and its variance within five standard errors of the target.
    private static void CheckStatistics(JsonObject row)
    {
        Shape shape = Sizes(row["shape"]!);
        string className = row["class_name"]!.GetValue<string>();
        var config = new JsonObject { ["seed"] = 7 };
        foreach ((string key, JsonNode? value) in row["config"] as JsonObject ?? []) config[key] = value?.DeepClone();
        Initializer initializer =
            InitializerTable.From(NestedConfig.From(new JsonObject { ["class_name"] = className, ["config"] = config }, "case"))!;
        var values = new float[shape.ElementCount];
        initializer.Fill(shape, values);
        double mean = values.Average(v => (double)v), variance = values.Average(v => (v - mean) * (v - mean)),
            target = row["target_variance"]?.GetValue<double>() ?? row["sample_variance"]!.GetValue<double>();
        Assert.InRange(variance, target * (1 - 5 * Math.Sqrt(2.0 / values.Length)), target * (1 + 5 * Math.Sqrt(2.0 / values.Length)));
        if ((row["limit"] ?? row["truncation_limit"])?.GetValue<double>() is not { } limit) return;
        double largest = values.Max(v => Math.Abs((double)v));
        Assert.InRange(largest, limit * 0.98, limit * 1.000001);
    }

    private static void CheckOrthogonal(Shape shape, double gain)
    {
        var values = new float[shape.ElementCount];
        new Orthogonal(gain, seed: 1).Fill(shape, values);
        int columns = shape[^1], rows = values.Length / columns, count = Math.Min(rows, columns);
        for (int a = 0; a < count; a++)
            for (int b = 0; b < count; b++)
            {
                double dot = rows <= columns
                    ? Enumerable.Range(0, columns).Sum(i => (double)values[a * columns + i] * values[b * columns + i])
                    : Enumerable.Range(0, rows).Sum(i => (double)values[i * columns + a] * values[i * columns + b]);
                Assert.Equal(a == b ? gain * gain : 0, dot, 1e-5);
            }
    }

    private static Shape Sizes(JsonNode json) => json.AsArray().Select(n => n!.GetValue<int>()).ToArray();
}
