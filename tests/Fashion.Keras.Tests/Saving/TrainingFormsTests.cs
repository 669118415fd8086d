using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// The forms in which Keras 1 and 2 wrote training settings: <c>Golden/training_forms/forms.json</c> has the settings and what a
/// Fit records (nothing when there is no loss), or null where Keras refuses them too. Keras 3.16 itself reads few of these forms, so
/// they are judged by what they meant then.
/// </summary>
public sealed class TrainingFormsTests
{
    private static readonly JsonArray Forms =
        JsonNode.Parse(File.ReadAllText(Path.Combine(GoldenCase.Root, "training_forms", "forms.json")))!.AsArray();

    public static IEnumerable<TheoryDataRow<int>> Cases => Enumerable.Range(0, Forms.Count).Select(i => new TheoryDataRow<int>(i));

    [Theory, MemberData(nameof(Cases))]
    public void Load_FormOfTrainingSettings_TrainsAsItSaysOrIsRefused(int index)
    {
        bool one = Forms[index]!["outputs"]!.GetValue<int>() == 1;
        byte[] file = OldFile.H5(one ? One() : Two(), "2.4.0", training: Forms[index]!["settings"]!.ToJsonString());
        Assert.NotNull(OldFile.Load(file, compile: false));
        if (Forms[index]!["history"]?.GetValue<string>() is not { } history)
        {
            Assert.Contains("compile: false", Assert.Throws<ModelFormatException>(() => OldFile.Load(file, compile: true)).Message,
                StringComparison.Ordinal);
            return;
        }
        Model model = OldFile.Load(file, compile: true);
        ModelData y = one ? new float[4, 1] : [new float[4, 1], new float[4, 1]];
        if (history.Length == 0) Assert.Throws<InvalidOperationException>(() => model.Fit(new float[4, 4], y, verbose: Verbosity.Silent));
        else Assert.Equal(history,
            string.Join(",", model.Fit(new float[4, 4], y, verbose: Verbosity.Silent).Keys.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Load_MetricsOfTwoOutputsByKeras3_AreOnePerOutput()
    {
        byte[] file = OldFile.H5(Two(), "3.5.0",
            training: """{"loss": "mse", "metrics": ["mae", "mse"], "optimizer_config": {"class_name": "SGD", "config": {}}}""");
        Assert.Equal("a_loss,a_mae,b_loss,b_mse,loss",
            string.Join(",", OldFile.Load(file, compile: true)
                .Fit(new float[4, 4], [new float[4, 1], new float[4, 1]], verbose: Verbosity.Silent).Keys.Order(StringComparer.Ordinal)));
    }

    // Keras refuses metrics by name where one layer gives several outputs.
    [Fact]
    public void Save_MetricsPerOutputOfOneLayer_StayInOrder()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("again.keras");
        Model.Load(Path.Combine(GoldenCase.Root, "training_forms", "files", "several_outputs_of_a_layer.keras")).Save(path);
        using var archive = System.IO.Compression.ZipFile.OpenRead(path);
        JsonNode settings = JsonNode.Parse(archive.GetEntry("config.json")!.Open())!["compile_config"]!;
        Assert.Equal(["mae", "mse", "mae"], settings["metrics"]!.AsArray().Select(m => m!.GetValue<string>()));
    }

    private static Sequential One() => new() { new Input(4), new Dense(1, name: "a") };

    private static Model Two()
    {
        SymbolicTensor x = Input.Of([4]);
        return new Model(x, (SymbolicTensor[])[new Dense(1, name: "a").Apply(x), new Dense(1, name: "b").Apply(x)]);
    }
}
