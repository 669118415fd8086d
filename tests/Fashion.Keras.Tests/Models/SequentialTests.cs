using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Models;

public class SequentialTests
{
    [Fact]
    public void Constructor_ThreeForms_GiveTheSameModel()
    {
        var initializer = new Sequential { new Flatten(inputShape: [4, 4]), new Dense(3, activation: "softmax") };
        var list = new Sequential([new Flatten(inputShape: [4, 4]), new Dense(3, activation: "softmax")]);
        var fluent = new Sequential(name: "fluent").Input(4, 4).Flatten().Dense(3, activation: "softmax");
        foreach (Sequential model in (Sequential[])[initializer, list, fluent])
        {
            Assert.Equal(2, model.Layers.Count);
            Assert.Equal([-1, 4, 4], model.InputShapes.Single());
            Assert.Equal([-1, 3], model.OutputShapes.Single());
            Assert.Equal(16 * 3 + 3, model.CountParams());
        }
        Assert.Equal("fluent", fluent.Name);
    }

    [Fact]
    public void Add_TensorOfAnInput_BeginsTheModel()
    {
        var model = new Sequential { Input.Of([4, 4], name: "image"), new Flatten(), new Dense(3) };

        Assert.Equal(["image"], model.InputNames);
        Assert.Equal([-1, 3], model.OutputShapes.Single());
        Assert.Contains("no input", Assert.Throws<ArgumentException>(() => model.Add(Input.Of([4]).Dense(2))).Message,
            StringComparison.Ordinal);
        Assert.Contains("first entry", Assert.Throws<ArgumentException>(() => model.Add(Input.Of([4]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_OfABuiltModel_ArePathedModelLayerWeight()
    {
        var model = new Sequential(name: "m") { new Dense(2, inputShape: [3], name: "d") };
        Assert.Equal(["m/d/kernel", "m/d/bias"], model.Weights.Select(w => w.Path));
    }

    [Fact]
    public void Add_WithoutAnInput_WaitsForBuild()
    {
        var model = new Sequential { new Dense(2) };
        Assert.Empty(model.Weights);
        Assert.Contains("inputShape", Assert.Throws<InvalidOperationException>(model.Build).Message, StringComparison.Ordinal);
        model.Build([-1, 5]);
        Assert.Equal(12, model.CountParams());
    }

    [Fact]
    public void Add_NameTwice_Throws()
    {
        var model = new Sequential { new Dense(2, name: "a") };
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => model.Add(new Dense(2, name: "a"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Pop_LastLayer_ShortensTheModel()
    {
        var model = new Sequential { new Dense(2, inputShape: [3]), new Dense(4) };
        model.Pop();
        Assert.Equal([-1, 2], model.OutputShapes.Single());
        Assert.Equal(2, model.Weights.Count);
    }

    [Fact]
    public void Trainable_OfTheModel_ReachesItsLayers()
    {
        var model = new Sequential { new Dense(2, inputShape: [3]) };
        model.Trainable = false;
        Assert.False(model.Layers[0].Trainable);
        Assert.Empty(model.TrainableWeights);
        Assert.Equal(2, model.NonTrainableWeights.Count);
    }

    [Fact]
    public void Add_ALayerAgain_AppliesItOnceMoreWithTheSameWeights()
    {
        var shared = new Dense(3, name: "shared");
        var model = new Sequential { new Input(3), shared, new ReLU(), shared };
        var data = new float[,] { { 1, -2, 3 } };
        float[] want = [.. model.Predict(data, verbose: Verbosity.Silent)];

        Assert.Equal(2, model.Weights.Count);
        Assert.Equal([.. shared.Call(new Sequential { shared, new ReLU() }.Predict(data, verbose: Verbosity.Silent))], want);
        Assert.Equal(2, model.Clone().Weights.Count);
        Assert.Contains("2 times", Assert.Throws<InvalidOperationException>(() => model.ToJson()).Message, StringComparison.Ordinal);
        Assert.Equal(want, Model.FromJson(new Model(model.Inputs, model.Outputs).ToJson()) is var read && Copied(read, model)
            ? read.Predict(data, verbose: Verbosity.Silent).ToArray()
            : []);
        using var folder = new TemporaryFolder();
        model.SaveWeights(folder.File("s.weights.h5"));
        model.LoadWeights(folder.File("s.weights.h5"));
        Assert.Same(shared, model.Pop());
        Assert.Same(shared, model.GetLayer("shared"));
        Assert.Equal(2, model.Weights.Count);
        Assert.Throws<ArgumentException>(() => model.Add(new Dense(3, name: "shared")));

        static bool Copied(Model to, Model from)
        {
            to.SetWeights(from.GetWeights());
            return true;
        }
    }
}
