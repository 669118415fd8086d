using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Activations;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Words, and settings left out, mean what they meant in the version of Keras that wrote the file.</summary>
public class OldMeaningsTests
{
    private static readonly float[] Values = [-8, -3, -2.6f, -2.4f, -1, 0, 0.7f, 2.4f, 2.6f, 3, 8, 1];

    private static readonly ActivationFunction Old =
        ActivationFunction.Create("old", x => Ops.Clip(0.2 * x + 0.5, 0, 1));

    [Theory]
    [InlineData("1.2.2", true)]
    [InlineData("2.0.8", true)]
    [InlineData("2.2.4-tf", true)]
    [InlineData("2.3.1", true)]
    [InlineData("2.15.0", true)]
    [InlineData(null, true)]
    [InlineData("3.0.0", false)]
    [InlineData("3.0.0.dev2023060603", false)]
    [InlineData("3.16.0", false)]
    public void HardSigmoid_InAnH5File_IsThatOfItsVersion(string? version, bool old)
    {
        // tf.keras 2.15 names modules; files of the same number without them are this library's own.
        Action<JsonArray>? names = version == "2.15.0" ? layers => layers[0]!["module"] = "keras.layers" : null;
        var model = new Sequential { new Input(4), new Activation("hard_sigmoid") };
        CheckValues(OldFile.H5(model, version, change: names), old);
    }

    [Fact]
    public void HardSigmoid_InAnH5FileOfVersion010_IsKeras3s() =>
        CheckValues(OldFile.H5(new Sequential { new Input(4), new Activation("hard_sigmoid") }, "2.15.0"), old: false);

    [Theory]
    [InlineData("2.13.1", true)]
    [InlineData("3.0.0", false)]
    public void HardSigmoid_InAKerasFile_IsThatOfItsVersion(string version, bool old) =>
        CheckValues(OldFile.Keras(new Sequential { new Input(4), new Activation("hard_sigmoid") }, version), old);

    [Theory]
    [InlineData("\"hard_sigmoid\"")]
    [InlineData("""{"class_name": "function", "config": "hard_sigmoid"}""")]
    [InlineData("""{"class_name": "function", "config": "hard_sigmoid", "registered_name": "hard_sigmoid", "module": "builtins"}""")]
    [InlineData("""{"class_name": "Activation", "config": {"activation": "hard_sigmoid"}}""")]
    public void HardSigmoid_HoweverWritten_IsFound(string form) =>
        CheckValues(OldFile.H5(new Sequential { new Input(4), new Activation("relu") }, "2.2.4",
            change: layers => layers[^1]!["config"]!["activation"] = JsonNode.Parse(form)), old: true);

    [Theory]
    [InlineData("LSTM", "activation")]
    [InlineData("LSTM", "recurrent_activation")]
    [InlineData("GRU", "recurrent_activation")]
    [InlineData("SimpleRNN", "activation")]
    [InlineData("Dense", "activation")]
    [InlineData("Conv1D", "activation")]
    public void HardSigmoid_OfALayer_IsTheOldOneAlsoInNestedModels(string className, string key)
    {
        Sequential written = Nested(className, key, "hard_sigmoid"), formula = Nested(className, key, null);
        Model loaded = OldFile.Load(OldFile.H5(written, "2.2.4"));
        CopyWeights(written, formula);
        AssertClose.Equal(Doubles(Predict(formula, [4, 3])), Predict(loaded, [4, 3]), 1e-6, 1e-6, className);
    }

    [Theory]
    [InlineData(".keras")]
    [InlineData(".h5")]
    public void HardSigmoid_SavedAgain_KeepsItsMeaning(string extension)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("again" + extension);
        Model loaded = OldFile.Load(OldFile.H5(Nested("LSTM", "recurrent_activation", "hard_sigmoid"), "2.2.4"));
        loaded.Save(path);
        Assert.Equal(Predict(loaded, [4, 3]), Predict(Model.Load(path), [4, 3]));
        var today = new Sequential { new Input(4), new Activation("hard_sigmoid") };
        today.Save(path, overwrite: true);
        CheckValues(File.ReadAllBytes(path), old: false);
    }

    [Theory]
    [InlineData("by_keras.keras")]
    [InlineData("by_keras.h5")]
    public void HardSigmoid_SavedByUsAndAgainByKeras_KeepsItsMeaning(string file)
    {
        string folder = Path.Combine(GoldenCase.Root, "hard_sigmoid_files");
        JsonArray expected = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "by_keras.json")))!["expected"]!.AsArray();
        Model loaded = Model.Load(Path.Combine(folder, file), compile: false);
        AssertClose.Equal([.. expected.Select(v => v!.GetValue<double>())], Predict(loaded, [4, 3]), 1e-6, 1e-6, file);
    }

    [Theory]
    [InlineData("1.2.2", true)]
    [InlineData("2.2.5", true)]
    [InlineData("2.3.0", false)]
    [InlineData("3.0.0", false)]
    public void RecurrentActivation_NotInTheFile_IsTheDefaultOfItsVersion(string version, bool hard)
    {
        Sequential written = Nested("LSTM", "recurrent_activation", "sigmoid"),
            formula = Nested("LSTM", "recurrent_activation", hard ? null : "sigmoid");
        Model loaded = OldFile.Load(OldFile.H5(written, version, change: layers => Inner(layers).Remove("recurrent_activation")));
        CopyWeights(written, formula);
        AssertClose.Equal(Doubles(Predict(formula, [4, 3])), Predict(loaded, [4, 3]), 1e-6, 1e-6, version);
    }

    [Theory]
    [InlineData("2.0.0", false)]
    [InlineData("2.3.1", false)]
    [InlineData("3.0.0", false)]
    public void ResetAfter_NotInTheFile_IsTheDefaultOfItsVersion(string version, bool after)
    {
        var written = new Sequential { new Input(4, 3), new GRU(2, resetAfter: after) };
        Model loaded =
            OldFile.Load(OldFile.H5(written, version, change: layers => layers[^1]!["config"]!.AsObject().Remove("reset_after")));
        Assert.Equal(after, ((GRU)loaded.Layers[^1]).ResetAfter);
        Assert.Equal(Predict(written, [4, 3]), Predict(loaded, [4, 3]));
    }

    [Theory]
    [InlineData("2.2.4", 0)]
    [InlineData("3.0.0", 0.1)]
    public void AdagradAccumulator_NotInTheFile_IsTheDefaultOfItsVersion(string version, double initial)
    {
        byte[] file = OldFile.H5(new Sequential { new Input(4), new Dense(2) }, version,
            training: """{"loss": "mse", "optimizer_config": {"class_name": "Adagrad", "config": {"lr": 0.01, "decay": 0.0, "epsilon": 1e-07}}}""");
        Assert.Equal(initial, ((Fashion.Keras.Optimizers.Adagrad)OldFile.Load(file, compile: true).Optimizer!).InitialAccumulatorValue);
    }

    [Fact]
    public void PipelineThatIsNotHardSigmoid_AsAnActivation_IsRefused()
    {
        byte[] file = OldFile.Keras(new Sequential { new Input(4), new Activation("relu") },
            "3.16.0", layers => layers[^1]!["config"]!["activation"] =
            JsonNode.Parse(
                """{"module": "keras.layers", "class_name": "Pipeline", "config": {"layers": [{"class_name": "Rescaling", "config": {"scale": 0.25, "offset": 0.5}}, {"class_name": "ReLU", "config": {"max_value": 1.0}}]}}"""));
        Assert.Contains("no other pipeline", Assert.Throws<ModelFormatException>(() => OldFile.Load(file)).Message,
            StringComparison.Ordinal);
    }

    // Something of the class inside a model inside a model; null stands for the old formula itself.
    private static Sequential Nested(string className, string key, string? name)
    {
        ActivationFunction function = name is null ? Old : name;
        Layer layer = (className, key) switch
        {
            ("LSTM", "activation") => new LSTM(2, activation: function),
            ("LSTM", _) => new LSTM(2, recurrentActivation: function),
            ("GRU", _) => new GRU(2, recurrentActivation: function),
            ("SimpleRNN", _) => new SimpleRNN(2, activation: function),
            ("Dense", _) => new Dense(2, function),
            _ => new Conv1D(2, 2, activation: function),
        };
        var model = new Sequential { new Input(4, 3), new Sequential { new Input(4, 3), layer } };
        foreach (Variable weight in model.Weights)
            weight.Set([.. Enumerable.Range(0, weight.Shape.ElementCount).Select(i => MathF.Sin(i * 1.7f + weight.Shape.Rank) * 1.5f)]);
        return model;
    }

    private static JsonObject Inner(JsonArray layers) => layers[^1]!["config"]!["layers"]!.AsArray()[^1]!["config"]!.AsObject();

    private static void CopyWeights(Model from, Model to)
    {
        foreach (var (source, target) in from.Weights.Zip(to.Weights)) target.Set(source.ToArray());
    }

    private static void CheckValues(byte[] file, bool old)
    {
        double[] expected = [.. Values.Select(v => Math.Clamp(old ? 0.2 * v + 0.5 : v / 6.0 + 0.5, 0, 1))];
        AssertClose.Equal(expected, OldFile.Load(file).Predict(Tensor.Create(Values, [3, 4]), verbose: Verbosity.Silent).ToArray(), 1e-6, 0,
            "values");
    }

    private static float[] Predict(Model model, Shape sample)
    {
        float[] x = [.. Enumerable.Range(0, 5 * sample.ElementCount).Select(i => MathF.Cos(i) * 3)];
        return model.Predict(Tensor.Create(x, [5, sample[0], sample[1]]), verbose: Verbosity.Silent).ToArray();
    }

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, v => (double)v);
}
