using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Callbacks;

/// <summary>The numbers are those of Keras 3.16 on the same data, weights and settings.</summary>
public sealed class SwapEmaWeightsTests
{
    [Theory]
    [InlineData(false, new[] { 0.8514994, -0.2923460, 0.6179910, 1.0166976, -0.3249465, 0.7951300, 1.1094127, -0.3492775, 0.8430400 })]
    [InlineData(true, new[] { 0.6014010, -0.3067750, 0.3109658, 0.7628201, -0.3162050, 0.5014653, 0.9056853, -0.3306760, 0.6403843 })]
    public void Fit_WithAverages_IsKeras(bool swapOnEpoch, double[] weightsAfterEpochs)
    {
        (Sequential model, float[,] x, float[,] y) = Regression(useEma: true);
        var seen = new List<float>();
        var look = new LambdaCallback(onEpochEnd: (_, _) => seen.AddRange(model.Weights.SelectMany(w => w.ToArray())));
        History history = model.Fit(x, y, batchSize: 4, epochs: 3, shuffle: false, verbose: Verbosity.Silent, validationData: (x, y),
            callbacks: [new SwapEmaWeights(swapOnEpoch), look]);
        AssertClose.Equal([0.7969212, 0.4040256, 0.2054893], [.. history["val_loss"].Select(v => (float)v)], 1e-5, 1e-5, "val_loss");
        AssertClose.Equal(weightsAfterEpochs, [.. seen], 1e-5, 1e-5, "weights after epochs");
        AssertClose.Equal([0.9056853, -0.3306760, 0.6403843], [.. model.Weights.SelectMany(w => w.ToArray())], 1e-5, 1e-5,
            "weights at the end");
        Assert.Equal(0.2054893, model.Evaluate(x, y, verbose: Verbosity.Silent)["loss"], 1e-5);
    }

    [Fact]
    public void Fit_OptimizerWithoutAverages_SaysWhatIsNeeded()
    {
        (Sequential model, float[,] x, float[,] y) = Regression(useEma: false);
        Assert.Contains("useEma",
            Assert.Throws<InvalidOperationException>(
                () => model.Fit(x, y, verbose: Verbosity.Silent, callbacks: new SwapEmaWeights())).Message, StringComparison.Ordinal);
    }

    private static (Sequential Model, float[,] X, float[,] Y) Regression(bool useEma)
    {
        var x = new float[12, 2];
        var y = new float[12, 1];
        for (int i = 0; i < 12; i++)
        {
            (x[i, 0], x[i, 1]) = (i / 10f, i % 3 - 1f);
            y[i, 0] = x[i, 0] * 2 - x[i, 1] * 0.5f + 0.3f;
        }
        var model = new Sequential { new Input([2]), new Dense(1) };
        model.Weights[0].Set([0.5f, -0.25f]);
        model.Weights[1].Set([0.1f]);
        model.Compile(new Sgd(0.1, useEma: useEma, emaMomentum: 0.8), "mse");
        return (model, x, y);
    }
}
