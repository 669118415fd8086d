using System.Numerics.Tensors;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Events;

namespace Fashion.Keras.TensorBoards.Tests;

/// <summary>The code of the guide on TensorBoard, as it stands there: it compiles and runs. Fashion.Keras.Tests compares the
/// texts.</summary>
public sealed class GuideCode : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // Relative names are those of the guide; all other tests use full ones.
    [Fact]
    public void Guide()
    {
        Model model = Runs.Dense();
        Tensor<float> x = Runs.X;
        float[] y = Runs.Y;
        #region tensorboard.md
        var board = new TensorBoard("logs/run1", histogramFreq: 1, updateFreq: 100);
        model.Fit(x, y, epochs: 5, validationSplit: 0.1, callbacks: [board]);
        #endregion
        Tensor<float> image = Tensor.Create(new float[28 * 28], [28, 28]);
        float[] gradients = [1, 2, 3];
        #region tensorboard.md
        foreach (double rate in new[] { 0.1, 0.01 })
        {
            var values = new Dictionary<string, object> { ["rate"] = rate, ["optimizer"] = "adam" };
            model.Fit(x, y, epochs: 2, validationSplit: 0.1, callbacks: [new TensorBoard($"logs/rate {rate}", hyperParameters: values)]);
        }
        #endregion
        #region tensorboard.md
        using var writer = new SummaryWriter("logs/mine");
        writer.Scalar("temperature", 21.5, step: 0);
        writer.Text("notes", "**Second** try, with more data.", step: 0);
        writer.Image("sample", image, step: 0);
        writer.Histogram("gradients", gradients, step: 0);
        #endregion
        #region tensorboard.md
        var memory = new LambdaCallback(onEpochEnd: (epoch, _) => board.Train.Scalar("memory", GC.GetTotalMemory(false), epoch));
        model.Fit(x, y, epochs: 2, callbacks: [board, memory]);
        #endregion
        Assert.Equal(["mine", "rate 0.01", "rate 0.1", "run1"],
            Directory.GetDirectories("logs").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        if (Environment.GetEnvironmentVariable("KEEP_LOGS") is not { Length: > 0 } keep) return;
        foreach (string file in Directory.GetFiles("logs", "*", SearchOption.AllDirectories))
        {
            string folder = Directory.CreateDirectory(Path.Combine(keep, Path.GetDirectoryName(file)!)).FullName;
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }
}
