using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Tests.Models;

public class CloneTests
{
    [Fact]
    public void Clone_OfABranchingModel_HasTheSameLayersAndNewWeights()
    {
        SymbolicTensor x = Input.Of([3], "x"), a = x.Dense(4, "relu", name: "a");
        var shared = new Dense(4, name: "shared");
        SymbolicTensor y = shared.Apply(a) + shared.Apply(new Dropout(0.5, name: "drop").Apply(a, training: false)) * 2;
        var model = new Model(new Dictionary<string, SymbolicTensor> { ["data"] = x },
            new Dictionary<string, SymbolicTensor> { ["result"] = y }, "net");

        Model clone = model.Clone();

        Assert.Equal(model.ToJson(), clone.ToJson());
        Assert.Equal(model.OutputNames, clone.OutputNames);
        Assert.NotEqual(model.Weights[0].ToArray(), clone.Weights[0].ToArray());
        Assert.Empty(model.Weights.Intersect(clone.Weights));
        clone.SetWeights(model.GetWeights());
        var data = new float[,] { { 1, 2, 3 } };
        Assert.Equal([.. model.Predict(data, verbose: Verbosity.Silent)], [.. clone.Predict(data, verbose: Verbosity.Silent)]);
    }

    [Fact]
    public void Clone_WithAFunction_ReplacesLayers()
    {
        var model = new Sequential(name: "s") { new Dense(4, inputShape: [3]), new ReLU(name: "r"), new Dense(2, name: "last") };
        model.GetLayer("last").Trainable = false;

        Sequential clone = model.Clone(layer => layer is ReLU ? new LeakyReLU(name: layer.Name) : layer.Clone());

        Assert.Equal(["Dense", "LeakyReLU", "Dense"], clone.Layers.Select(l => l.ClassName));
        Assert.Equal([-1, 2], clone.OutputShapes[0]);
        Assert.False(clone.GetLayer("last").Trainable);
        Assert.False(new Sequential { new Dense(2) }.Clone().Built);
        Assert.Contains("'r'", Assert.Throws<ArgumentException>(() => model.Clone(layer => layer is ReLU ? null! : layer.Clone())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Clone_ANestedModel_GetsNewWeightsToo()
    {
        var inner = new Sequential(name: "inner") { new Dense(2, inputShape: [3]) };
        SymbolicTensor x = Input.Of([3]);
        Model clone = new Model(x, inner.Apply(x)).Clone();
        Assert.NotSame(inner, clone.GetLayer("inner"));
        Assert.NotEqual(inner.Weights[0].ToArray(), clone.Weights[0].ToArray());
    }

    [Fact]
    public void Clone_OfALayerOfOnesOwn_NeedsToKnowHow()
    {
        var model = new Sequential { new Twice() };
        Assert.Contains("Twice", Assert.Throws<ModelFormatException>(() => model.Clone()).Message, StringComparison.Ordinal);
        Assert.IsType<Twice>(model.Clone(customObjects: new CustomObjects { _ => new Twice() }).Layers[0]);
        Assert.IsType<Twice>(model.Clone(_ => new Twice()).Layers[0]);
    }

    [Fact]
    public void Config_ThereAndBack_IsTheSame()
    {
        var dense = new Dense(3, "relu", kernelRegularizer: "l2", name: "d") { Trainable = false };
        JsonObject config = dense.GetConfig();
        Assert.Equal(3, config["units"]!.GetValue<int>());
        Dense copy = Layer.FromConfig<Dense>(config);
        Assert.Equal(config.ToJsonString(), copy.GetConfig().ToJsonString());
        Assert.False(copy.Trainable);
        Assert.IsType<Dense>(Layer.Deserialize(dense.Serialize()));

        var model = new Sequential { new Input(4), new Dense(2) };
        Assert.Equal(model.GetConfig().ToJsonString(), Layer.FromConfig<Sequential>(model.GetConfig()).GetConfig().ToJsonString());
        var functional = new Model(model.Inputs, model.Output);
        Assert.Equal(functional.GetConfig().ToJsonString(), Layer.FromConfig<Model>(functional.GetConfig()).GetConfig().ToJsonString());
        Assert.Throws<ModelFormatException>(() => Layer.FromConfig<Dense>(new JsonObject { ["units"] = "many" }));
        Assert.IsType<Twice>(Layer.FromConfig<Twice>(new Twice().GetConfig(), new CustomObjects { _ => new Twice() }));
    }

    [Fact]
    public void SetWeights_OfAnotherNumberOrShape_ChangesNothingAndSaysWhatIsThere()
    {
        var dense = new Dense(2, name: "d");
        Assert.Contains("no weights", Assert.Throws<InvalidOperationException>(() => dense.SetWeights([])).Message,
            StringComparison.Ordinal);
        Assert.Contains("no weights", Assert.Throws<InvalidOperationException>(() => dense.CountParams()).Message,
            StringComparison.Ordinal);
        _ = new Sequential { new Input(3), dense };
        Assert.Equal(8, dense.CountParams());
        float[] before = dense.Weights[0].ToArray();

        dense.SetWeights([new float[3, 2] { { 1, 2 }, { 3, 4 }, { 5, 6 } }, new double[] { 7, 8 }]);
        Assert.Equal([1, 2, 3, 4, 5, 6], dense.Weights[0].ToArray());
        Assert.Equal([3, 2], dense.GetWeights()[0].Lengths.ToArray().Select(n => (int)n));
        Assert.Equal([7, 8], [.. dense.GetWeights()[1]]);
        Assert.Contains("2 weights (kernel (3, 2), bias (2,))",
            Assert.Throws<ArgumentException>(() => dense.SetWeights([new float[3, 2]])).Message, StringComparison.Ordinal);
        Assert.Contains("'kernel' has the shape (3, 2)",
            Assert.Throws<ShapeMismatchException>(() => dense.SetWeights([new float[2, 3], new float[2]])).Message,
            StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4, 5, 6], dense.Weights[0].ToArray());
        Assert.NotEqual(before, dense.Weights[0].ToArray());
    }

    [Fact]
    public void Losses_AreThePenaltiesOfTheWeights()
    {
        var model = new Sequential { new Dense(1, kernelRegularizer: "l2", inputShape: [2]) };
        model.SetWeights([new float[2, 1] { { 3 }, { 4 } }, new float[1]]);
        Assert.Equal(0.25f, model.Losses.Single().ToArray().Single(), 1e-6f);
    }

    private sealed class Twice : Layer
    {
        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs * 2;
    }
}
