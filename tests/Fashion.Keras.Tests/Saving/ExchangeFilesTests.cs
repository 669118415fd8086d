using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Every model of the golden files, written again in all formats for real Keras: see <see cref="ExchangeFiles"/>.</summary>
public sealed class ExchangeFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-keras-").FullName;

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("files");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Cases))]
    public void Save_ModelsOfKeras_ForRealKerasToJudge(string name)
    {
        if (!ExchangeFiles.Wanted) Assert.Skip("FASHION_KERAS_EXCHANGE names no directory to write to");
        GoldenCase golden = GoldenCase.Load("files", name);
        string source = (golden["files"]!["keras"] ?? golden["files"]!["h5"])!["file"]!.GetValue<string>();
        Model model = Model.Load(Path.Combine(GoldenCase.Root, "files", source));

        foreach (string extension in (string[])[".keras", ".h5", ".weights.h5"])
        {
            string path = Path.Combine(_folder, "model" + extension);
            if (extension == ".weights.h5") model.SaveWeights(path);
            else model.Save(path);
            Assert.True(new FileInfo(path).Length > 0);
            ExchangeFiles.Add(model, path, $"{name}_again", golden["inputs"]!, golden["expected"]!);
        }
    }
}
