using System.Text.Json.Nodes;
using Fashion.Keras.Initializers;
using Fashion.Keras.Metrics;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Metrics;

/// <summary>Options of metrics and initializers that change results, with the numbers of Keras 3.16.</summary>
public sealed class MetricOptionsTests
{
    private static readonly Fed Labels = new([0, 1, 2], [3]), Scores = new([.7, .2, .1, .1, .8, .1, .2, .3, .5], [3, 3]),
        Weights = new([1, 2, 3], [3]);

    [Theory, MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void SparseCategoricalCrossentropy_IgnoredClass_CountsAsZero(string engine)
    {
        Metric metric = FromFile("SparseCategoricalCrossentropy", """{"ignore_class": 0}""");
        Assert.Equal(0.30543026, Result(engine, metric, Labels, Scores), 1e-6);
        Assert.Equal(0.43025243, Result(engine, metric, Labels, Scores, Weights), 1e-6);
        Assert.Equal(0, Written(metric)["ignore_class"]!.GetValue<int>());
    }

    [Theory, MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void SparseTopK_SortedIds_AreComparedAsTheyAre(string engine)
    {
        Metric metric = FromFile("SparseTopKCategoricalAccuracy", """{"k": 2, "from_sorted_ids": true}""");
        Assert.Equal(2 / 3.0, Result(engine, metric, new([2, 1, 0], [3]), new([1, 2, 0, 0, 2, 1, 0, 1, 2], [3, 3])), 1e-6);
        Assert.True(Written(metric)["from_sorted_ids"]!.GetValue<bool>());
        Assert.False(Written(new SparseTopKCategoricalAccuracy()).ContainsKey("from_sorted_ids"));
    }

    [Theory]
    [InlineData("IoU", "null", 1.0)]
    [InlineData("IoU", "\"int\"", 1.0)]
    [InlineData("IoU", "\"float32\"", 0.810606)]
    [InlineData("IoU", "\"float64\"", 0.810606)]
    [InlineData("IoU", """{"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": null}""",
        0.810606)]
    [InlineData("BinaryIoU", "null", 1.0)]
    [InlineData("BinaryIoU", "\"float32\"", 0.810606)]
    [InlineData("MeanIoU", "\"float32\"", 0.810606)]
    public void IoU_TypeOfTheCounts_DecidesAboutFractionsOfWeights(string className, string dtype, double expected)
    {
        string classes = className == "BinaryIoU"
            ? ""
            : className == "MeanIoU" ? "\"num_classes\": 2, " : "\"num_classes\": 2, \"target_class_ids\": [0, 1], ";
        Metric metric = FromFile(className, $"{{{classes}\"dtype\": {dtype}}}");
        Fed answers = className == "BinaryIoU" ? new([.1, .9, .2, .3], [4]) : new([0, 1, 0, 0], [4]);
        Assert.Equal(expected, Result("managed", metric, new([0, 1, 1, 0], [4]), answers, new([.6, 1.7, .5, 2.2], [4])), 1e-5);
        Assert.Equal(dtype switch { "null" => "int32", ['"', .. var name, '"'] => name, _ => "float32" },
            Written(metric)["dtype"]!.GetValue<string>());
        Metric again = FromFile(className, Written(metric).ToJsonString());
        Assert.Equal(Written(metric).ToJsonString(), Written(again).ToJsonString());
    }

    [Theory]
    [InlineData("\"float16\"", "float16")]
    [InlineData("\"mixed_bfloat16\"", "mixed_bfloat16")]
    [InlineData("""{"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float64"}, "registered_name": null}""", "float64")]
    public void From_OtherFloats_StayInFiles(string dtype, string expected) =>
        Assert.Equal(expected, Written(FromFile("MeanSquaredError", $"{{\"dtype\": {dtype}}}"))["dtype"]!.GetValue<string>());

    [Theory]
    [InlineData("Mean", "int32")]
    [InlineData("IoU", "complex64")]
    public void From_OtherTypes_AreRefused(string className, string dtype)
    {
        string classes = className == "IoU" ? "\"num_classes\": 2, \"target_class_ids\": [0, 1], " : "";
        var error = Assert.Throws<ModelFormatException>(() => FromFile(className, $"{{{classes}\"dtype\": \"{dtype}\"}}"));
        Assert.Contains("'dtype'", error.Message, StringComparison.Ordinal);
        Assert.Contains(dtype, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", "null", 6, 8)]
    [InlineData("[0]", "[1, 2]", 2, 12)]
    [InlineData("[0, -1]", "[1]", 8, 3)]
    [InlineData("[0]", "null", 6, 8)]
    public void VarianceScaling_Axes_DecideAboutTheFans(string inputs, string outputs, int fanIn, int fanOut)
    {
        foreach (string className in (string[])["VarianceScaling", "GlorotUniform", "GlorotNormal", "HeNormal", "HeUniform", "LecunNormal",
            "LecunUniform"])
        {
            string config = $"{{\"seed\": 1, \"input_axes\": {inputs}, \"output_axes\": {outputs}}}";
            var made =
                (VarianceScaling)InitializerTable
                    .From(NestedConfig.From(JsonNode.Parse($"{{\"class_name\": \"{className}\", \"config\": {config}}}")!, "here"))!;
            Assert.Equal(new Fans(fanIn, fanOut), Fans.Of([2, 3, 4], made.InputAxes, made.OutputAxes));
            var plain =
                new VarianceScaling(made.Scale * (made.Mode switch
                {
                    FanMode.FanIn => 6.0 / fanIn,
                    FanMode.FanOut => 8.0 / fanOut,
                    _ => 14.0 / (fanIn + fanOut)
                }), made.Mode, made.Distribution, seed: 1);
            float[] got = new float[24], want = new float[24];
            made.Fill([2, 3, 4], got);
            plain.Fill([2, 3, 4], want);
            AssertClose.Equal(Array.ConvertAll(want, v => (double)v), got, 1e-6, 1e-5, className);
            var written = new ConfigWriter();
            made.WriteConfig(written);
            Assert.Equal(inputs, written.Json["input_axes"]?.ToJsonString().Replace(",", ", ", StringComparison.Ordinal) ?? "null");
        }
    }

    private static Metric FromFile(string className, string config) =>
        MetricTable.From(NestedConfig.From(new JsonObject { ["class_name"] = className, ["config"] = JsonNode.Parse(config) }, "here"))!;

    private static JsonObject Written(Metric metric)
    {
        var config = new ConfigWriter();
        metric.WriteConfig(config);
        return config.Json;
    }

    private static double Result(string engine, Metric metric, Fed truth, Fed predictions, Fed? weights = null)
    {
        GraphRunner.Run(GraphRunner.Engine(engine), weights is null ? [truth, predictions] : [truth, predictions, weights], (x, _) =>
        {
            metric.Update(x[0], x[1], x.Length > 2 ? x[2] : null);
            return [x[1]];
        });
        return metric.Result();
    }
}
