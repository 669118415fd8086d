using System.Text.RegularExpressions;

namespace Fashion.Keras.Tests.Architectures;

/// <summary>The architectures against real Keras: layers, weights, predictions, files.</summary>
public sealed partial class ApplicationTests : IDisposable
{
    private static readonly string[] Kinds = ["weights.h5", "legacy.h5", "h5", "keras"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Cases => [.. ApplicationCase.Names(_ => true)];

    public static TheoryData<string> Predicting => [.. ApplicationCase.Names(c => c["prediction"] is not null)];

    public static TheoryData<string, string> Files =>
        [.. from file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "*.gz")
                                                          let parts = Path.GetFileNameWithoutExtension(file).Split('.', 2)
                                                          select new TheoryDataRow<string, string>(parts[0], parts[1])];

    [Theory, MemberData(nameof(Cases))]
    public void Model_OfKerasArguments_HasItsLayersAndWeights(string name)
    {
        var golden = new ApplicationCase(name);
        Model model = golden.Build();
        Assert.Equal(golden.Json["name"]!.GetValue<string>(), model.Name);
        Assert.Equal(Renamed(golden.Texts("rows")), Renamed([.. Rows(model).Where(row => !Operation().IsMatch(row))]));
        Assert.Equal(Renamed(golden.Texts("operations")),
            Renamed([.. Rows(model).Where(row => Operation().IsMatch(row))
                .Select(row => row[..(row.IndexOf(')', StringComparison.Ordinal) + 1)])]));
        Assert.Equal(golden.Json["parameters"]!.GetValue<long>(), model.Weights.Sum(w => (long)w.Shape.ElementCount));
        Assert.Equal(golden.Json["trainable"]!.GetValue<long>(), model.TrainableWeights.Sum(w => (long)w.Shape.ElementCount));
        Assert.Equal(golden.Texts("weights"),
            model.Layers.SelectMany(
                l => l.Weights.Select(w => $"{(l.ClassName == "Normalization" ? "normalization" : l.Name)}/{w.Name} {w.Shape}")));
    }

    [Fact]
    public void SummaryText_OfVGG16_IsThatOfKeras()
    {
        var golden = new ApplicationCase("vgg16_top");
        string want = golden.Json["summary"]!.GetValue<string>(), got = golden.Build().SummaryText(78);
        Assert.Equal(Plain(want), Plain(got));

        // The number of an automatic name takes the place of spaces.
        static string Plain(string text) => Spaces().Replace(Automatic().Replace(text, "$1"), " ");
    }

    [Theory, MemberData(nameof(Predicting))]
    public void Predict_WithTheSameWeights_GivesKerasNumbers(string name)
    {
        var golden = new ApplicationCase(name);
        Model model = golden.Build();
        FormulaWeights.Fill(model, golden.Gain);
        golden.AssertPredicts(model, name);
    }

    [Theory, MemberData(nameof(Files))]
    public void KerasFile_OfWeightsOrOfAModel_GivesItsWeightsAndPredictions(string name, string kind)
    {
        var golden = new ApplicationCase(name);
        string file = golden.Unpack(kind, _folder);
        Model built = golden.Build(weights: file);
        foreach ((int k, Variable weight) in built.Weights.Index())
            if (weight.Name != "count") Assert.Equal(FormulaWeights.Of(weight, k, golden.Gain), weight.ToArray());
        golden.AssertPredicts(built, file);
        if (kind is "keras" or "h5")
        {
            Model loaded = Model.Load(file);
            Assert.Empty(loaded.LoadWarnings);
            golden.AssertPredicts(loaded, "Load of " + file);
            Assert.Equal(Renamed([.. Rows(built)]), Renamed([.. Rows(loaded)]));
        }
    }

    [Fact]
    public void LegacyWeights_ByName_FitTheLayerNames()
    {
        var golden = new ApplicationCase("mobilenetv2");
        Model model = golden.Build();
        Assert.Empty(model.LoadWeights(golden.Unpack("legacy.h5", _folder), byName: true));
        golden.AssertPredicts(model, "by name");
    }

    /// <summary>
    /// Files as large as they are, written by <c>applications.py OUT --whole</c>: a check for people, who name the folder.
    /// </summary>
    [Fact]
    public void WholeFiles_OfANamedFolder_LoadAndPredict()
    {
        if (Environment.GetEnvironmentVariable("FASHION_KERAS_APPLICATIONS") is not { Length: > 0 } folder)
        {
            Assert.Skip(
            "FASHION_KERAS_APPLICATIONS names no folder"); return;
        }
        foreach (string name in Directory.GetFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)))
        {
            var golden = new ApplicationCase(name, folder);
            foreach (string file in Kinds.Select(kind => Path.Combine(folder, $"{name}.{kind}")).Where(File.Exists))
            {
                golden.AssertPredicts(golden.Build(weights: file), file);
                if (!file.EndsWith(".weights.h5", StringComparison.Ordinal)) golden.AssertPredicts(Model.Load(file), "Load of " + file);
            }
        }
    }

    // As the script writes them: name, class, output shape, parameters, where the inputs come from. Operations between layers are no layers
    // of Keras's list.
    private static IEnumerable<string> Rows(Model model) => model.Summarize(expandNested: false, showTrainable: false).Rows
        .Select(row => $"{row.Name} | {row.ClassName} | {row.OutputShape} | {row.Parameters} | " +
            $"{(row.Connections == "-" ? "" : Connection().Replace(row.Connections, ""))}");

    // Automatic names count on from model to model; what matters is which of them are the same.
    private static string[] Renamed(string[] rows)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        return [.. rows.Select(row => Automatic().Replace(row,
            m => names.TryGetValue(m.Value, out string? name) ? name : names[m.Value] = $"{m.Groups[1].Value}#{names.Count}"))];
    }

    [GeneratedRegex(
        @"\b(input_layer|re_lu|activation|dropout|flatten|rescaling|normalization|max_pooling2d|global_average_pooling2d|global_max_pooling2d|add|multiply)(?:_\d+)?\b")]
    private static partial Regex Automatic();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(add|multiply)(_\d+)? ")]
    private static partial Regex Operation();

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Connection();
}
