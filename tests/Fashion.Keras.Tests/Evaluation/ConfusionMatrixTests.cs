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
            actual   0  1
            0 Shirt  1  1
            1 Coat   1  2

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), Matrix.ToString());
    }

    [Fact]
    public void Constructor_DifferentLengths_Throws() =>
        Assert.Contains("2 labels", Assert.Throws<ArgumentException>(() => new ConfusionMatrix([0, 1], [0], ["a", "b"])).Message, StringComparison.Ordinal);
}
