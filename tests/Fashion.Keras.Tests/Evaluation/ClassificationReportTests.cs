using System.Numerics.Tensors;
using Fashion.Keras.Evaluation;

namespace Fashion.Keras.Tests.Evaluation;

public sealed class ClassificationReportTests
{
    private static readonly string[] Names = ["class 0", "class 1", "class 2"];

    // Five samples of the classes 0, 1, 2, 2, 2 that are taken for 0, 0, 2, 2, 1: the example of scikit-learn's documentation.
    private static readonly Tensor<float> Probabilities =
        Tensor.Create([0.8f, 0.1f, 0.1f, 0.5f, 0.3f, 0.2f, 0.1f, 0.2f, 0.7f, 0.3f, 0.3f, 0.4f, 0, 1, 0], [5, 3]);

    private static ClassificationReport Report =>
        ClassificationReport.From(Tensor.Create<byte>([0, 1, 2, 2, 2], [5]), Probabilities, Names);

    [Fact]
    public void ToString_Example_IsScikitLearnsTable()
    {
        const string expected = """
                          precision    recall  f1-score   support

                 class 0       0.50      1.00      0.67         1
                 class 1       0.00      0.00      0.00         1
                 class 2       1.00      0.67      0.80         3

                accuracy                           0.60         5
               macro avg       0.50      0.56      0.49         5
            weighted avg       0.70      0.60      0.61         5

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), Report.ToString());
    }

    [Fact]
    public void From_Example_GivesScoresAndPredictions()
    {
        Assert.Equal([0, 0, 2, 2, 1], Report.Predicted);
        Assert.Equal(0.6, Report.Accuracy);
        Assert.Equal(new ClassScores("class 2", 1, 2 / 3.0, 0.8, 3), Report.Classes[2]);
        Assert.Equal(0.7, Report.WeightedAverage.Precision, 12);
        Assert.Equal(5 / 9.0, Report.MacroAverage.Recall, 12);
    }

    [Fact]
    public void From_ArrayWithoutNames_NumbersTheClasses() =>
        Assert.Equal(["0", "1", "2"], ClassificationReport.From([0, 1, 2, 2, 2], Probabilities).Classes.Select(c => c.Name));

    [Fact]
    public void From_Ties_FirstClassWins() =>
        Assert.Equal([0], ClassificationReport.From([1], Tensor.Create([0.5f, 0.5f], [1, 2])).Predicted);

    [Fact]
    public void From_NoSamples_ScoresAreZero()
    {
        var report = ClassificationReport.From(Array.Empty<int>(), Tensor.Create(Array.Empty<float>(), [0, 2]));
        Assert.Equal(0, report.Accuracy);
        Assert.Equal(0, report.WeightedAverage.F1);
    }

    [Theory]
    [InlineData(new[] { 0, 1 }, "5 samples")]
    [InlineData(new[] { 0, 1, 2, 2, 3 }, "sample 4 is 3")]
    [InlineData(new[] { 0, -1, 2, 2, 2 }, "sample 1 is -1")]
    public void From_LabelsThatDoNotFit_SaysWhich(int[] labels, string mention) =>
        Assert.Contains(mention, Assert.Throws<ArgumentException>(() => ClassificationReport.From(labels, Probabilities)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void From_FractionalLabel_Throws() =>
        Assert.Contains("1.5", Assert.Throws<ArgumentException>(() => ClassificationReport.From([0, 1.5f, 2, 2, 2], Probabilities)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void From_WrongNumberOfNames_Throws() =>
        Assert.Contains("2 class names",
            Assert.Throws<ArgumentException>(() => ClassificationReport.From([0, 1, 2, 2, 2], Probabilities, ["a", "b"])).Message,
            StringComparison.Ordinal);
}
