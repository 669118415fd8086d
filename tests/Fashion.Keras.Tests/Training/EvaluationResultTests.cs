namespace Fashion.Keras.Tests.Training;

public sealed class EvaluationResultTests
{
    private static readonly EvaluationResult Result = new(0.3574, ("accuracy", 0.8679), ("top3", 0.99));

    [Fact]
    public void Deconstruct_LossAndMetrics_ComeInCompileOrder()
    {
        var (loss, accuracy) = Result;
        Assert.Equal((0.3574, 0.8679), (loss, accuracy));
        var (_, _, top3) = Result;
        Assert.Equal(0.99, top3);
    }

    [Fact]
    public void Deconstruct_NoMetrics_SaysHowToGetOne() =>
        Assert.Contains("metrics",
            Assert.Throws<InvalidOperationException>(() => new EvaluationResult(1).Deconstruct(out _, out _)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Indexer_ByName_IncludesTheLoss()
    {
        Assert.Equal(Result.Loss, Result["loss"]);
        Assert.Equal(0.99, Result["top3"]);
        Assert.Equal(["loss", "accuracy", "top3"], Result.Names);
    }

    [Fact]
    public void Indexer_UnknownName_ListsThoseThereAre() =>
        Assert.Contains("accuracy", Assert.Throws<KeyNotFoundException>(() => Result["acc"]).Message, StringComparison.Ordinal);

    [Fact]
    public void ToString_Values_LookLikeALogLine() => Assert.Equal("loss: 0.3574 - accuracy: 0.8679 - top3: 0.9900", Result.ToString());
}
