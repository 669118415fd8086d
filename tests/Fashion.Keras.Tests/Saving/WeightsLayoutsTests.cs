using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Saving;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// The same weights in every layout that a version of Keras wrote (<c>Golden/weights_files</c>): each is found by what the file
/// holds, whatever it is called, and gives the predictions of real Keras.
/// </summary>
public sealed class WeightsLayoutsTests : IDisposable
{
    private static readonly string Folder = Path.Combine(GoldenCase.Root, "weights_files");
    private static readonly JsonNode Facts = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json")))!;
    private static readonly string Architecture = File.ReadAllText(Path.Combine(Folder, "model.arch.json"));
    private static readonly string[] LayersHaveNames = ["whole_h5.hdf5", "layers_at_the_root.weights.h5", "no_extension"];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Layouts =>
        [.. LayersHaveNames, "keras3.weights.h5", "tf_2_13.weights.h5", "tf_2_14.weights.h5", "tf_2_14_windows.weights.h5",
            "tf_2_15.weights.h5", "tf_2_15_windows.weights.h5", "before_keras_1.h5"];

    public static TheoryData<string> Named => [.. LayersHaveNames];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Layouts))]
    public void LoadWeights_EveryLayout_PredictsAsKeras(string file)
    {
        Model model = Model.FromJson(Architecture);
        Assert.Empty(model.LoadWeights(Path.Combine(Folder, file)));
        CheckPredictions(model, file);
    }

    [Theory, MemberData(nameof(Layouts))]
    public void LoadWeights_UnderAnyName_IsTheSame(string file)
    {
        foreach (string name in (string[])["w.keras", "w.h5", "w.hdf5", "w.hdf", "w.weights.h5", "w.dat", "w"])
        {
            File.Copy(Path.Combine(Folder, file), _folder.File(name), overwrite: true);
            Model model = Model.FromJson(Architecture);
            model.LoadWeights(_folder.File(name));
            CheckPredictions(model, $"{file} as {name}");
        }
    }

    [Theory, MemberData(nameof(Named))]
    public void LoadWeights_ByName_LeavesOthersAsTheyAre(string file)
    {
        Model whole = Model.FromJson(Architecture);
        whole.LoadWeights(Path.Combine(Folder, file));
        var other = new Sequential { new Input([5, 4]), new LSTM(4, returnSequences: true, name: "lstm_one"), new Dense(4, name: "first"),
            new Dense(2, name: "head") };
        float[] head = other.GetLayer("head").Weights[0].ToArray();

        IReadOnlyList<string> left = other.LoadWeights(Path.Combine(Folder, file), byName: true);

        foreach (string name in (string[])["first", "lstm_one"])
            Assert.Equal(whole.GetLayer(name).Weights.Select(w => w.ToArray()), other.GetLayer(name).Weights.Select(w => w.ToArray()));
        Assert.Equal(head, other.GetLayer("head").Weights[0].ToArray());
        Assert.Contains(left, l => l.StartsWith("not in the file: layer 'head'", StringComparison.Ordinal));
        Assert.Contains(left, l => l.StartsWith("not in the model: layer 'inner'", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Named))]
    public void LoadWeights_ByName_AnotherShapeIsAnErrorUnlessSkipped(string file)
    {
        var other = new Sequential { new Input([5, 4]), new Dense(4, name: "first"), new Dense(7, name: "last") };
        var output = new StringWriter();
        other.Options = new ModelOptions { Output = output };
        float[][] before = Values(other);
        var e = Assert.Throws<ModelFormatException>(() => other.LoadWeights(Path.Combine(Folder, file), byName: true));
        Assert.Contains("'last/", e.Message, StringComparison.Ordinal);
        Assert.Contains("(3, 2)", e.Message, StringComparison.Ordinal);
        Assert.Contains("(4, 7)", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, Values(other));

        IReadOnlyList<string> left = other.LoadWeights(Path.Combine(Folder, file), byName: true, skipMismatch: true);

        Assert.NotEqual(before[0], Values(other)[0]);
        Assert.Equal(before[2..], Values(other)[2..]);
        Assert.Equal(2, left.Count(l => l.StartsWith("wrong shape", StringComparison.Ordinal)));
        Assert.Contains("Warning: ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("wrong shape", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LoadWeights_ByNameWithoutAnyPartner_Warns()
    {
        var other = new Sequential { new Input(4), new Dense(4, name: "elsewhere") };
        var output = new StringWriter();
        other.Options = new ModelOptions { Output = output };
        other.LoadWeights(Path.Combine(Folder, "whole_h5.hdf5"), byName: true);
        Assert.Contains("nothing was loaded", output.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Layouts))]
    public void LoadWeights_ByNameWhereThereAreNone_IsRefused(string file)
    {
        Model model = Model.FromJson(Architecture);
        if (LayersHaveNames.Contains(file)) model.LoadWeights(Path.Combine(Folder, file), byName: true);
        else Assert.Throws<ArgumentException>(() => model.LoadWeights(Path.Combine(Folder, file), byName: true));
    }

    [Theory, MemberData(nameof(Layouts))]
    public void LoadWeights_AnotherModel_ChangesNothingAndSaysWhere(string file)
    {
        JsonNode json = JsonNode.Parse(Architecture)!;
        JsonNode last = json["config"]!["layers"]!.AsArray().Single(l => l!["name"]!.GetValue<string>() == "last")!;
        last["config"]!["units"] = 9;
        Model other = Model.FromJson(json.ToJsonString());
        float[][] before = Values(other);

        var e = Assert.Throws<ModelFormatException>(() => other.LoadWeights(Path.Combine(Folder, file)));

        Assert.Equal(before, Values(other));
        Assert.Contains("last/kernel", e.Message, StringComparison.Ordinal);
        Assert.Contains("(3, 2)", e.Message, StringComparison.Ordinal);
        Assert.Contains("(3, 9)", e.Message, StringComparison.Ordinal);
        other.Options = new ModelOptions { Output = TextWriter.Null };
        Assert.Equal(2, other.LoadWeights(Path.Combine(Folder, file), skipMismatch: true).Count);
        Assert.NotEqual(before[0], Values(other)[0]);
    }

    [Theory]
    [InlineData("tf_2_13.weights.h5")]
    [InlineData("tf_2_14.weights.h5")]
    [InlineData("tf_2_14_windows.weights.h5")]
    [InlineData("tf_2_15.weights.h5")]
    [InlineData("tf_2_15_windows.weights.h5")]
    public void Load_KerasFileOfTensorFlow_FindsItsWeights(string weights)
    {
        using (FileStream stream = File.Create(_folder.File("model.keras")))
            KerasArchive.Write(stream, System.Text.Encoding.UTF8.GetBytes(Architecture),
                s => s.Write(File.ReadAllBytes(Path.Combine(Folder, weights))), version: "3.0.0");
        Model model = Model.Load(_folder.File("model.keras"));
        CheckPredictions(model, weights);
        model.Save(_folder.File("again.keras"));
        CheckPredictions(Model.Load(_folder.File("again.keras")), weights + " saved again");
    }

    [Fact]
    public void LoadWeights_LayersNamedAsGroupsOfKeras3_AreOldOnes()
    {
        var saved = new Sequential { new Input(3), new Dense(2, name: "layers"), new Dense(2, name: "_layer_checkpoint_dependencies") };
        saved.Save(_folder.File("m.h5"));
        var other = new Sequential { new Input(3), new Dense(2), new Dense(2) };
        other.LoadWeights(_folder.File("m.h5"));
        Assert.Equal(Values(saved), Values(other));
        // A weights file has the group at its root.
        var file = new Hdf5Writer();
        LegacyWeights.Write(saved, file);
        AtomicFile.Write(_folder.File("w.h5"), file.Save);
        var third = new Sequential { new Input(3), new Dense(2), new Dense(2) };
        third.LoadWeights(_folder.File("w.h5"));
        Assert.Equal(Values(saved), Values(third));
    }

    [Fact]
    public void LoadWeights_WeightsOutsideOfAllLayers_AreNotPassedOver()
    {
        var model = new Sequential { new Input(3), new Dense(2, name: "d") };
        var file = new Hdf5Writer();
        LegacyWeights.Write(new Sequential { new Input(3), new Dense(2, name: "d") }, file);
        Hdf5Writer top = file.Group("top_level_model_weights");
        top.SetAttribute("weight_names", ["scale:0"]);
        top.Write("scale:0", [1], [2]);
        AtomicFile.Write(_folder.File("w.h5"), file.Save);
        foreach (bool byName in (bool[])[false, true])
            Assert.Contains("top_level_model_weights/scale:0",
                Assert.Throws<ModelFormatException>(() => model.LoadWeights(_folder.File("w.h5"), byName)).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void LoadWeights_NoWeightsOfKeras_SaysWhatIsMissing()
    {
        var file = new Hdf5Writer();
        file.Group("somewhere").Write("x", [1], [1]);
        AtomicFile.Write(_folder.File("w.h5"), file.Save);
        var e = Assert.Throws<ModelFormatException>(() => new Sequential { new Input(3), new Dense(2) }.LoadWeights(_folder.File("w.h5")));
        Assert.Contains("layer_names", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dense\\")]
    [InlineData("\\")]
    public void LoadWeights_NamesThatMeanTooManyGroups_AreRefused(string part)
    {
        var file = new Hdf5Writer();
        file.Group("layers").Write("x", [1], [1]);
        file.Group(string.Concat(Enumerable.Repeat(part, 3000)) + "a").Write("x", [1], [1]);
        AtomicFile.Write(_folder.File("w.h5"), file.Save);
        Assert.Throws<ModelFormatException>(() => new Sequential { new Input(3), new Dense(2) }.LoadWeights(_folder.File("w.h5")));
    }

    private static float[][] Values(Model model) => [.. model.Weights.Select(w => w.ToArray())];

    private static void CheckPredictions(Model model, string what)
    {
        GoldenTensor x = new(Facts["inputs"]![0]!), want = new(Facts["expected"]![0]!);
        AssertClose.Equal(want.Values,
            model.Predict(Tensor.Create(x.Floats, [.. x.Shape.Select(size => (nint)size)]), verbose: Verbosity.Silent).ToArray(), 1e-5,
            1e-5, what);
    }
}
