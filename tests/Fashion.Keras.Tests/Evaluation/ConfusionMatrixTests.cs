using Fashion.Keras.Evaluation;

namespace Fashion.Keras.Tests.Evaluation;

public sealed class ConfusionMatrixTests
{
    private static readonly ConfusionMatrix Matrix = new([0, 0, 1, 1, 1], [0, 1, 1, 1, 0], ["Shirt", "Coat"]);

    [Fact]
    public void Indexer_ActualAndPredicted_Counts()
    {
        Assert.Equal(1, Matrix[0, 1]);
        Assert.Equal(2, Matrix[1, 1]);
        Assert.Equal(3, Matrix.ActualCount(1));
        Assert.Equal(2, Matrix.PredictedCount(0));
        Assert.Equal(3, Matrix.Correct);
        Assert.Equal(5, Matrix.Total);
    }

    [Fact]
    public void ToString_NamedClasses_AlignsRowsAndColumns()
    {
        const string expected = """
                    predicted
            actual  Shirt  Coat
            Shirt       1     1
            Coat        1     2

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), Matrix.ToString());
    }

    [Fact]
    public void ToString_LongNames_BreakInTheHead()
    {
        const string expected = """
                         predicted
                         T-shirt/  Ankle
            actual            top   boot
            T-shirt/top         1      0
            Ankle boot          0      1

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), new ConfusionMatrix([0, 1], [0, 1], ["T-shirt/top", "Ankle boot"]).ToString());
    }

    [Fact]
    public void Constructor_DifferentLengths_Throws() =>
        Assert.Contains("2 labels", Assert.Throws<ArgumentException>(() => new ConfusionMatrix([0, 1], [0], ["a", "b"])).Message,
            StringComparison.Ordinal);
}
