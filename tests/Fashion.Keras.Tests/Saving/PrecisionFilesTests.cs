using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// Files of real Keras whose layers compute in float16, bfloat16 or mixed precision: they predict nearly the same, and keep asking for it.
/// </summary>
public sealed class PrecisionFilesTests
{
    private static string Folder => Path.Combine(GoldenCase.Root, "policy_files");

    public static IEnumerable<TheoryDataRow<string>> Files =>
        Directory.EnumerateFiles(Folder, "*.json").Select(f => new TheoryDataRow<string>(Path.GetFileNameWithoutExtension(f)));

    [Theory, MemberData(nameof(Files))]
    public void Load_LessThanFloat32_PredictsNearlyAsKerasAndIsKept(string name)
    {
        string policy = Path.GetFileNameWithoutExtension(name).Replace("_scaled", "", StringComparison.Ordinal);
        var file = new KerasFile(name, Folder);
        if (policy == "bfloat16")
        {
            // Its weights have no type that HDF5 knows; Keras 3.16 cannot read them out of .h5 either.
            Assert.Contains("model.weights.h5", Assert.Throws<ModelFormatException>(() => Model.Load(file.Path)).Message,
                StringComparison.Ordinal);
            return;
        }

        Model model = Model.Load(file.Path);

        if (policy == "float64") Assert.Empty(model.LoadWarnings);
        else Assert.Contains(policy, Assert.Single(model.LoadWarnings), StringComparison.Ordinal);
        file.CheckPredictions(model, "", 1e-2, 1e-2);
        // Keras's .keras files have the optimizer as it was given to compile, .h5 files the one that it was wrapped in.
        if (name.Contains("scaled", StringComparison.Ordinal))
            Assert.Equal(("Adam", 1L),
                ((model.Optimizer is LossScaleOptimizer scaling ? scaling.InnerOptimizer : model.Optimizer)!.ClassName,
                    model.Optimizer!.Iterations));
        if (name.EndsWith("scaled.h5", StringComparison.Ordinal)) Assert.IsType<LossScaleOptimizer>(model.Optimizer);
        using var folder = new TemporaryFolder();
        foreach (string extension in (string[])[".keras", ".h5"])
        {
            string path = folder.File("again" + extension);
            model.Save(path);
            ExchangeFiles.Add(model, path, $"{name}-again", file.Facts["inputs"]!, file.Facts["expected"]!);
            Model again = Model.Load(path);
            Assert.Equal(model.LoadWarnings.Count, again.LoadWarnings.Count);
            Assert.Equal(policy, Declared(again));
            file.CheckPredictions(again, extension, 1e-2, 1e-2);
        }
    }

    [Theory]
    [InlineData("""{"class_name": "Policy", "config": {"name": "mixed_float16"}}""", "mixed_float16")]
    [InlineData("""{"class_name": "Policy", "config": {"name": "mixed_float16", "loss_scale": null}}""", "mixed_float16")]
    [InlineData("""{"class_name": "Policy", "config": {"name": "infer"}}""", "float32")]
    [InlineData("\"float\"", "float32")]
    [InlineData("\"float16\"", "float16")]
    [InlineData("\"double\"", "float64")]
    public void Load_PolicyOfTensorFlowKeras_IsRead(string policy, string read)
    {
        byte[] file = OldFile.H5(new Sequential { new Input(4), new Dense(2, name: "last") }, "2.4.0",
            change: layers => layers[^1]!["config"]!["dtype"] = JsonNode.Parse(policy));
        Assert.Equal(read, Declared(OldFile.Load(file)));
    }

    [Theory]
    [InlineData(
        """{"module": "keras", "class_name": "QuantizedDTypePolicy", "config": {"mode": "int8", "source_name": "float32"}, "registered_name": null}""")]
    [InlineData("\"int8_from_float32\"")]
    [InlineData("\"float8\"")]
    [InlineData("\"string\"")]
    public void Load_PrecisionThatIsNotKnown_IsRefused(string policy)
    {
        byte[] file = OldFile.Keras(new Sequential { new Input(4), new Dense(2, name: "last") }, "3.4.1",
            layers => layers[^1]!["config"]!["dtype"] = JsonNode.Parse(policy));
        var e = Assert.Throws<ModelFormatException>(() => OldFile.Load(file));
        foreach (string part in (string[])["'last'", "Dense", "3.4.1", "mixed_float16"])
            Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    private static string? Declared(Model model) => ModelConfigWriter.Write(model)["config"]!["layers"]!.AsArray()
        .First(l => l!["class_name"]!.GetValue<string>() is "Conv2D" or "Dense")!["config"]!["dtype"]!.GetValue<string>();
}
