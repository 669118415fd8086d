using System.Text.Json.Nodes;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Onnx.Tests;

/// <summary>Networks that PyTorch exported (Golden/scripts/torch_files.py): predictions are PyTorch's, and written again they are
/// still.</summary>
public class TorchFilesTests
{
    private static string Folder => Path.Combine(GoldenCase.Root, "torch");

    public static IEnumerable<TheoryDataRow<string>> Names =>
        Directory.GetFiles(Folder, "*.onnx").Select(f => new TheoryDataRow<string>(Path.GetFileNameWithoutExtension(f)));

    [Theory, MemberData(nameof(Names))]
    public void Load_FileOfTorch_PredictsTheSame(string name)
    {
        Model model = OnnxModel.Load(Path.Combine(Folder, name + ".onnx"));
        Check(model, name, (_, inputs) => ExportCheck.Predicted(model, inputs));
        Assert.Empty(model.TrainableWeights);
        Assert.IsType<OnnxLayer>(Assert.Single(model.Layers, layer => layer is not Input));
    }

    [Theory, MemberData(nameof(Names))]
    public void ToOnnx_LoadedNetwork_GivesTheSameFileAgain(string name)
    {
        Model model = OnnxModel.Load(Path.Combine(Folder, name + ".onnx"));
        byte[] file = model.ToOnnx();
        Check(model, name, (_, inputs) => OnnxRun.Of(file, inputs));
        Assert.Equal(model.InputNames, Protocol.ModelProto.Parser.ParseFrom(file).Graph.Input.Select(i => i.Name));
    }

    [Theory, InlineData("cnn"), InlineData("lstm_both"), InlineData("attention")]
    public void SaveAndLoad_LoadedNetwork_PredictsTheSame(string name)
    {
        using var folder = new TemporaryFolder();
        Model network = OnnxModel.Load(Path.Combine(Folder, name + ".onnx"), trainable: true);
        network.Save(folder.File("network.keras"));
        Model model = Model.Load(folder.File("network.keras"), customObjects: new CustomObjects { OnnxLayer.FromConfig });
        Check(model, name, (_, inputs) => ExportCheck.Predicted(model, inputs));
        Assert.Equal(network.TrainableWeights.Select(w => w.Name), model.TrainableWeights.Select(w => w.Name));
    }

    [Fact]
    public void Fit_TrainableNetwork_LearnsAndKeepsTheStatistics()
    {
        Model model = OnnxModel.Load(Path.Combine(Folder, "mlp.onnx"), trainable: true);
        model.Options = new ModelOptions { Output = TextWriter.Null };
        float[] mean = model.Weights.Single(w => w.Name.EndsWith("running_mean", StringComparison.Ordinal)).ToArray();
        var random = new Random(1);
        float[] images = [.. Enumerable.Range(0, 20 * 6).Select(_ => random.NextSingle())];
        var x = System.Numerics.Tensors.Tensor.Create(images, [20, 6]);
        int[] y = [.. Enumerable.Range(0, 20).Select(i => i % 4)];
        model.Compile("adam", "sparse_categorical_crossentropy");
        var history = model.Fit(x, y, epochs: 8, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < history["loss"][0]);
        Assert.Equal(mean, model.Weights.Single(w => w.Name.EndsWith("running_mean", StringComparison.Ordinal)).ToArray());
    }

    private static void Check(Model model, string name, Func<Model, OnnxRun.Numbers[], OnnxRun.Numbers[]> run)
    {
        foreach (JsonNode? example in JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!["cases"]!.AsArray())
        {
            OnnxRun.Numbers[] inputs = [.. example!["inputs"]!.AsArray().Select(Numbers)],
                outputs = [.. example["outputs"]!.AsArray().Select(Numbers)];
            ExportCheck.Same(outputs, run(model, inputs), 2e-5, $"{inputs[0].Shape[0]} rows");
        }
    }

    private static OnnxRun.Numbers Numbers(JsonNode? json)
    {
        var tensor = new GoldenTensor(json!);
        return new OnnxRun.Numbers([.. tensor.Shape], tensor.Floats);
    }
}
