using Fashion.Keras.Losses;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Losses;

public class LossTests
{
    private sealed class Cubic() : Loss("cubic", Reduction.Sum)
    {
        protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
            Ops.Mean(Ops.Power(Ops.Abs(yPred - yTrue), 3), axis: -1);
    }

    [Theory]
    [MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void Compute_OwnFunction_IsReducedAndDifferentiated(string engine)
    {
        Loss loss = Loss.Create("double_error", (yTrue, yPred) => Ops.Sum(2 * Ops.Abs(yPred - yTrue), axis: -1));

        GraphResult result = GraphRunner.RunWithGradients(GraphRunner.Engine(engine),
            [new Fed([1f, 2, 3], [3]), new Fed([2f, 1, 6], [3, 1])], (x, _) => [loss.Compute(x[0], x[1])]);

        Assert.Equal((2 + 2 + 6) / 3.0, result.Outputs[0][0], 5);
        Assert.Equal([2 / 3.0, -2 / 3.0, 2 / 3.0], result.InputGradients[1].Select(g => Math.Round(g, 12)).ToArray(),
            (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void Compute_OwnSubclass_UsesItsReduction(string engine)
    {
        GraphResult result = GraphRunner.Run(GraphRunner.Engine(engine), [new Fed([0f, 0], [2, 1]), new Fed([1f, -2], [2, 1])],
            (x, _) => [new Cubic().Compute(x[0], x[1])]);

        Assert.Equal(9, result.Outputs[0][0], 4);
        Assert.Null(new Cubic().Module);
    }

    [Fact]
    public void Compute_OneWeightPerSampleForManySteps_NamesBothShapes()
    {
        var error = Assert.Throws<ShapeMismatchException>(() => GraphRunner.Run(GraphRunner.Engine("reference"),
            [new Fed(new float[4], [2, 2]), new Fed(new float[8], [2, 2, 2]), new Fed(new float[2], [2])],
            (x, _) => [new SparseCategoricalCrossentropy().Compute(x[0], x[1], x[2])]));

        Assert.Contains("(2,)", error.Message, StringComparison.Ordinal);
        Assert.Contains("(2, 2) or (2, 1)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void Compute_MaskedSteps_IsTheMeanOverTheOthers(string engine)
    {
        GraphResult result = GraphRunner.RunWithGradients(GraphRunner.Engine(engine),
            [new Fed(new float[4], [2, 2, 1]), new Fed([1f, 2, 3, 4], [2, 2, 1]), new Fed([1f, 1, 1, 0], [2, 2])], (x, _) =>
        {
            x[1].Mask = x[2];
            return [new MeanSquaredError().Compute(x[0], x[1])];
        });

        Assert.Equal((1 + 4 + 9) / 3.0, result.Outputs[0][0], 5);
        Assert.Equal(0, result.InputGradients[1][3]);
    }

    [Fact]
    public void ComputeScalar_WithoutReduction_SaysWhatTrainingNeeds()
    {
        var loss = new MeanSquaredError(Reduction.None);

        var error = Assert.Throws<InvalidOperationException>(() => loss.ComputeScalar(0, 0));

        Assert.Contains("SumOverBatchSize", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(GraphRunner.Engines), MemberType = typeof(GraphRunner))]
    public void Compute_OnlyWeightsOfZero_GivesZero(string engine)
    {
        GraphResult result = GraphRunner.RunWithGradients(GraphRunner.Engine(engine),
            [new Fed([1f, 2], [2, 1]), new Fed([3f, 5], [2, 1]), new Fed([0f, 0], [2])],
            (x, _) => [new MeanSquaredError(Reduction.MeanWithSampleWeight).Compute(x[0], x[1], x[2])]);

        Assert.Equal(0, result.Outputs[0][0]);
        Assert.All(result.InputGradients[1], g => Assert.Equal(0, g));
    }
}
