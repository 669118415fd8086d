using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Files in the layout of Keras 2 with layers that Keras 3 has no longer predict what the documentation of Keras 2 says.</summary>
public sealed class Keras2FilesTests
{
    private static string Folder => Path.Combine(GoldenCase.Root, "keras2_files");

    public static IEnumerable<TheoryDataRow<string>> Files =>
        Directory.EnumerateFiles(Folder, "*.json").Select(f => new TheoryDataRow<string>(Path.GetFileNameWithoutExtension(f)));

    [Theory, MemberData(nameof(Files))]
    public void Load_LayersOfKeras2_PredictAsDocumented(string name)
    {
        var file = new KerasFile(name, Folder);
        Model model = Model.Load(file.Path);
        file.CheckPredictions(model);
        using var folder = new TemporaryFolder();
        foreach (string extension in (string[])[".keras", ".h5"])
        {
            string path = folder.File("again" + extension);
            model.Save(path);
            file.CheckPredictions(Model.Load(path), $"saved again as {extension}");
        }
    }
}
