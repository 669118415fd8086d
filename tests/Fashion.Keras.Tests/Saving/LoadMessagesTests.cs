using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// Whatever is wrong with a file, the message is short, and says in which layer of which class, which version wrote the file,
/// and what helps: also when names in the file have 100,000 characters.
/// </summary>
public sealed class LoadMessagesTests
{
    private const int Longest = 400, Huge = 100_000;

    private static readonly string LongName = new('n', Huge), LongWords = string.Concat(Enumerable.Repeat("no such ", Huge / 8)),
        LongNumbers = $"[{string.Join(",", Enumerable.Repeat("1", Huge))}]";

    // What is put into the Dense layer 'last': a key of its configuration and a value, or null and the whole entry.
    private static readonly (string Name, string? Key, Func<string, string> Value)[] Broken =
    [
        ("layer class", null,
            c => $$$$"""{"module": null, "class_name": "{{{{c}}}}", "config": {"name": "last", "units": 2}, "registered_name": "mine>{{{{c}}}}"}"""),
        ("layer class in Keras's module", null,
            c => $$$$"""{"module": "keras.layers", "class_name": "{{{{c}}}}", "config": {"name": "last", "units": 2}, "registered_name": null}"""),
        ("lambda", null, c => $$$$"""{"class_name": "Lambda", "config": {"name": "last", "function": ["{{{{c}}}}", null, null]}}"""),
        ("time distributed", null, c =>
            $$$$"""{"class_name": "TimeDistributed", "config": {"name": "last", "layer": {"class_name": "{{{{c}}}}", "config": {} } } }"""),
        ("initializer", "kernel_initializer", c => $$$$"""{"class_name": "{{{{c}}}}", "config": {"scale": 1}}"""),
        ("initializer by name", "bias_initializer", c => $"\"{c}\""),
        ("regularizer", "kernel_regularizer", c => $$$$"""{"class_name": "{{{{c}}}}", "config": {}}"""),
        ("constraint", "kernel_constraint", c => $$$$"""{"class_name": "{{{{c}}}}", "config": {}}"""),
        ("activation", "activation", c => $"\"{c}\""),
        ("activation object", "activation",
            c => $$$$"""{"module": "builtins", "class_name": "function", "config": "{{{{c}}}}", "registered_name": "function"}"""),
        ("activation layer", "activation", c => $$$$"""{"class_name": "{{{{c}}}}", "config": {}}"""),
        ("policy", "dtype", c => $"\"{c}\""),
        ("policy object", "dtype", c => $$$$"""{"class_name": "{{{{c}}}}", "config": {}}"""),
        ("option", "lora_rank", c => $"\"{c}\""),
        ("number", "units", c => $"\"{c}\""),
        ("option of an initializer", "kernel_initializer", c => $$$$"""{"class_name": "Zeros", "config": {"{{{{c}}}}": 1}}"""),
        ("list", "units", _ => LongNumbers),
        ("list for an object", "kernel_initializer", _ => LongNumbers),
    ];

    // Training settings: what stands where something unknown is.
    private static readonly (string Name, Func<string, string> Settings, string Help)[] BrokenTraining =
    [
        ("loss", c => $$"""{"loss": "{{c}}", "optimizer": "sgd"}""", "compile: false"),
        ("loss object", c => $$$$"""{"loss": {"class_name": "{{{{c}}}}", "config": {"name": "{{{{c}}}}"}}, "optimizer": "sgd"}""",
            "compile: false"),
        ("loss function",
            c => $$$$"""{"loss": {"module": "builtins", "class_name": "function", "config": "{{{{c}}}}", "registered_name": "function"}, "optimizer": "sgd"}""", "compile: false"),
        ("loss per output", c => $$$$"""{"loss": {"last": "{{{{c}}}}"}, "optimizer": "sgd"}""", "compile: false"),
        ("metric", c => $$"""{"loss": "mse", "optimizer": "sgd", "metrics": ["{{c}}"]}""", "compile: false"),
        ("metric object",
            c => $$$$"""{"loss": "mse", "optimizer": "sgd", "metrics": [[{"class_name": "{{{{c}}}}", "config": {"name": "m"}}]]}""",
            "compile: false"),
        ("metric wrapper",
            c => $$$$"""{"loss": "mse", "optimizer": "sgd", "metrics": [{"class_name": "MeanMetricWrapper", "config": {"name": "m", "fn": "{{{{c}}}}"}}]}""", "compile: false"),
        ("weighted metric", c => $$$$"""{"loss": "mse", "optimizer": "sgd", "weighted_metrics": {"last": ["{{{{c}}}}"]}}""",
            "compile: false"),
        ("optimizer", c => $$"""{"loss": "mse", "optimizer": "{{c}}"}""", "compile: false"),
        ("optimizer object", c => $$$$"""{"loss": "mse", "optimizer_config": {"class_name": "{{{{c}}}}", "config": {"lr": 0.1}}}""",
            "compile: false"),
        ("schedule",
            c => $$$$"""{"loss": "mse", "optimizer": {"class_name": "SGD", "config": {"learning_rate": {"class_name": "{{{{c}}}}", "config": {} } } } }""", "compile: false"),
    ];

    public static IEnumerable<TheoryDataRow<string, string>> BrokenLayers =>
        from b in Broken from c in (string[])["NoSuchThing", "long", "words"] select new TheoryDataRow<string, string>(b.Name, c);

    public static IEnumerable<TheoryDataRow<string, string>> BrokenSettings =>
        from b in BrokenTraining from c in (string[])["NoSuchThing", "long", "words"] select new TheoryDataRow<string, string>(b.Name, c);

    [Theory, MemberData(nameof(BrokenLayers))]
    public void Load_BrokenLayer_IsAShortMessageWithItsPlace(string kind, string what)
    {
        (_, string? key, Func<string, string> value) = Broken.First(b => b.Name == kind);
        string text = Text(what);
        void Change(JsonArray layers)
        {
            JsonNode node = JsonNode.Parse(value(text))!;
            if (key is not null) layers[^1]!["config"]![key] = node;
            else
            {
                if (layers[^1]!["inbound_nodes"] is { } nodes) { node["inbound_nodes"] = nodes.DeepClone(); node["name"] = "last"; }
                layers[^1] = node;
            }
        }
        string shown = key is null ? kind == "lambda" ? "Lambda" : kind == "time distributed" ? "TimeDistributed" : text[..11] : "Dense";
        foreach (Func<Model> make in (Func<Model>[])[Straight, Functional])
            foreach ((byte[] file, string version) in ((byte[], string)[])[(OldFile.Keras(make(), "3.4.1", Change), "3.4.1"),
                (OldFile.H5(make(), "2.2.4-tf", change: Change), "2.2.4-tf")])
            {
                string message = Refused(file);
                foreach (string part in (string[])["'last'", shown, version]) Assert.Contains(part, message, StringComparison.Ordinal);
                if (key is null) Assert.Contains("CustomObjects", message, StringComparison.Ordinal);
            }
    }

    [Theory, MemberData(nameof(BrokenSettings))]
    public void Load_BrokenTrainingSettings_IsAShortMessageWithAWayOut(string kind, string what)
    {
        (_, Func<string, string> settings, string help) = BrokenTraining.First(b => b.Name == kind);
        string text = Text(what);
        byte[] file = OldFile.H5(Straight(), "2.4.0", training: settings(text));
        string message = Refused(file, compile: true);
        foreach (string part in (string[])[text[..11], "2.4.0", help]) Assert.Contains(part, message, StringComparison.Ordinal);
        OldFile.Load(file, compile: false);
    }

    [Fact]
    public void Load_LayerWithALongName_IsAShortMessageWithItsBeginning()
    {
        string message = Refused(OldFile.Keras(Straight(), "3.4.1", layers =>
        {
            layers[^1]!["config"]!["name"] =
            LongName; layers[^1]!["config"]!["units"] = -1;
        }));
        foreach (string part in (string[])[LongName[..30], "Dense", "3.4.1", "units"])
            Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OperationThatIsNotKnown_SaysWhatHelps()
    {
        foreach (string className in (string[])["NoSuchOperation", LongName])
        {
            string message = Refused(OldFile.Keras(Functional(), "3.4.1", layers => layers[^1] = new JsonObject
            {
                ["module"] = "keras.src.ops.numpy",
                ["class_name"] = className,
                ["config"] = new JsonObject { ["name"] = "last" },
                ["registered_name"] = className,
                ["name"] = "last",
                ["inbound_nodes"] = layers[^1]!["inbound_nodes"]!.DeepClone(),
            }));
            foreach (string part in (string[])["'last'", className[..15], "3.4.1", "CustomObjects", "operation"])
                Assert.Contains(part, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_OperationOfTensorFlow_IsCalledThat()
    {
        foreach (string function in (string[])["signal.fft", LongName])
        {
            string message = Refused(OldFile.H5(Functional(), "2.6.0", change: layers => layers[^1] = new JsonObject
            {
                ["class_name"] = "TFOpLambda",
                ["config"] = new JsonObject { ["name"] = "last", ["function"] = function },
                ["name"] = "last",
                ["inbound_nodes"] = new JsonArray(new JsonArray("first", 0, 0, new JsonObject())),
            }));
            foreach (string part in (string[])["'last'", function[..8], "2.6.0", "CustomObjects", "TensorFlow's operation"])
                Assert.Contains(part, message, StringComparison.Ordinal);
            Assert.DoesNotContain("Python code", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_WeightsThatDoNotFit_AreCountedAndOneOfEachKindIsNamed()
    {
        var many = new Sequential { new Input(4) };
        for (int i = 0; i < 60; i++) many.Add(new Dense(4));
        byte[] file = OldFile.Keras(many, "3.4.1", layers =>
        {
            while (layers.Count > 3)
                layers.RemoveAt(2); layers[1]!["config"]!["units"] = 5;
        });
        string message = Refused(file);
        foreach (string part in (string[])["3.4.1", "unexpected", "116 unexpected", "3 of the wrong shape", "(4, 5)"])
            Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DeepPlace_IsShortened()
    {
        var inner = new Sequential([new Dense(2, name: "last")], LongName[..300]);
        for (int i = 0; i < 30; i++) inner = new Sequential([inner], $"{LongName[..200]}{i}");
        inner.Build([-1, 3]);
        string message = Refused(OldFile.Keras(inner, "3.4.1", layers =>
        {
            while (layers[^1]!["class_name"]!.GetValue<string>() == "Sequential") layers = layers[^1]!["config"]!["layers"]!.AsArray();
            layers[^1]!["config"]!["activation"] = "reluu";
        }));
        foreach (string part in (string[])["'last'", "Dense", "'reluu'", "Did you mean 'relu'"])
            Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("adamm", "adam")]
    public void ByName_Unknown_NamesTheNearestOnly(string given, string near)
    {
        string message = Assert.Throws<ArgumentException>(() => Straight().Compile(given, "mse")).Message;
        Assert.Contains($"'{near}'", message, StringComparison.Ordinal);
        foreach (Action call in (Action[])[() => Straight().Compile(LongName, "mse"), () => Straight().Compile("sgd", LongName),
            () => Straight().Compile("sgd", "mse", [LongName]), () => GC.KeepAlive(new Dense(1, LongName)),
            () => GC.KeepAlive(new Dense(1, kernelInitializer: LongName)), () => GC.KeepAlive(new Dense(1, kernelRegularizer: LongName)),
            () => GC.KeepAlive(new Dense(1, kernelConstraint: LongName))])
            Assert.InRange(Assert.Throws<ArgumentException>(call).Message.Length, 30, Longest);
    }

    private static string Text(string what) => what switch { "long" => LongName, "words" => LongWords, _ => what };

    private static string Refused(byte[] file, bool compile = false)
    {
        var e =
            Assert.Throws<ModelFormatException>(
                () => ModelFiles.Read(new MemoryStream(file), "/tmp/some/folder/model.file", compile, custom: null));
        Assert.InRange(e.Message.Length, 50, Longest);
        Assert.StartsWith("/tmp/some/folder/model.file", e.Message, StringComparison.Ordinal);
        Assert.Equal("/tmp/some/folder/model.file", e.Path);
        return e.Message;
    }

    private static Sequential Straight() => new() { new Input([4], "first"), new Dense(2, name: "last") };

    private static Model Functional()
    {
        SymbolicTensor first = Input.Of([4], "first");
        return new Model(first, new Dense(2, name: "last").Apply(first));
    }
}
