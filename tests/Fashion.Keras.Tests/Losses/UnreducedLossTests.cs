using System.Numerics.Tensors;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;

namespace Fashion.Keras.Tests.Losses;

/// <summary>
/// A model that was compiled with a loss of one value per sample: evaluation reports their mean, training needs one number. So does Keras
/// on PyTorch.
/// </summary>
public sealed class UnreducedLossTests
{
    private static readonly float[,] Ones =
        { { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 } };
    private static readonly float[,] Targets = { { 0, 1 }, { 2, 3 }, { 4, 5 }, { 6, 7 }, { 8, 9 }, { 10, 11 }, { 12, 13 }, { 14, 15 } };

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Evaluate_LossWithoutReduction_IsTheMean(int batchSize)
    {
        Model model = Compiled();

        Assert.Equal(41.5, model.Evaluate(Ones, Targets, batchSize, verbose: Verbosity.Silent).Loss, 1e-4);
        Assert.Equal(239.75,
            model.Evaluate(Ones, Targets, batchSize, sampleWeight: new float[] { 0, 1, 2, 3, 4, 5, 6, 7 }, verbose: Verbosity.Silent).Loss,
            1e-3);
    }

    [Fact]
    public void Fit_LossWithoutReduction_SaysThatTrainingNeedsOneNumber() =>
        Assert.Contains("Reduction.None",
            Assert.Throws<InvalidOperationException>(() => Compiled().Fit(Ones, Targets, verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);

    private static Sequential Compiled()
    {
        var model = new Sequential { new Input(3), new Dense(2, kernelInitializer: "ones") };
        model.Compile("sgd", new MeanSquaredError(Reduction.None));
        return model;
    }
}
