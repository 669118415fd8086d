using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Half-written temporary files of killed processes are cleared away; those of living ones are not.</summary>
public sealed class LeftoverTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-keras-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("best.keras", ".best.keras.abcd.tmp")]
    [InlineData("model-{epoch:02d}.h5", ".model-07.h5.abcd.tmp")]
    public void ModelCheckpoint_NextRun_ClearsAway(string template, string leftover)
    {
        File.WriteAllText(Path.Combine(_folder, leftover), "half");
        File.WriteAllText(Path.Combine(_folder, ".other.keras.abcd.tmp"), "not ours");

        Fit(new ModelCheckpoint(Path.Combine(_folder, template), monitor: "loss"));

        Assert.False(File.Exists(Path.Combine(_folder, leftover)));
        Assert.True(File.Exists(Path.Combine(_folder, ".other.keras.abcd.tmp")));
    }

    [Fact]
    public void ModelCheckpoint_AnotherProcessIsWriting_LeavesItsFile()
    {
        string busy = Path.Combine(_folder, ".best.keras.abcd.tmp");
        using (var writer = new FileStream(busy, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            Fit(new ModelCheckpoint(Path.Combine(_folder, "best.keras"), monitor: "loss"));

        Assert.True(File.Exists(busy));
    }

    private static void Fit(Callback callback)
    {
        var model = new Sequential { new Input(2), new Dense(1) };
        model.Compile("sgd", "mse");
        model.Fit(new float[2, 2], new float[2, 1], verbose: Verbosity.Silent, callbacks: [callback]);
    }
}
