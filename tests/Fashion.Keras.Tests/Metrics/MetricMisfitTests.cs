using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;

namespace Fashion.Keras.Tests.Metrics;

/// <summary>A metric whose targets do not fit is named, with its output and the shapes, before anything is trained.</summary>
public sealed class MetricMisfitTests
{
    // What a metric needs that is not what a sparse crossentropy is given; those left out take any targets, or class numbers.
    private static readonly string[] FitClassNumbers =
        ["Mean", "Sum", "SparseCategoricalAccuracy", "SparseTopKCategoricalAccuracy", "SparseCategoricalCrossentropy"];

    public static IEnumerable<TheoryDataRow<string>> ElementWise =>
        from name in MetricTable.ClassNames
        where !FitClassNumbers.Contains(name) && !name.EndsWith("IoU", StringComparison.Ordinal)
        select new TheoryDataRow<string>(name);

    [Theory, MemberData(nameof(ElementWise))]
    public void Fit_ClassNumbersForAnElementWiseMetric_NamesMetricOutputAndShapes(string name)
    {
        foreach (ModelData y in (ModelData[])[new int[5], new int[5, 1]])
            foreach (int batchSize in (int[])[2, 5])
            {
                Sequential model = Classifier(MakeMetric(name));
                float[] before = model.Weights[0].ToArray();
                var error =
                    Assert.Throws<ShapeMismatchException>(
                        () => model.Fit(new float[5, 2], y, batchSize: batchSize, verbose: Verbosity.Silent));
                foreach (string part in (string[])[$"'{model.Metrics[0].Name}'", "'scores'", "(None, 5)",
                    $"{Assert.IsType<Shape>(error.Received)}", "Utils.ToCategorical"])
                    Assert.Contains(part, error.Message, StringComparison.Ordinal);
                Assert.InRange(error.Message.Length, 60, 420);
                Assert.Equal(before, model.Weights[0].ToArray());
            }
    }

    [Theory, InlineData("SparseCategoricalAccuracy"), InlineData("SparseTopKCategoricalAccuracy"),
        InlineData("SparseCategoricalCrossentropy")]
    public void Evaluate_OneHotTargetsForClassNumbers_NamesTheMetric(string name)
    {
        var model = new Sequential().Input(2).Dense(5, "softmax", name: "scores");
        model.Compile("sgd", "categorical_crossentropy", metrics: [MakeMetric(name)]);
        var error =
            Assert.Throws<ShapeMismatchException>(() => model.Evaluate(new float[5, 2], new float[5, 5], verbose: Verbosity.Silent));
        foreach (string part in (string[])[$"'{model.Metrics[0].Name}'", "'scores'", "(5, 5)", "categorical_accuracy"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ShortName_IsTheOneInTheMessage()
    {
        var error =
            Assert.Throws<ShapeMismatchException>(() => Classifier("mae").Fit(new float[5, 2], new int[5], verbose: Verbosity.Silent));
        Assert.StartsWith("Metric 'mae' does not fit output 'scores': targets of shape (5), predictions of shape (None, 5)",
            error.Message.Replace("(5,)", "(5)", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_MetricOfOnesOwnThatDoesNotFit_IsNamedToo()
    {
        var error =
            Assert.Throws<ShapeMismatchException>(
                () => Classifier(Metric.Create("mine", (y, p) => p - y)).Fit(new float[4, 2], new int[4], verbose: Verbosity.Silent));
        foreach (string part in (string[])["'mine'", "'scores'", "(4, 5)"]) Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_SecondOutput_IsNamed()
    {
        SymbolicTensor x = Input.Of([2]);
        var model = new Model(inputs: x, outputs: (SymbolicTensor[])[x.Dense(1, name: "left"), x.Dense(3, "softmax", name: "right")]);
        model.Compile("sgd", new Dictionary<string, Loss> { ["left"] = "mse", ["right"] = "sparse_categorical_crossentropy" },
            metrics: new Dictionary<string, Metric[]> { ["right"] = ["mse"] });
        var error =
            Assert.Throws<ShapeMismatchException>(
                () => model.Fit(new float[4, 2], ModelData.Create([new float[4], new int[4]]), verbose: Verbosity.Silent));
        Assert.Contains("Metric 'right_mse' does not fit output 'right'", error.Message, StringComparison.Ordinal);
    }

    private static Metric MakeMetric(string name) => name switch
    {
        "Accuracy" => new Accuracy(),
        "PrecisionAtRecall" => new PrecisionAtRecall(0.5),
        "RecallAtPrecision" => new RecallAtPrecision(0.5),
        "SensitivityAtSpecificity" => new SensitivityAtSpecificity(0.5),
        "SpecificityAtSensitivity" => new SpecificityAtSensitivity(0.5),
        _ => name,
    };

    private static Sequential Classifier(Metric metric)
    {
        var model = new Sequential().Input(2).Dense(5, "softmax", name: "scores");
        model.Compile("sgd", "sparse_categorical_crossentropy", metrics: [metric]);
        return model;
    }
}
