using System.Numerics.Tensors;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Losses;

public sealed class CtcTests
{
    [Theory]
    [MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void Compute_TooFewSteps_IsInfiniteAndMovesNothing(string engine)
    {
        GraphResult result = GraphRunner.RunWithGradients(GraphRunner.Engine(engine),
            [new([1, 1], [1, 2]), new([0.5, 0.25, -1, 2, 1, 0], [1, 2, 3])],
            (x, _) => [new CTC(Reduction.None).Compute(x[0], x[1])]);

        Assert.Equal([double.PositiveInfinity], result.Outputs[0]);
        Assert.All(result.InputGradients[1], g => Assert.Equal(0, g));
    }

    [Fact]
    public void Compute_EqualLogits_CountsTheWaysToWriteTheLabels() =>
        // Of the 2^3 ways to fill three steps with blanks and ones, six read as a single 1: 100 010 001 110 011 111.
        Assert.Equal(-Math.Log(6 / 8.0), new CTC(Reduction.None).Compute(new float[,] { { 1 } }, new float[1, 3, 2]).ToArray()[0], 1e-6);

    [Fact]
    public void Fit_LabelOutOfRange_SaysWhichLabelsThereAre()
    {
        var model = new Sequential { new Input(4, 2), new Dense(3) };
        model.Compile("sgd", new CTC());
        var error =
            Assert.Throws<ArgumentException>(() => model.Fit(new float[1, 4, 2], new float[,] { { 3 } }, verbose: Verbosity.Silent));
        foreach (string part in (string[])["CTC", "label 3", "1..2"]) Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OutputWithoutSteps_SaysWhatIsNeeded()
    {
        var model = new Sequential { new Input(2), new Dense(3) };
        model.Compile("sgd", "ctc");
        Assert.Contains("(batch, steps, classes)",
            Assert.Throws<ShapeMismatchException>(() => model.Fit(new float[1, 2], new float[1, 2], verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);
    }
}
