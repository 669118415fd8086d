using System.IO.Compression;
using System.Text;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Saving;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Tests.Saving;

/// <summary>What the four file methods of a model do, and how they refuse.</summary>
public sealed class ModelFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-keras-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_MissingFile_NamesIt() =>
        Assert.Contains("nowhere.keras", Assert.Throws<FileNotFoundException>(() => Model.Load("nowhere.keras")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Load_NoModelFile_NamesIt()
    {
        File.WriteAllText(PathOf("broken.keras"), "this is no zip");

        Assert.Contains("broken.keras", Assert.Throws<ModelFormatException>(() => Model.Load(PathOf("broken.keras"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ByContents_NotByName()
    {
        Sequential model = Tiny();
        model.Save(PathOf("model.keras"));
        File.Move(PathOf("model.keras"), PathOf("model.h5"));

        Assert.Equal(model.Weights[0].ToArray(), Model.Load(PathOf("model.h5")).Weights[0].ToArray());
    }

    [Fact]
    public void Load_WeightsFile_SaysWhatToDo()
    {
        Tiny().SaveWeights(PathOf("model.weights.h5"));

        Assert.Contains("LoadWeights", Assert.Throws<ModelFormatException>(() => Model.Load(PathOf("model.weights.h5"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.pb")]
    [InlineData("model")]
    public void Save_UnknownExtension_NamesTheKnownOnes(string name) =>
        Assert.Contains(".keras", Assert.Throws<ArgumentException>(() => Tiny().Save(PathOf(name))).Message, StringComparison.Ordinal);

    [Fact]
    public void SaveWeights_OtherExtension_IsRefused() =>
        Assert.Contains(".weights.h5", Assert.Throws<ArgumentException>(() => Tiny().SaveWeights(PathOf("model.h5"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Save_ExistingFileThatMustStay_IsRefused()
    {
        File.WriteAllText(PathOf("model.keras"), "mine");

        Assert.Throws<IOException>(() => Tiny().Save(PathOf("model.keras"), overwrite: false));
        Assert.Equal("mine", File.ReadAllText(PathOf("model.keras")));
    }

    [Fact]
    public void Save_WriteFails_KeepsTheOldFileAndLeavesNothing()
    {
        File.WriteAllText(PathOf("old.bin"), "old");

        Assert.Throws<TimeoutException>(() => AtomicFile.Write(PathOf("old.bin"), stream =>
        {
            stream.WriteByte(
            1); throw new TimeoutException();
        }));

        Assert.Equal("old", File.ReadAllText(PathOf("old.bin")));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Load_CompileFalse_HasNoOptimizer()
    {
        Tiny().Save(PathOf("model.h5"));

        Assert.Null(Model.Load(PathOf("model.h5"), compile: false).Optimizer);
        Assert.NotNull(Model.Load(PathOf("model.h5")).Optimizer);
    }

    [Theory]
    [InlineData("model.keras")]
    [InlineData("model.h5")]
    public void Load_FrozenLayers_StayFrozenAndOthersDoNot(string name)
    {
        var inner = new Sequential(name: "inner") { new Input(4), new Dense(3, name: "cold"), new Dense(3, name: "warm") };
        inner.GetLayer("cold").Trainable = false;
        var image = Input.Of([4]);
        var model = new Model(image, new Dense(2, name: "head").Apply(inner.Apply(image)));
        model.Compile("adam", "mse");
        model.Fit(new float[6, 4], new float[6, 2], verbose: Verbosity.Silent);
        model.Save(PathOf(name));

        Model loaded = Model.Load(PathOf(name));

        Assert.Equal(model.TrainableWeights.Select(w => w.Name), loaded.TrainableWeights.Select(w => w.Name));
        Assert.Equal(4, loaded.TrainableWeights.Count);
        Assert.Equal(model.Optimizer!.Entries.Count, loaded.Optimizer!.Entries.Count);
    }

    [Theory]
    [InlineData("model.weights.h5")]
    [InlineData("model.h5")]
    public void LoadWeights_AnotherModel_ListsEverythingAndChangesNothing(string name)
    {
        Sequential saved = Tiny(), other =
            new() { new Input(4), new Dense(3, name: "first"), new Dense(5, name: "wide"), new Dense(2, name: "extra") };
        if (name.EndsWith(".weights.h5", StringComparison.Ordinal)) saved.SaveWeights(PathOf(name));
        else saved.Save(PathOf(name));
        float[][] before = [.. other.Weights.Select(w => w.ToArray())];

        var e = Assert.Throws<ModelFormatException>(() => other.LoadWeights(PathOf(name)));

        Assert.Contains("wrong shape", e.Message, StringComparison.Ordinal);
        Assert.Contains("missing", e.Message, StringComparison.Ordinal);
        Assert.Contains("(3, 5)", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, other.Weights.Select(w => w.ToArray()));

        IReadOnlyList<string> left = other.LoadWeights(PathOf(name), skipMismatch: true);

        Assert.NotEmpty(left);
        Assert.Equal(saved.Weights[0].ToArray(), other.Weights[0].ToArray());
    }

    [Fact]
    public void LoadWeights_SmallerModel_ListsWhatIsUnexpected()
    {
        Tiny().SaveWeights(PathOf("model.weights.h5"));
        var smaller = new Sequential { new Input(4), new Dense(3) };

        Assert.Contains("unexpected: 'layers/dense_1/vars/0'",
            Assert.Throws<ModelFormatException>(() => smaller.LoadWeights(PathOf("model.weights.h5"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadWeights_ByName_MatchesNamesInAnyOrder()
    {
        Sequential saved = Tiny();
        saved.Save(PathOf("model.h5"));
        var image = Input.Of([4]);
        var other =
            new Model(image, new SymbolicTensor[] { new Dense(3, name: "unknown").Apply(image), new Dense(3, name: "first").Apply(image) });

        IReadOnlyList<string> left = other.LoadWeights(PathOf("model.h5"), byName: true, skipMismatch: true);

        Assert.Equal(saved.GetLayer("first").Weights[0].ToArray(), other.GetLayer("first").Weights[0].ToArray());
        Assert.Contains(left, l => l.Contains("'unknown'", StringComparison.Ordinal));
        Assert.Contains(left, l => l.Contains("second", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("model.keras")]
    [InlineData("model.h5")]
    public void CustomObjects_RegisteredClasses_ComeBack(string name)
    {
        static SymbolicTensor LogCosh(SymbolicTensor yTrue, SymbolicTensor yPred) => Ops.Mean(Ops.Log(Ops.Cosh(yPred - yTrue)), axis: -1);
        var model = new Sequential { new Input(4), new ScaleShift(2, "mine"), new Dense(1) };
        model.Compile("rmsprop", Loss.Create("log_cosh_of_mine", LogCosh), [Metric.Create("worst", LogCosh)]);
        var x = new float[6, 4];
        model.Fit(x, new float[6, 1], verbose: Verbosity.Silent);
        model.Save(PathOf(name));

        var refused = Assert.Throws<ModelFormatException>(() => Model.Load(PathOf(name)));
        Model loaded = Model.Load(PathOf(name), customObjects: new CustomObjects
        {
            config => new ScaleShift(config.GetInt("power"), null),
            { "log_cosh_of_mine", _ => Loss.Create("log_cosh_of_mine", LogCosh) },
            { "worst", _ => Metric.Create("worst", LogCosh) },
        });

        Assert.Contains("ScaleShift", refused.Message, StringComparison.Ordinal);
        Assert.Contains("CustomObjects", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, Assert.IsType<ScaleShift>(loaded.GetLayer("mine")).Power);
        Assert.Equal(model.Evaluate(x, new float[6, 1], verbose: Verbosity.Silent).ToString(),
            loaded.Evaluate(x, new float[6, 1], verbose: Verbosity.Silent).ToString());
    }

    [Fact]
    public void Load_Lambda_IsRefusedByName()
    {
        string config =
            """{"class_name":"Sequential","config":{"name":"s","layers":[{"class_name":"InputLayer","config":{"batch_shape":[null,2],"name":"i"}},{"class_name":"Lambda","config":{"name":"evil","function":"4wEAAA=="}}]}}""";
        WriteArchive("evil.keras", ("config.json", Encoding.UTF8.GetBytes(config)), ("model.weights.h5", EmptyHdf5()));

        var e = Assert.Throws<ModelFormatException>(() => Model.Load(PathOf("evil.keras")));

        Assert.Contains("'evil'", e.Message, StringComparison.Ordinal);
        Assert.Contains("never run", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ConfigThatAsksForMoreWeightsThanTheFileHas_AllocatesNothing()
    {
        string config =
            """{"class_name":"Sequential","config":{"name":"s","layers":[{"class_name":"InputLayer","config":{"batch_shape":[null,30000],"name":"i"}},{"class_name":"Dense","config":{"name":"huge","units":60000}}]}}""";
        WriteArchive("lies.keras", ("config.json", Encoding.UTF8.GetBytes(config)), ("model.weights.h5", EmptyHdf5()));
        long before = GC.GetAllocatedBytesForCurrentThread();

        var e = Assert.Throws<ModelFormatException>(() => Model.Load(PathOf("lies.keras")));

        Assert.Contains("huge", e.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10 << 20);
    }

    [Fact]
    public void Load_ArchiveWithOtherMembers_ReadsOnlyItsOwn()
    {
        Tiny().Save(PathOf("model.keras"));
        using (ZipArchive zip = ZipFile.Open(PathOf("model.keras"), ZipArchiveMode.Update))
        using (var writer = new StreamWriter(zip.CreateEntry("../../evil.txt").Open()))
            writer.Write("out of here");

        Model.Load(PathOf("model.keras"));

        Assert.Equal(["model.keras"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
        Assert.False(File.Exists(PathOf("../../evil.txt")));
    }

    [Fact]
    public void Load_ZipBomb_IsRefused()
    {
        WriteArchive("bomb.keras", ("config.json", new byte[70 << 20]), ("model.weights.h5", EmptyHdf5()));

        Assert.Contains("config.json", Assert.Throws<ModelFormatException>(() => Model.Load(PathOf("bomb.keras"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DamagedMember_IsFoundByItsChecksum()
    {
        Tiny().Save(PathOf("model.keras"));
        byte[] data = File.ReadAllBytes(PathOf("model.keras"));
        data[^2000] ^= 1;
        File.WriteAllBytes(PathOf("model.keras"), data);

        Assert.Contains("checksum", Assert.Throws<ModelFormatException>(() => Model.Load(PathOf("model.keras"))).Message,
            StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void WriteArchive(string name, params (string Name, byte[] Data)[] members)
    {
        using ZipArchive zip = ZipFile.Open(PathOf(name), ZipArchiveMode.Create);
        foreach ((string member, byte[] data) in members)
        {
            using Stream stream = zip.CreateEntry(member).Open();
            stream.Write(data);
        }
    }

    private static byte[] EmptyHdf5()
    {
        using var stream = new MemoryStream();
        var writer = new Hdf5Writer();
        writer.Group("layers");
        writer.Save(stream);
        return stream.ToArray();
    }

    private static Sequential Tiny()
    {
        var model = new Sequential { new Input(4), new Dense(3, name: "first"), new Dense(2, name: "second") };
        model.Compile("adam", "mse");
        return model;
    }

    [RegisterSerializable("tests", "ScaleShift")]
    private sealed class ScaleShift(int power, string? name) : Layer(name)
    {
        private Variable _scale = null!;

        public int Power { get; } = power;

        protected override void Build(Shape inputShape) => _scale = AddWeight("scale", [inputShape[^1]], initializer: "ones");

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs * _scale + Power;

        public override void WriteConfig(ConfigWriter config)
        {
            base.WriteConfig(config);
            config.Write("power", Power);
        }
    }
}
