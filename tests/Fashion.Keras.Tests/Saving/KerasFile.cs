using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// A file by real Keras with what real Keras predicts for some input: <c>Golden/keras_files/NAME</c> and <c>NAME.json</c>.
/// Where real Keras 3.16 refuses the file of an older version, the same model in its own words was recorded.
/// </summary>
internal sealed class KerasFile(string name, string? folder = null)
{
    public JsonNode Facts { get; } = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(folder ?? Folder, name + ".json")))!;

    public static string Folder => System.IO.Path.Combine(GoldenCase.Root, "keras_files");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.json").Select(f => System.IO.Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    public string Path { get; } = System.IO.Path.Combine(folder ?? Folder, name);

    /// <summary>Whether a model predicts what Keras predicts.</summary>
    public void CheckPredictions(Model model, string what = "", double absolute = 1e-5, double relative = 1e-4)
    {
        // Keras rounded to half precision.
        if (model.Layers.Any(layer => layer.DTypePolicy.Name.Contains("float16", StringComparison.Ordinal)))
            (absolute, relative) = (Math.Max(absolute, 1e-3), Math.Max(relative, 2e-3));
        GoldenTensor[] expected = Tensors("expected");
        var outputs = model.PredictAll(Inputs(), verbose: Verbosity.Silent);
        Assert.Equal(expected.Length, outputs.Count);
        foreach ((GoldenTensor want, var got) in expected.Zip(outputs))
            AssertClose.Equal(want.Values, got.ToArray(), absolute, relative, $"{name} {what}");
    }

    /// <summary>Saves a model in both formats, loads it again, and hands the files to real Keras where that is wanted.</summary>
    public void CheckSavedAgain(Model model)
    {
        using var folder = new TemporaryFolder();
        foreach (string extension in (string[])[".keras", ".h5"])
        {
            string path = folder.File("again" + extension);
            model.Save(path);
            CheckPredictions(Model.Load(path, customObjects: RecordedClasses.For(name)), $"saved again as {extension}");
            ExchangeFiles.Add(model, path, $"{name}-again", Facts["inputs"]!, Facts["expected"]!);
        }
    }

    public ModelData Inputs() =>
        [.. Tensors("inputs").Select(i => (ModelData)Tensor.Create(i.Floats, [.. i.Shape.Select(size => (nint)size)]))];

    private GoldenTensor[] Tensors(string key) => [.. Facts[key]!.AsArray().Select(t => new GoldenTensor(t!))];
}
