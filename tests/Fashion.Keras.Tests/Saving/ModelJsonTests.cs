using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Architectures as JSON, from real Keras and to it.</summary>
public class ModelJsonTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => JsonCase.Names.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Cases))]
    public void FromJson_OfKeras_PredictsAsKerasWithItsWeights(string name)
    {
        var golden = new JsonCase(name);
        Model model = Model.FromJson(golden.Architecture);
        Assert.Equal(golden.IsSequential, model is Sequential);
        Assert.Equal(golden.Built, model.Weights.Count > 0);
        Assert.Equal(golden.Optimizer, model.Optimizer?.ClassName);
        golden.CheckPredictions(model, "from JSON");
    }

    [Theory, MemberData(nameof(Cases))]
    public void ToJson_OfWhatWasRead_IsTheSameModel(string name)
    {
        var golden = new JsonCase(name);
        string json = Model.FromJson(golden.Architecture).ToJson();
        golden.Exchange(json);
        Model again = Model.FromJson(json);
        Assert.Equal(json, again.ToJson());
        Assert.Equal(golden.Optimizer, again.Optimizer?.ClassName);
        golden.CheckPredictions(again, "written and read again");
    }

    [Fact]
    public void ToJson_HasTheKeysOfKeras()
    {
        var golden = new JsonCase("sequential_compiled");
        JsonObject want = JsonNode.Parse(golden.Architecture)!.AsObject(),
            got = JsonNode.Parse(Model.FromJson(golden.Architecture).ToJson())!.AsObject();
        Assert.Equal(Keys(want), Keys(got));
        Assert.Equal(Keys(want["compile_config"]!), Keys(got["compile_config"]!));
        Assert.Equal(Keys(want["config"]!), Keys(got["config"]!));

        static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void ToJson_OfAModelThatIsNotBuilt_SaysNothingOfShapes()
    {
        var model = new Sequential([new Dense(3), new Sequential([new Dense(2)])]);
        string json = model.ToJson();
        Assert.DoesNotContain("build_input_shape", json, StringComparison.Ordinal);
        var again = (Sequential)Model.FromJson(json);
        Assert.Empty(again.Weights);
        again.Build([-1, 4]);
        Assert.Equal([[4, 3], [3], [3, 2], [2]], again.Weights.Select(w => w.Shape.ToArray()));
    }

    [Fact]
    public void ToJson_Indented_IsTheSameInLines()
    {
        var model = new Sequential { new Input(3), new Dense(2) };
        Assert.DoesNotContain('\n', model.ToJson());
        Assert.Equal(model.ToJson(), JsonNode.Parse(model.ToJson(indented: true))!.ToJsonString());
        Assert.Contains('\n', model.ToJson(indented: true));
    }

    [Fact]
    public void FromJson_WeightsAreNewOnes()
    {
        string json = new Sequential { new Input(30), new Dense(20, kernelInitializer: "he_normal") }.ToJson();
        float[] first = Model.FromJson(json).Weights[0].ToArray(), second = Model.FromJson(json).Weights[0].ToArray();
        Assert.All([first, second], kernel => Assert.InRange(kernel.Select(v => v * v).Average(), 0.03f, 0.12f));
    }

    // As Keras 2.1 writes it: the list of layers in place of a configuration.
    private const string Keras21 = """
        {"class_name": "Sequential", "config": [
          {"class_name": "LSTM", "config": {"name": "lstm_1", "trainable": true, "batch_input_shape": [null, 5, 3], "dtype": "float32", "return_sequences": false, "return_state": false, "go_backwards": false, "stateful": false, "unroll": false, "implementation": 1, "units": 2, "activation": "tanh", "recurrent_activation": "hard_sigmoid", "use_bias": true, "kernel_initializer": {"class_name": "VarianceScaling", "config": {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": null}}, "recurrent_initializer": {"class_name": "Orthogonal", "config": {"gain": 1.0, "seed": null}}, "bias_initializer": {"class_name": "Zeros", "config": {}}, "unit_forget_bias": true, "dropout": 0.0, "recurrent_dropout": 0.0}},
          {"class_name": "Dense", "config": {"name": "dense_1", "trainable": true, "units": 1, "activation": "hard_sigmoid", "use_bias": true}}
        ], "keras_version": "2.1.6", "backend": "tensorflow"}
        """;

    // As tf.keras 2.9 writes it.
    private const string TensorFlow29 = """
        {"class_name": "Functional", "config": {"name": "model", "trainable": true, "layers": [
          {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 4], "dtype": "float32", "sparse": false, "ragged": false, "name": "input_1"}, "name": "input_1", "inbound_nodes": []},
          {"class_name": "Dense", "config": {"name": "left", "trainable": true, "dtype": "float32", "units": 3, "activation": "hard_sigmoid", "use_bias": true}, "name": "left", "inbound_nodes": [[["input_1", 0, 0, {}]]]},
          {"class_name": "Dense", "config": {"name": "right", "trainable": false, "dtype": "float32", "units": 3, "activation": "linear", "use_bias": true}, "name": "right", "inbound_nodes": [[["input_1", 0, 0, {}]]]},
          {"class_name": "TFOpLambda", "config": {"name": "tf.math.multiply", "trainable": true, "dtype": "float32", "function": "math.multiply"}, "name": "tf.math.multiply", "inbound_nodes": [["right", 0, 0, {"y": 2.0, "name": null}]]},
          {"class_name": "Add", "config": {"name": "add", "trainable": true, "dtype": "float32"}, "name": "add", "inbound_nodes": [[["left", 0, 0, {}], ["tf.math.multiply", 0, 0, {}]]]}
        ], "input_layers": [["input_1", 0, 0]], "output_layers": [["add", 0, 0]]}, "keras_version": "2.9.0", "backend": "tensorflow"}
        """;

    [Fact]
    public void FromJson_OfKeras2_IsRead()
    {
        Model model = Model.FromJson(Keras21);
        Assert.IsType<Sequential>(model);
        Assert.Null(model.Optimizer);
        Assert.Equal(["lstm_1", "dense_1"], model.Layers.Select(l => l.Name));
        Assert.Equal([[3, 8], [2, 8], [8], [2, 1], [1]], model.Weights.Select(w => w.Shape.ToArray()));
        Model functional = Model.FromJson(TensorFlow29);
        Assert.Equal(4, functional.Weights.Count);
        Assert.Equal(2, functional.TrainableWeights.Count);
    }

    [Theory]
    [InlineData("\"2.1.6\"", 0.7f)]
    [InlineData("\"3.0.0\"", 2f / 3)]
    public void FromJson_WordsOfItsVersion_MeanWhatTheyMeant(string version, float expected)
    {
        string text =
            """{"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Activation", "config": {"name": "a", "batch_input_shape": [null, 1], "activation": "hard_sigmoid"}}]}, "keras_version": VERSION, "backend": "tensorflow"}""";
        Assert.Equal(expected, Model.FromJson(text.Replace("VERSION", version, StringComparison.Ordinal))
            .Predict(new float[,] { { 1 } }, verbose: Verbosity.Silent).ToArray()[0], 1e-6f);
    }

    [Theory]
    [InlineData("\"module\": \"keras\", ", 2f / 3)]
    [InlineData("", 0.7f)]
    public void FromJson_WithoutAVersion_IsOfKeras3IfItNamesModules(string module, float expected)
    {
        string text =
            """{MODULE"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Activation", "config": {"name": "a", "batch_input_shape": [null, 1], "activation": "hard_sigmoid"}}]}}""";
        Assert.Equal(expected, Model.FromJson(text.Replace("MODULE", module, StringComparison.Ordinal))
            .Predict(new float[,] { { 1 } }, verbose: Verbosity.Silent).ToArray()[0], 1e-6f);
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("model.json", "File.ReadAllText")]
    [InlineData("no braces", "no JSON")]
    [InlineData("[]", "an object is expected")]
    [InlineData("{}", "class_name")]
    [InlineData("""{"class_name": "Dense", "config": {"units": 3}}""", "single layer")]
    [InlineData(
        """{"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Dense", "config": {"name": "huge", "units": 2000000000, "batch_input_shape": [null, 1000]}}]}, "keras_version": "2.9.0"}""", "'huge'")]
    [InlineData(
        """{"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Nonsense", "config": {"name": "x"}}]}, "keras_version": "2.9.0"}""", "Nonsense")]
    public void FromJson_Damaged_SaysWhat(string json, string said)
    {
        var e = Assert.Throws<ModelFormatException>(() => Model.FromJson(json));
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.Contains("JSON", e.Message, StringComparison.Ordinal);
        Assert.Null(e.Path);
    }

    [Fact]
    public void Load_FileOfJson_NamesFromJson()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("model.json"), $"\n  {TensorFlow29}");
        foreach (Action load in (Action[])[() => Model.Load(folder.File("model.json")),
            () => new Sequential { new Input(2), new Dense(1) }.LoadWeights(folder.File("model.json"))])
            Assert.Contains("Model.FromJson", Assert.Throws<ModelFormatException>(load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromJson_ManyValuesOrDeepOnes_AreRefusedBeforeATreeIsMade()
    {
        string wide = $"{{\"a\":[{string.Join(",", Enumerable.Repeat("0", 2_100_000))}]}}",
            deep = $"{{\"a\":{new string('[', 5000)}{new string(']', 5000)}}}";
        foreach (string text in (string[])[wide, deep]) Assert.Throws<ModelFormatException>(() => Model.FromJson(text));
    }

    [Fact]
    public void FromJson_MutatedTexts_AreReadOrRefused()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        string[] texts = [.. JsonCase.Names.Select(name => new JsonCase(name).Architecture), Keras21, TensorFlow29];
        int read = 0, refused = 0;
        for (int i = 0; i < 1500; i++)
        {
            JsonNode tree = JsonNode.Parse(texts[random.Next(texts.Length)])!;
            string said = MutatedConfigTests.Mutate(tree, random);
            string text = tree.ToJsonString();
            if (random.Next(20) == 0) text = text[..random.Next(text.Length)];
            long start = Stopwatch.GetTimestamp(), bytes = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ModelJson.Read(text, custom: null, mostNumbers: 1 << 20);
                read++;
            }
            catch (ModelFormatException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, text {i}, {said}: {e}");
            }
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), $"seed {seed}, text {i}, {said}: took too long");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - bytes < 256L << 20, $"seed {seed}, text {i}, {said}: allocated too much");
        }
        Assert.True(read > 100 && refused > 100, $"seed {seed}: {read} read, {refused} refused");
    }

    [Fact]
    public void FromJson_ClassOfOnesOwn_IsMadeByCustomObjects()
    {
        string json = new Sequential { new Input(3), new Dense(2, name: "d") }.ToJson()
            .Replace("\"class_name\":\"Dense\"", "\"class_name\":\"Mine\"", StringComparison.Ordinal)
            .Replace("\"module\":\"keras.layers\",\"class_name\":\"Mine\"", "\"module\":null,\"class_name\":\"Mine\"",
                StringComparison.Ordinal);
        Assert.Throws<ModelFormatException>(() => Model.FromJson(json));
        Model model = Model.FromJson(json, new CustomObjects { { "Mine", config => new Dense(config.GetInt("units")) } });
        Assert.Equal("d", model.Layers[0].Name);
    }

    [Fact]
    public void Roundtrip_KeepsWhatTrainingDoes()
    {
        var model = new Sequential { new Input(3), new Dense(4, activation: "relu"), new Dense(1) };
        model.Compile(new Adam(0.05), "mse", ["mae"]);
        Model again = Model.FromJson(model.ToJson());
        foreach ((Variable from, Variable to) in model.Weights.Zip(again.Weights)) to.Set(from.ToArray());
        float[,] x = { { 1, 2, 3 }, { 3, 2, 1 } };
        float[] y = [1, 2];
        foreach (Model m in (Model[])[model, again]) m.Fit(x, y, epochs: 3, verbose: Verbosity.Silent, shuffle: false);
        Assert.Equal(model.Weights.Select(w => w.ToArray()), again.Weights.Select(w => w.ToArray()));
    }
}
