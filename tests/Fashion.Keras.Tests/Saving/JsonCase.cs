using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// An architecture as JSON by real Keras, its weights, and what real Keras predicts: <c>Golden/json_files/NAME.arch.json</c>,
/// <c>NAME.weights.h5</c> and <c>NAME.json</c>; <c>make_json_files.py</c> there made them.
/// </summary>
internal sealed class JsonCase(string name)
{
    private const string Ending = ".arch.json";

    private static readonly string Folder = Path.Combine(GoldenCase.Root, "json_files");

    private readonly JsonNode _facts = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*" + Ending).Select(f => Path.GetFileName(f)[..^Ending.Length]).Order(StringComparer.Ordinal);

    public string Architecture => File.ReadAllText(Path.Combine(Folder, name + Ending));

    public string WeightsPath => Path.Combine(Folder, name + ".weights.h5");

    /// <summary>Whether the JSON says what the input looks like.</summary>
    public bool Built => _facts["built"]!.GetValue<bool>();

    public string? Optimizer => _facts["optimizer"]?.GetValue<string>();

    public bool IsSequential => name.StartsWith("sequential", StringComparison.Ordinal);

    /// <summary>Loads the weights, and compares what the model predicts.</summary>
    public void CheckPredictions(Model model, string what)
    {
        GoldenTensor[] inputs = Tensors("inputs"), expected = Tensors("expected");
        if (model.Weights.Count == 0) ((Sequential)model).Build(inputs[0].Shape.With(0, Shape.Unknown));
        Assert.Empty(model.LoadWeights(WeightsPath));
        ModelData x = [.. inputs.Select(i => (ModelData)Tensor.Create(i.Floats, [.. i.Shape.Select(size => (nint)size)]))];
        foreach ((GoldenTensor want, var got) in expected.Zip(model.PredictAll(x, verbose: Verbosity.Silent)))
            AssertClose.Equal(want.Values, got.ToArray(), 1e-5, 1e-4, $"{name} {what}");
    }

    /// <summary>Hands a text to real Keras where that is wanted: it is read, gets the weights, and predicts.</summary>
    public void Exchange(string json)
    {
        // The script that judges builds no models.
        if (!ExchangeFiles.Wanted || !Built) return;
        var facts = new JsonObject { ["inputs"] = _facts["inputs"]!.DeepClone(), ["expected"] = _facts["expected"]!.DeepClone() };
        facts["config"] = json;
        ExchangeFiles.AddWeights(WeightsPath, $"{name}-to-json", facts);
    }

    private GoldenTensor[] Tensors(string key) => [.. _facts[key]!.AsArray().Select(t => new GoldenTensor(t!))];
}
