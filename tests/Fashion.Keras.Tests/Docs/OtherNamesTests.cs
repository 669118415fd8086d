using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Docs;

/// <summary>What docs/coming-from-python.md tells to write for names that Keras's users type and that are not here.</summary>
public sealed class OtherNamesTests
{
    [Fact]
    public void Names_OfThePage_AreThere()
    {
        var dense = new Dense(2);
        var model = new Sequential { new Input([3]), dense, new BatchNormalization() };
        Assert.Equal(["kernel", "bias"], dense.Weights.Select(w => w.Name));
        Assert.Same(dense.Weights[0], dense.Weights.Single(w => w.Name == "kernel"));
        Assert.Equal(4, model.TrainableWeights.Count);
        Assert.Equal(2, model.NonTrainableWeights.Count);
        model.Compile("sgd", "mse", metrics: ["mae"]);
        var result = model.Evaluate(new float[2, 3], new float[2, 2], verbose: 0);
        Assert.Equal(["loss", "mae"], result.Names);
        Assert.Equal(0, result["mae"], 1e-3);
        Assert.NotNull(new ModelCheckpoint("a.keras", saveFrequency: 100));
        Assert.NotNull(new ReduceLROnPlateau(minLearningRate: 1e-5));
        Assert.Equal([1, 200], Utils.PadSequences([[1, 2]], maxLength: 200).Lengths.ToArray().Select(n => (int)n));
    }
}
