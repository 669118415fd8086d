using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Tests.Callbacks;

public sealed class ModelCheckpointTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("model-checkpoint");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void OnEpochEnd_BestOnly_FileHoldsTheBestWeights()
    {
        string path = Path.Combine(_folder.FullName, "new", "best.weights.h5");
        var checkpoint = new ModelCheckpoint(path, monitor: "loss", saveBestOnly: true, saveWeightsOnly: true);
        var run = new ScriptedRun(checkpoint);
        double[] losses = [0.5, 0.3, 0.4];
        for (int epoch = 0; epoch < losses.Length; epoch++)
        {
            run.Weight = epoch + 1;
            checkpoint.OnEpochEnd(epoch, ScriptedRun.LogsOf(("loss", losses[epoch])));
        }

        run.Model.LoadWeights(path);
        Assert.Equal(2, run.Weight);
        Assert.Equal(0.3, checkpoint.Best);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void OnEpochEnd_PathIsAFolder_SaysSo()
    {
        string path = Path.Combine(_folder.FullName, "taken.keras");
        Directory.CreateDirectory(path);
        var checkpoint = new ModelCheckpoint(path, monitor: "loss");
        _ = new ScriptedRun(checkpoint);
        Assert.Contains("folder", Assert.Throws<IOException>(() => checkpoint.OnEpochEnd(0, ScriptedRun.LogsOf(("loss", 1)))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("best.ckpt", false, ".keras or .h5")]
    [InlineData("best.keras", true, ".weights.h5")]
    public void Constructor_OtherEnding_SaysWhichAreRight(string path, bool weightsOnly, string mention) =>
        Assert.Contains(mention, Assert.Throws<ArgumentException>(() => new ModelCheckpoint(path, saveWeightsOnly: weightsOnly)).Message,
            StringComparison.Ordinal);
}
