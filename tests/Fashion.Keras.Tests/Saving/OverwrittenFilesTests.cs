using Fashion.Keras.Layers;
using Fashion.Keras.Saving;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>
/// A file that another program changes between two reads of one load: what is loaded is all of one file, or nothing.
/// </summary>
public sealed class OverwrittenFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public enum Change
    {
        Overwrite, Truncate, Grow, Replace, Delete,
    }

    public static TheoryData<string, Change> Cases()
    {
        var cases = new TheoryData<string, Change>();
        foreach (string name in new[] { "model.keras", "model.h5", "model.weights.h5", "model.safetensors" })
            foreach (Change change in Enum.GetValues<Change>()) cases.Add(name, change);
        return cases;
    }

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Cases))]
    public void Load_FileThatChangesMeanwhile_IsTheOpenedOneOrRefused(string name, Change change)
    {
        string path = _folder.File(name), other = _folder.File($"other.{name}");
        Save(Network(1), path);
        Save(Network(2), other);
        // File systems count time in steps of some milliseconds.
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));
        int changes = 0;
        Action meddle = () =>
        {
            if (changes++ == 0) Make(change, path, other);
        };
        Model target = Network(3, meddle);
        Func<Model> load = Path.GetExtension(name) switch
        {
            ".safetensors" => () => Loaded(target.LoadSafetensors(path)),
            ".h5" when name.Contains("weights", StringComparison.Ordinal) => () => Loaded(target.LoadWeights(path)),
            _ => () => Model.Load(path, customObjects: new CustomObjects { _ => { meddle(); return new Meddler(() => { }); } }),
        };

        if (change is Change.Replace or Change.Delete) Assert.All(load().Weights, weight => AssertAll(1, weight));
        else
        {
            ModelFormatException error = Assert.Throws<ModelFormatException>(load);
            Assert.Contains("overwritten while it was read", error.Message, StringComparison.Ordinal);
            Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            Assert.Equal(path, error.Path);
            Assert.All(target.Weights, weight => AssertAll(3, weight));
        }
        Assert.NotEqual(0, changes);

        Model Loaded(IReadOnlyList<string> left)
        {
            Assert.Empty(left);
            return target;
        }
    }

    // Error of another kind than the reader's own: it is the overwriting that explains it.
    [Fact]
    public void Read_OfAFileThatChanges_NamesTheCause()
    {
        string path = _folder.File("file");
        File.WriteAllText(path, "1234");
        using WatchedFile file = WatchedFile.Open(path);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => file.Read<int>(stream =>
        {
            File.WriteAllText(path, "12");
            throw new EndOfStreamException();
        }));
        Assert.IsType<EndOfStreamException>(error.InnerException);
    }

    private static void Make(Change change, string path, string other)
    {
        if (change == Change.Delete) File.Delete(path);
        else if (change == Change.Replace) File.Move(other, path, overwrite: true);
        else
        {
            byte[] bytes = File.ReadAllBytes(other);
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            if (change == Change.Truncate) file.SetLength(file.Length / 2);
            else if (change == Change.Grow) file.SetLength(file.Length + 1);
            else file.Write(bytes);
        }
    }

    private static void Save(Model model, string path)
    {
        if (path.EndsWith(".safetensors", StringComparison.Ordinal)) model.SaveSafetensors(path);
        else if (path.EndsWith(".weights.h5", StringComparison.Ordinal)) model.SaveWeights(path);
        else model.Save(path);
    }

    private static Sequential Network(float value, Action? meddle = null)
    {
        Sequential model = [new Input(16), new Dense(64), new Meddler(meddle ?? (() => { })), new Dense(64)];
        foreach (Variable weight in model.Weights) weight.Set(Enumerable.Repeat(value, weight.Shape.ElementCount).ToArray());
        return model;
    }

    private static void AssertAll(float value, Variable weight) => Assert.All(weight.ToArray(), v => Assert.Equal(value, v));

    // Is asked between two reads of a file.
    private sealed class Meddler(Action meddle) : Layer, IKeepsAssets
    {
        public IReadOnlyList<string> ArrayNames => ["extra"];

        public IReadOnlyList<string>? Lines => null;

        protected override SymbolicTensor Call(SymbolicTensor x, CallContext context) => x;

        public override void WriteConfig(ConfigWriter config)
        {
        }

        public float[] Array(string name) => [1];

        public bool Takes(string name, Shape shape)
        {
            meddle();
            return true;
        }

        public void TakeArray(string name, float[] values)
        {
        }

        public void TakeLines(IReadOnlyList<string>? lines)
        {
        }
    }
}
