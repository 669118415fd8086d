using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Files of Keras whose models have masks predict what Keras predicts, also after we have saved them.</summary>
public class MaskFilesTests
{
    private static readonly string Folder = Path.Combine(GoldenCase.Root, "mask_files");

    public static IEnumerable<TheoryDataRow<string>> Files =>
        Directory.EnumerateFiles(Folder, "*.keras").Order(StringComparer.Ordinal)
            .Select(f => new TheoryDataRow<string>(Path.GetFileName(f)));

    [Theory, MemberData(nameof(Files))]
    public void Load_FileWithMasks_PredictsAsKeras(string file)
    {
        JsonNode golden = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json")))!["files"]![file]!;
        float[][] rows = [.. golden["input"]!.AsArray().Select(r => r!.AsArray().Select(n => n!.GetValue<float>()).ToArray())];
        double[] expected = [.. golden["expected"]!.AsArray().Select(n => n!.GetValue<double>())];
        ModelData x = Tensor.Create(rows.SelectMany(r => r).ToArray(), [rows.Length, rows[0].Length]);
        Model model = Model.Load(Path.Combine(Folder, file), compile: false);
        AssertClose.Equal(expected, model.Predict(x, verbose: Verbosity.Silent).ToArray(), 1e-5, 0, file);
        using var folder = new TemporaryFolder();
        model.Save(folder.File(file));
        AssertClose.Equal(expected, Model.Load(folder.File(file), compile: false).Predict(x, verbose: Verbosity.Silent).ToArray(), 1e-5, 0,
            file + " saved again");
    }
}
