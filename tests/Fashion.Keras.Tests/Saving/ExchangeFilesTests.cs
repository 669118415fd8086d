using System.Text.Json.Nodes;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// Writes every model of the golden files again, in all formats, into the directory named in FASHION_KERAS_EXCHANGE, each
/// with a JSON of inputs and expected outputs beside it: for a program with real Keras to load, predict and train.
/// </summary>
public class ExchangeFilesTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("files");

    [Theory, MemberData(nameof(Cases))]
    public void Save_ModelsOfKeras_ForRealKerasToJudge(string name)
    {
        string folder = Environment.GetEnvironmentVariable("FASHION_KERAS_EXCHANGE") ?? "";
        if (folder.Length == 0) Assert.Skip("FASHION_KERAS_EXCHANGE names no directory to write to");
        GoldenCase golden = GoldenCase.Load("files", name);
        JsonObject files = golden["files"]!.AsObject();
        string source = (files["keras"] ?? files["h5"])!["file"]!.GetValue<string>();
        Model model = Model.Load(Path.Combine(GoldenCase.Root, "files", source));
        Directory.CreateDirectory(folder);

        foreach (string extension in (string[])[".keras", ".h5", ".weights.h5"])
        {
            string path = Path.Combine(folder, name + "_again" + extension);
            if (extension == ".weights.h5") model.SaveWeights(path);
            else model.Save(path);
            var facts = new JsonObject { ["inputs"] = golden["inputs"]!.DeepClone(), ["expected"] = golden["expected"]!.DeepClone() };
            if (extension == ".weights.h5") facts["config"] = Fashion.Keras.Saving.ModelConfigWriter.Write(model);
            else
                facts["optimizer"] = new JsonObject
                {
                    ["class_name"] = model.Optimizer!.ClassName,
                    ["iterations"] = model.Optimizer.Iterations,
                    ["variables"] = model.Optimizer.Entries.Count,
                    ["variable_sums"] = new JsonArray([.. model.Optimizer.Entries.Select(e => (JsonNode)e.Read().Sum())]),
                };
            File.WriteAllText(path + ".json", facts.ToJsonString());
            Assert.True(new FileInfo(path).Length > 0);
        }
    }
}
