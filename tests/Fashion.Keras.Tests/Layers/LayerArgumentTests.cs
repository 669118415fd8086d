using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Arguments that Keras has for every layer, or for a few, beyond what golden cases show.</summary>
public class LayerArgumentTests
{
    private static readonly float[,] X = { { 1, -2, 3 }, { 0.5f, 4, -1 } };

    [Fact]
    public void ActivityRegularizer_OfAnyLayer_CountsAndIsKept()
    {
        // Penalty 0.1 * sum(x^2) / batch of the numbers that ReLU passes on.
        var model = new Sequential { new ReLU(inputShape: [3]) { ActivityRegularizer = new L2(0.1) }, new Flatten(),
            new Dense(1, kernelInitializer: "zeros") };
        model.Compile("sgd", "mse");
        Assert.Equal(0.1 * (1 + 9 + 0.25 + 16) / 2, model.Evaluate(X, new float[2, 1], verbose: Verbosity.Silent)["loss"], 1e-6);
        using var folder = new TemporaryFolder();
        foreach (string ending in (string[])[".keras", ".h5"])
        {
            model.Save(folder.File("model" + ending));
            Model loaded = Model.Load(folder.File("model" + ending));
            Assert.IsType<L2>(loaded.Layers[0].ActivityRegularizer);
            Assert.Null(loaded.Layers[1].ActivityRegularizer);
            Assert.Equal(model.Evaluate(X, new float[2, 1], verbose: Verbosity.Silent)["loss"],
                loaded.Evaluate(X, new float[2, 1], verbose: Verbosity.Silent)["loss"]);
        }
    }

    [Fact]
    public void Embedding_Weights_AreTheStartValues()
    {
        float[,] table = { { 1, 2 }, { 3, 4 }, { 5, 6 } };
        var model = new Sequential { new Embedding(3, 2, weights: table, inputShape: [2]) };
        table[2, 0] = 99;
        Assert.Equal([5f, 6f, 1f, 2f], model.Predict(new float[,] { { 2, 0 } }, verbose: Verbosity.Silent).ToArray());
        string message = Assert.Throws<ArgumentException>(() => new Embedding(2, 3, weights: table, name: "words")).Message;
        foreach (string part in (string[])["'words'", "(2, 3)", "(3, 2)"]) Assert.Contains(part, message);
    }

    [Fact]
    public void BatchNormalization_Synchronized_IsKept()
    {
        foreach (bool synchronized in (bool[])[false, true])
        {
            var config = new ConfigWriter();
            new BatchNormalization(synchronized: synchronized).WriteConfig(config);
            Layer read =
                LayerTable.From(NestedConfig.From(
                    new JsonObject { ["class_name"] = "BatchNormalization", ["config"] = config.Json.DeepClone() }, "file"));
            Assert.Equal(synchronized, ((BatchNormalization)read).Synchronized);
            Assert.Equal(synchronized, config.Json.ContainsKey("synchronized"));
        }
    }

    [Fact]
    public void Softmax_MaskOfTheCaller_ExcludesAndIsKept()
    {
        SymbolicTensor scores = Input.Of([2, 3]), mask = Input.Of([1, 3]);
        var model = new Model([scores, mask], new Softmax([1, 2]).ApplyMasked(scores, mask));
        float[,,] x = { { { 1, 2, 3 }, { 0, 1, 2 } } }, given = { { { 1, 0, 1 } } };
        double[] parts = [Math.E, 0, Math.Exp(3), 1, 0, Math.Exp(2)];
        double[] want = [.. parts.Select(p => p / parts.Sum())];
        AssertClose.Equal(want, model.Predict([x, given], verbose: Verbosity.Silent).ToArray(), 1e-6, 1e-6, "softmax");
        using var folder = new TemporaryFolder();
        model.Save(folder.File("model.keras"));
        AssertClose.Equal(want, Model.Load(folder.File("model.keras")).Predict([x, given], verbose: Verbosity.Silent).ToArray(), 1e-6, 1e-6,
            "loaded");
        Assert.Contains("Input.Of", Assert.Throws<ArgumentException>(() => new Softmax().ApplyMasked(scores, 1)).Message);
    }

    [Fact]
    public void DTypePolicy_OtherThanFloat32_NeedsAWord()
    {
        Assert.Equal("float32", new Dense(2) { DTypePolicy = "float32" }.DTypePolicy.Name);
        foreach (string policy in (string[])["mixed_float16", "float16", "bfloat16", "mixed_bfloat16", "float64"])
        {
            string message = Assert.Throws<ArgumentException>(() => new Dense(2, name: "half") { DTypePolicy = policy }).Message;
            foreach (string part in (string[])["'half'", policy, "computeInFloat32: true"]) Assert.Contains(part, message);
            var layer = new Dense(2) { DTypePolicy = new DTypePolicy(policy, computeInFloat32: true) };
            var config = new ConfigWriter();
            layer.WriteConfig(config);
            Assert.Equal(policy, config.Json["dtype"]!.GetValue<string>());
        }
        Assert.Contains("no precision", Assert.Throws<ArgumentException>(() => new Dense(2) { DTypePolicy = "int8" }).Message);
    }
}
