using Fashion.Keras.Tests.Support;
using Xunit;

namespace Fashion.Keras.Tests.Functions;

/// <summary>Labels of scores; the expected ones are those of Keras 3.16 on PyTorch for the same numbers.</summary>
public sealed class CtcDecodeTests
{
    private static readonly SymbolicTensor Scores = Ops.Reshape(new float[]
    {
        -1.11f, 1.48f, -1.17f, 1.67f, -0.05f, 0.45f, 1.06f, 0.07f, -0.81f, -1.25f, -1.68f, 0.95f,
        -0.23f, -1.37f, 1.52f, -0.9f, -0.34f, -0.82f, 0.52f, 0.32f, 0.4f, -0.94f, -0.86f, -0.99f,
        -0.69f, -1.42f, -1.34f, 1.86f, 1.84f, -1.25f, -1.9f, -1.18f, 0.8f, 1.12f, -1.91f, 0.31f,
        -1.99f, 0.06f, 0.56f, 1.94f, -0.96f, 1.21f, 1.48f, 1.69f, -1.99f, -0.12f, 1.93f, -0.4f,
        1.25f, 0.19f, 1.08f, -0.06f, -1.88f, -1.65f, -1.55f, -1f, 1.86f, 0.53f, 1.27f, 0.26f,
        0.54f, 1.25f, 1.71f, 1.65f, 1.3f, -1.62f, -0.56f, -1.86f, 0.19f, 1.18f, -1.8f, -1.25f,
    }, [3, 6, 4]);

    private static readonly SymbolicTensor Lengths = new int[] { 6, 4, 1 };

    [Theory]
    [InlineData(true, 0, "3 2 3 2 - - / 3 1 3 - - - / - - - - - -")]
    [InlineData(false, 0, "3 2 3 2 2 - / 3 1 3 - - - / - - - - - -")]
    [InlineData(true, 3, "2 2 0 - - - / 0 1 - - - - / 0 - - - - -")]
    public void Greedy_IsKerass(bool mergeRepeated, int maskIndex, string want)
    {
        var (decoded, scores) = Ops.CtcDecode(Scores, Lengths, mergeRepeated: mergeRepeated, maskIndex: maskIndex);

        Assert.Equal([1, 3, 6], decoded.Shape);
        Assert.Equal(want, Text(decoded));
        AssertClose.Equal([-6.12f, -6.76f, -1.25f], scores.ToArray(), 1e-5, 1e-5, "scores");
    }

    [Theory]
    [InlineData(50, 2, 3, "1 2 0 - - - / 0 1 - - - - / 0 - - - - - / 2 2 0 - - - / 0 - - - - - / 2 - - - - -",
        new[] { -2.1256092, -2.5851367, -1.0352843, -1.1328536, -0.9001372, -1.0701372 })]
    [InlineData(1, 1, 0, "3 2 3 2 - - / 3 1 3 - - - / - - - - - -", new[] { -3.0229762, -1.3598589, -0.9001372 })]
    [InlineData(3, 3, 0, "3 2 3 2 - - / 3 3 - - - - / - - - - - - / 1 2 3 2 - - / 3 1 3 - - - / 2 - - - - - / " +
        "1 3 2 - - - / 3 1 - - - - / 1 - - - - -",
        new[] { -3.0229762, -3.2129765, -3.3032596, -1.2103378, -1.2842677, -2.5617831, -0.9001372, -1.0701373, -1.9601372 })]
    [InlineData(4, 4, 2, "3 3 0 - - - / 3 0 3 - - - / 0 - - - - - / 1 3 0 - - - / 3 0 1 3 - - / - - - - - - / " +
        "1 3 3 0 - - / 3 0 1 - - - / 1 - - - - - / 1 3 3 - - - / 3 0 - - - - / 3 - - - - -",
        new[] { -3.0988004, -3.1391754, -3.4890809, -3.6352603, -1.0815394, -1.4075067, -2.0412459, -2.9045792, -0.9001372, -1.0701373,
            -1.9601372, -2.2101371 })]
    [InlineData(100, 2, 0, "1 3 2 - - - / 3 3 - - - - / - - - - - - / 3 2 3 2 - - / 3 1 3 - - - / 2 - - - - -",
        new[] { -2.6797240, -2.7223239, -1.2103378, -1.2661858, -0.9001372, -1.0701372 })]
    public void BeamSearch_IsKerass(int beamWidth, int topPaths, int maskIndex, string want, double[] probabilities)
    {
        var (decoded, scores) = Ops.CtcDecode(Scores, Lengths, "beam_search", beamWidth, topPaths, maskIndex: maskIndex);

        Assert.Equal([topPaths, 3, 6], decoded.Shape);
        Assert.Equal(want, Text(decoded));
        AssertClose.Equal(probabilities, scores.ToArray(), 1e-5, 1e-5, "scores");
    }

    [Fact]
    public void Arguments_ThatDoNotFit_AreNamed()
    {
        Assert.Contains("beam", Assert.Throws<ArgumentException>(() => Ops.CtcDecode(Scores, Lengths, "best")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.CtcDecode(Scores, Lengths, maskIndex: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ops.CtcDecode(Scores, Lengths, "beam_search", beamWidth: 2, topPaths: 3));
        Assert.Throws<ShapeMismatchException>(() => Ops.CtcDecode(Lengths, Lengths));
        foreach (string strategy in (string[])["greedy", "beam_search"])
        {
            Assert.Contains("sequence 0 has the length 9, but there are 6 steps",
                Assert.Throws<ArgumentException>(() => Ops.CtcDecode(Scores, new int[] { 9, 1, 1 }, strategy)).Message,
                StringComparison.Ordinal);
            Assert.Contains("sequence 2 has the length -1",
                Assert.Throws<ArgumentException>(() => Ops.CtcDecode(Scores, new int[] { 6, 1, -1 }, strategy)).Message,
                StringComparison.Ordinal);
            Assert.Contains("1.5",
                Assert.Throws<ArgumentException>(() => Ops.CtcDecode(Scores, new float[] { 6, 1.5f, 1 }, strategy)).Message,
                StringComparison.Ordinal);
            Assert.Contains("2 lengths for 3 sequences",
                Assert.Throws<ShapeMismatchException>(() => Ops.CtcDecode(Scores, new int[] { 6, 1 }, strategy)).Message,
                StringComparison.Ordinal);
        }
    }

    private static string Text(SymbolicTensor decoded) =>
        string.Join(" / ", decoded.ToArray().Chunk(6).Select(row => string.Join(' ', row.Select(label => label < 0 ? "-" : $"{label}"))));
}
