using System.Text;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Onnx.Tests;

/// <summary>docs/support-onnx.md has a row for every layer and says what is true. With APPROVE_SUPPORT_TABLE=1 the page is
/// written.</summary>
public class LayerTableTests
{
    public static IEnumerable<TheoryDataRow<string>> Further => FurtherLayers.Models.Keys.Select(name => new TheoryDataRow<string>(name));

    public static IEnumerable<TheoryDataRow<string>> Refused => FurtherLayers.Refused.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Further))]
    public void ToOnnx_LayerWithoutGoldenCase_ComputesTheSame(string name)
    {
        (Model model, OnnxRun.Numbers[] inputs) = FurtherLayers.Models[name]();
        foreach (int rows in new[] { 1, 2, 7 })
        {
            OnnxRun.Numbers[] batch = [.. inputs.Select(x => ExportCheck.WithRows(x, rows))];
            ExportCheck.Same(ExportCheck.Predicted(model, batch), OnnxRun.Of(model.ToOnnx(), batch), ExportTolerance.Of(name),
                $"{rows} rows");
        }
    }

    [Theory, MemberData(nameof(Refused))]
    public void ToOnnx_LayerOfTexts_IsRefusedByName(string name)
    {
        Model model = FurtherLayers.Refused[name]();
        Layer layer = model.Layers.Single(l => l is HostLayer);
        Assert.StartsWith($"Layer '{layer.Name}' ({name}) cannot be written to an ONNX file: it works with texts or a vocabulary",
            Assert.Throws<NotSupportedException>(() => model.ToOnnx()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_SaysWhatIsWritten()
    {
        string path = Path.Combine(Repository.Root, "docs", "support-onnx.md"), text = Page();
        if (Environment.GetEnvironmentVariable("APPROVE_SUPPORT_TABLE") == "1") File.WriteAllText(path, text);
        ApprovedText.Equal("docs/support-onnx.md", File.ReadAllText(path), text, "APPROVE_SUPPORT_TABLE");
    }

    private static string Page()
    {
        Dictionary<string, int> cases = GoldenCase.Names("layer").Select(row =>
            GoldenCase.Load("layer", row.Data).Text("class_name")).GroupBy(name => name).ToDictionary(g => g.Key, g => g.Count());
        string[] names = [.. LayerTable.Names.Distinct().Order(StringComparer.Ordinal)];
        int written = names.Count(name => !FurtherLayers.Refused.ContainsKey(name));
        var page = new StringBuilder();
        page.Append($"""
            # Layers in ONNX files

            What `model.SaveOnnx` writes ([guide](guides/onnx.md)): {written} of {names.Length} layers that files of Keras can name. This page is made by
            `LayerTableTests` of the package's tests; the test fails when it differs. In them ONNX Runtime runs the file of every case, for the batch of the
            case and for batches of 1 and 7, and its results are compared with Keras's and with the model's. The difference is absolute up to 1 and relative above.

            Models in models, operations between layers, `Lambda` and layers of your own are written too. What layers do in training alone (dropout, augmentation) is
            not in the file.

            | layer | written | cases | difference below |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (string name in names)
        {
            int count = cases.GetValueOrDefault(name) + (FurtherLayers.Models.ContainsKey(name) ? 1 : 0);
            if (FurtherLayers.Refused.ContainsKey(name))
                page.Append($"| `{name}` | no: it works with texts or a vocabulary, before the numbers of a model begin | | |\n");
            else page.Append($"| `{name}` | yes | {count} | {(ExportTolerance.Of(name) > 5e-5 ? "1e-4" : "1e-5")} |\n");
            Assert.True(count > 0 || FurtherLayers.Refused.ContainsKey(name), $"{name} has no case.");
        }
        page.Append("""

            Refused, with a message that names the layer: texts and vocabularies (the rows above), stateful recurrent layers, random numbers that are drawn in prediction too, and
            layers whose operations depend on a size that the model leaves free (give it in `OnnxOptions.InputShapes`).

            """.ReplaceLineEndings("\n"));
        return page.ToString();
    }
}
