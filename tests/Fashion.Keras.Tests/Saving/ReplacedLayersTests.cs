using System.Text.Json.Nodes;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Regularizers;
using Fashion.Keras.Saving;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Layers that cannot be made (Lambda, TensorFlow's operations, unknown classes) are replaced by the layer's name.</summary>
public sealed class ReplacedLayersTests
{
    private static string Folder => Path.Combine(GoldenCase.Root, "replaced_files");

    private static CustomObjects Own => new()
    {
        { "half", _ => new Rescaling(0.5, 1) },
        { "half_outside", _ => new Rescaling(0.5, 1) },
        { "sum", _ => new SumWithTwice() },
        { "scaled", _ => new Scale() },
        { "scaled_again", _ => new Scale() },
    };

    public static IEnumerable<TheoryDataRow<string>> Files =>
        Directory.EnumerateFiles(Folder, "*.json").Select(f => new TheoryDataRow<string>(Path.GetFileNameWithoutExtension(f)));

    [Theory, MemberData(nameof(Files))]
    public void Load_ReplacedByName_PredictsAsKerasAndIsSavedAsTheReplacement(string name)
    {
        var file = new KerasFile(name, Folder);
        Assert.Contains("CustomObjects", Assert.Throws<ModelFormatException>(() => Model.Load(file.Path)).Message,
            StringComparison.Ordinal);

        Model model = Model.Load(file.Path, customObjects: Own);

        file.CheckPredictions(model);
        using var folder = new TemporaryFolder();
        foreach (string extension in (string[])[".keras", ".h5"])
        {
            string path = folder.File("again" + extension);
            model.Save(path);
            // The classes of the replacements are in the file, so they are found by class.
            file.CheckPredictions(Model.Load(path, customObjects: new CustomObjects { _ => new SumWithTwice(), _ => new Scale() }),
                extension);
            if (name.StartsWith("sequential", StringComparison.Ordinal) || name.StartsWith("nested", StringComparison.Ordinal))
                ExchangeFiles.Add(model, path, $"{name}-again", file.Facts["inputs"]!, file.Facts["expected"]!);
        }
    }

    [Theory]
    [InlineData("1.2.2", "input_dtype")]
    [InlineData("2.0.6", "dtype")]
    [InlineData("2.2.4-tf", "dtype")]
    [InlineData("2.9.0", "dtype")]
    public void Load_LambdaThatBeginsASequential_StillSaysWhatTheInputIs(string version, string type)
    {
        var model = new Sequential { new Input([4, 3]), new Rescaling(0.5, 1, name: "lambda_1"), new Flatten(name: "flatten_1") };
        byte[] file = OldFile.H5(model, version, change: layers =>
        {
            layers.RemoveAt(0);
            layers[0] = new JsonObject
            {
                ["class_name"] = "Lambda",
                ["config"] = new JsonObject
                {
                    ["name"] = "lambda_1",
                    ["trainable"] = true,
                    ["batch_input_shape"] = new JsonArray(32, 4, 3),
                    [type] = "int32"
                }
            };
        });

        Model loaded = ModelFiles.Read(new MemoryStream(file), "old", compile: true,
            custom: new CustomObjects { { "lambda_1", _ => new Rescaling(0.5, 1) } });

        Assert.Equal([Shape.Unknown, 4, 3], Assert.Single(loaded.InputShapes));
        Assert.Equal("int32", Assert.Single(loaded.InputTypes));
        Assert.Equal("[32,4,3]", ModelConfigWriter.Write(loaded)["config"]!["layers"]![0]!["config"]!["batch_shape"]!.ToJsonString());
        var x = new float[2, 4, 3];
        x[1, 2, 2] = 6.7f;
        Assert.Equal(4, loaded.Predict(x, verbose: Verbosity.Silent)[1, 8]);
    }

    [Fact]
    public void Load_OperationOfTensorFlow_IsReplacedWithAllItsTensors()
    {
        SymbolicTensor a = Input.Of([3], "a");
        SymbolicTensor left = new Rescaling(1, 1).Apply(a), right = new Rescaling(2).Apply(a);
        var model = new Model(a, new Add(name: "add").Apply([left, right])[0]);
        byte[] file = OldFile.H5(model, "2.6.0", change: layers =>
        {
            JsonArray inputs = layers[^1]!["inbound_nodes"]![0]!.AsArray();
            string first = inputs[0]![0]!.GetValue<string>(), second = inputs[1]![0]!.GetValue<string>();
            layers[^1] = new JsonObject
            {
                ["class_name"] = "TFOpLambda",
                ["config"] = new JsonObject { ["name"] = "add", ["function"] = "signal.convolve" },
                ["name"] = "add",
                ["inbound_nodes"] = new JsonArray(
                    new JsonArray(first, 0, 0, new JsonObject { ["y"] = new JsonArray(second, 0, 0), ["axis"] = -1, ["name"] = null })),
            };
            foreach (JsonNode? layer in layers) if (layer!["name"] is null) layer["name"] = layer["config"]!["name"]!.DeepClone();
        });
        string name = "add";

        Model loaded =
            ModelFiles.Read(new MemoryStream(file), "old", compile: false, new CustomObjects { { name, _ => new SumWithTwice() } });

        // (x + 1) + 2 (2 x)
        Assert.Equal([6f, 11, 16], loaded.Predict(new float[,] { { 1, 2, 3 } }, verbose: Verbosity.Silent).ToArray());
    }

    [Theory]
    [InlineData(".keras")]
    [InlineData(".h5")]
    public void Load_NameOfAKnownLayer_IsNotReplaced(string extension)
    {
        var model = new Sequential { new Input(2), new Dense(1, kernelInitializer: "ones", name: "half") };
        byte[] file = extension == ".h5" ? OldFile.H5(model, "2.4.0") : OldFile.Keras(model, "3.4.1");
        Assert.IsType<Dense>(ModelFiles.Read(new MemoryStream(file), "old", compile: false, Own).Layers[0]);
    }

    [Fact]
    public void Load_ReplacementThatIsNoLayer_IsNotTaken()
    {
        var e =
            Assert.Throws<ModelFormatException>(
                () => Model.Load(Path.Combine(Folder, "sequential.keras"),
                    customObjects: new CustomObjects { { "half", _ => Loss.Create("half", (x, y) => x) } }));
        Assert.Contains("'half'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OwnPartsOfLayers_AreMadeByTheirNames()
    {
        var model = new Sequential { new Input(2), new Dense(1, kernelInitializer: "ones", name: "last") };
        byte[] file = OldFile.Keras(model, "3.4.1", layers =>
        {
            JsonNode config = layers[^1]!["config"]!;
            foreach (string key in (string[])["kernel_initializer", "kernel_regularizer", "kernel_constraint"])
                config[key] = new JsonObject
                {
                    ["module"] = null,
                    ["class_name"] = "Mine",
                    ["config"] = new JsonObject { ["rate"] = 0.5 },
                    ["registered_name"] = $"mine>{key}"
                };
        });
        var layer = (Dense)ModelFiles.Read(new MemoryStream(file), "old", compile: false, new CustomObjects
        {
            { "mine>kernel_initializer", config => new Constant(config.GetDouble("rate")) },
            { "mine>kernel_regularizer", config => new L2(config.GetDouble("rate")) },
            { "mine>kernel_constraint", config => new MaxNorm(config.GetDouble("rate")) },
        }).Layers[0];
        Assert.IsType<Constant>(layer.KernelInitializer);
        Assert.IsType<L2>(layer.KernelRegularizer);
        Assert.IsType<MaxNorm>(layer.KernelConstraint);
    }

    private sealed class SumWithTwice : Layer
    {
        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        public override IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes) => [inputShapes[0]];

        protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context) =>
            [inputs[0] + 2 * inputs[1]];
    }

    // The file knows it as mine>Weighted.
    private sealed class Scale : Layer
    {
        private Variable _scale = null!;

        protected override void Build(Shape inputShape) => _scale = AddWeight("scale", [inputShape[^1]], "ones");

        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs * _scale;
    }
}
