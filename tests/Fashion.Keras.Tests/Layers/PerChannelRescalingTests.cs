using Fashion.Keras.Layers;
using Fashion.Keras.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>A rescaling with numbers per channel, as Keras's EfficientNet has it, and what else its architectures need.</summary>
public sealed class PerChannelRescalingTests
{
    [Fact]
    public void Rescaling_WithNumbersPerChannel_ScalesAndSavesThem()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential { new Input([2, 3]), new Rescaling([1, 2, 4], [0, 1, -1]) };
        float[] x = [1, 2, 3, 4, 5, 6], want = [1, 5, 11, 4, 11, 23];
        model.Save(folder.File("m.keras"));
        foreach (Model m in (Model[])[model, Model.Load(folder.File("m.keras"))])
            Assert.Equal(want, m.Predict(new float[,,] { { { x[0], x[1], x[2] }, { x[3], x[4], x[5] } } }).ToArray());
        var layer = (Rescaling)Model.Load(folder.File("m.keras")).Layers[^1];
        Assert.Equal([1, 2, 4], layer.Scales);
        Assert.True(double.IsNaN(layer.Scale));
    }

    [Fact]
    public void Rescaling_OfOtherChannels_NamesItsNumbers()
    {
        Assert.Contains("3 numbers",
            Assert.Throws<ShapeMismatchException>(
                () => new Sequential { new Input([2, 2]), new Rescaling([1, 2, 4], name: "r") }.Predict(new float[1, 2, 2])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Rescaling([]));
    }

    [Fact]
    public void Activation_OfOpenSizes_LeavesThemOpen()
    {
        Assert.Equal("(None, None, None, 3)", Input.Of([-1, -1, 3]).Activation("relu").Shape.ToString());
        Assert.Equal("(None, None, 2)", Input.Of([-1, 4]).Activation("glu").Shape.ToString());
    }

    [Fact]
    public void GetSourceInputs_OfATensor_GivesWhatItDependsOn()
    {
        SymbolicTensor a = Input.Of([3]), b = Input.Of([3]), c = Input.Of([3]);
        Assert.Equal([a, b], Utils.GetSourceInputs(a.Dense(2) + (b * 2).Dense(2) + a.Dense(2)));
        Assert.Equal([c], Utils.GetSourceInputs(c));
        Assert.Throws<ArgumentException>(() => Utils.GetSourceInputs(1.5));
    }

    [Fact]
    public void Apply_WithTrainingFalse_KeepsStatisticsWhileWeightsAreTrained()
    {
        var inner = new Sequential { new Input([3]), new Dense(2), new BatchNormalization() };
        SymbolicTensor x = Input.Of([3]);
        var model = new Model(x, inner.Apply(x, training: false));
        model.Compile("sgd", "mse");
        float[] kernel = inner.Weights[0].ToArray(), moving = inner.NonTrainableWeights[0].ToArray();
        model.TrainOnBatch(new float[,] { { 1, 2, 3 }, { -1, 0, 5 } }, new float[,] { { 1, 0 }, { 0, 1 } });
        Assert.NotEqual(kernel, inner.Weights[0].ToArray());
        Assert.Equal(moving, inner.NonTrainableWeights[0].ToArray());
    }
}
