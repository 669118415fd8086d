using Fashion.Keras.Evaluation;

namespace Fashion.Keras.Tests.Evaluation;

public sealed class PassMarkTests
{
    private static readonly PassMark Exam = new(minAccuracy: 0.89, maxLoss: 0.33);

    [Theory]
    [InlineData(0.89, 0.33, true)]
    [InlineData(0.8899, 0.3, false)]
    [InlineData(0.9, 0.3301, false)]
    [InlineData(double.NaN, 0.3, false)]
    [InlineData(0.9, double.NaN, false)]
    public void IsMetBy_AccuracyAndLoss_BothCount(double accuracy, double loss, bool expected) =>
        Assert.Equal(expected, Exam.IsMetBy(new EvaluationResult(loss, ("accuracy", accuracy))));

    [Fact]
    public void IsMetBy_OnlyLossAsked_NeedsNoMetric() => Assert.True(new PassMark(maxLoss: 0.5).IsMetBy(new EvaluationResult(0.5)));

    [Fact]
    public void IsMetBy_AccuracyUnderItsLongName_IsFound() =>
        Assert.True(Exam.IsMetBy(new EvaluationResult(0.3, ("top3", 1), ("sparse_categorical_accuracy", 0.9))));

    [Fact]
    public void IsMetBy_NoAccuracy_SaysWhatTheResultHas() =>
        Assert.Contains("loss, mae", Assert.Throws<ArgumentException>(() => Exam.IsMetBy(new EvaluationResult(0.3, ("mae", 1)))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void ToString_BothConditions_NamesThem() => Assert.Equal("accuracy >= 0.89, loss <= 0.33", Exam.ToString());
}
