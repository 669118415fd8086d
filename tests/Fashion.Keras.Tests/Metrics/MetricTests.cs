using System.Text.Json.Nodes;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Metrics;

public class MetricTests
{
    [Theory]
    [MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void Update_OwnFunction_IsTheMeanOverAllSamples(string engine)
    {
        Metric metric = Metric.Create("worst", (yTrue, yPred) => Ops.Max(Ops.Abs(yPred - yTrue), axis: -1));

        Feed(engine, metric, [0, 0, 0, 0], [1, -2, 3, 4]);
        Feed(engine, metric, [0, 0], [0, 9]);

        Assert.Equal("worst", metric.Name);
        Assert.Equal((2 + 4 + 9) / 3.0, metric.Result(), 5);
    }

    [Theory]
    [MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void Update_LossAsMetric_ReportsItsValues(string engine)
    {
        Metric metric = new MeanAbsoluteError();

        Feed(engine, metric, [0, 0, 0, 0], [1, -2, 3, 4]);

        Assert.Equal(2.5, metric.Result(), 5);
        Assert.Equal("mean_absolute_error", metric.Name);
        Assert.False(metric.LargerIsBetter);
    }

    [Theory]
    [MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void Update_MaskedSteps_DoNotCount(string engine)
    {
        var metric = new BinaryAccuracy();

        GraphRunner.Run(GraphRunner.Engine(engine),
            [new Fed([1f, 1, 0, 0], [2, 2, 1]), new Fed([0.9f, 0.8f, 0.1f, 0.9f], [2, 2, 1]), new Fed([1f, 1, 1, 0], [2, 2]),
                new Fed([1f, 3], [2])], (x, _) =>
        {
            x[1].Mask = x[2];
            metric.Update(x[0], x[1], x[3]);
            return [x[0]];
        });

        Assert.Equal(1, metric.Result());
    }

    [Theory]
    [InlineData("accuracy", true)]
    [InlineData("AUC", true)]
    [InlineData("f1_score", true)]
    [InlineData("mse", false)]
    [InlineData("r2_score", true)]
    [InlineData("root_mean_squared_error", false)]
    public void LargerIsBetter_KnownMetric_IsSaid(string name, bool expected) => Assert.Equal(expected, ((Metric)name).LargerIsBetter);

    [Fact]
    public void LargerIsBetter_OwnFunction_IsUnknown() => Assert.Null(Metric.Create("mine", (_, yPred) => yPred).LargerIsBetter);

    // keras.metrics.get knows these; those without an argument that must be given.
    [Theory]
    [InlineData("BCE MAE MAPE MSE MSLE accuracy auc bce binary_accuracy binary_crossentropy binary_io_u categorical_accuracy " +
        "categorical_crossentropy categorical_hinge concordance_correlation cosine_similarity")]
    [InlineData("f1_score f_beta_score false_negatives false_positives hinge kl_divergence log_cosh_error mae mape mean " +
        "mean_absolute_error mean_absolute_percentage_error mean_squared_error mean_squared_logarithmic_error mse msle")]
    [InlineData("pearson_correlation poisson precision r2_score recall root_mean_squared_error sparse_categorical_accuracy " +
        "sparse_categorical_crossentropy squared_hinge sum top_k_categorical_accuracy true_negatives true_positives")]
    public void ByName_EveryNameOfKeras_IsKnown(string names)
    {
        foreach (string name in names.Split(' ')) Assert.Equal(name, MetricTable.ByName(name).GivenName);
    }

    [Fact]
    public void ByName_Misspelled_SuggestsTheNearest()
    {
        var error = Assert.Throws<ArgumentException>(() => (Metric)"acuracy");

        Assert.Contains("Did you mean 'accuracy'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_Keras2Wrapper_IsTheFunctionsMetricUnderItsName()
    {
        Metric metric =
            From("""{"class_name":"MeanMetricWrapper","config":{"name":"accuracy","dtype":"float32","fn":"sparse_categorical_accuracy"}}""");

        Assert.IsType<SparseCategoricalAccuracy>(metric);
        Assert.Equal("accuracy", metric.Name);
    }

    [Fact]
    public void From_AccuracyText_ChoosesByShapeButTheClassIsTheExactMatch()
    {
        Assert.IsType<CategoricalAccuracy>(From("\"accuracy\"").Resolve([8, 3], [8, 3]));
        Assert.IsType<Accuracy>(From("""{"class_name":"Accuracy","config":{"name":"accuracy","dtype":"float32"}}"""));
    }

    [Fact]
    public void Update_FScoreOfClassNumbers_SaysHowToMakeThemOneHot()
    {
        var error =
            Assert.Throws<ShapeMismatchException>(() => GraphRunner.Run(GraphRunner.Engine("reference"),
                [new Fed(new float[2], [2]), new Fed(new float[6], [2, 3])], (x, _) =>
        {
            new F1Score().Update(x[0], x[1], null);
            return [x[0]];
        }));

        Assert.Contains("ToCategorical", error.Message, StringComparison.Ordinal);
    }

    private static Metric From(string json) => MetricTable.From(NestedConfig.From(JsonNode.Parse(json)!, "here"))!;

    private static void Feed(string engine, Metric metric, float[] yTrue, float[] yPred)
    {
        Shape shape = [yTrue.Length / 2, 2];
        GraphRunner.Run(GraphRunner.Engine(engine), [new Fed(yTrue, shape), new Fed(yPred, shape)], (x, _) =>
        {
            metric.Update(x[0], x[1], null);
            return [x[1]];
        });
    }
}
