using System.Numerics.Tensors;
using Fashion.Keras.Evaluation;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Plotting.Tests;

/// <summary>The code of the guide on plots, as it stands there: it compiles and runs. Fashion.Keras.Tests compares the texts.</summary>
public sealed class GuideCode : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // Relative names are those of the guide; all other tests write no files.
    [Fact]
    public void Guide()
    {
        string[] names = ["top", "shirt", "boot"];
        float[] pixels = [.. Enumerable.Range(0, 24 * 64).Select(i => (MathF.Sin(i * i) + 1) / 2)];
        Tensor<float> images = Tensor.Create(pixels, [24, 8, 8, 1]), x = images;
        int[] y = [.. Enumerable.Range(0, 24).Select(i => i % 3)];
        var model = new Sequential { new Input(8, 8, 1), new Conv2D(6, 3), new Flatten(), new Dense(3, activation: "softmax") };
        model.Options = new ModelOptions { Output = TextWriter.Null };
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        History second = model.Fit(x, y, epochs: 2, validationSplit: 0.25);
        #region plots.md
        History history = model.Fit(x, y, epochs: 3, validationSplit: 0.25);
        history.Plot("curves.png");
        #endregion
        #region plots.md
        Plots.Curves([("first", history), ("second", second)], keys: ["val_loss"]).Save("runs.svg");
        Plots.Bars([new("no dropout", [0.91, 0.913, 0.908]), new("dropout", [0.919, 0.92, 0.923])], label: "Test accuracy")
            .Save("bars.png");
        #endregion
        #region plots.md
        Tensor<float> probabilities = model.Predict(x);
        int[] predicted = probabilities.ArgMax(axis: -1).ToArray();
        Plots.Confusion(new ConfusionMatrix(y, predicted, names)).Save("confusion.png");
        Plots.Roc(y, probabilities, names).Save("roc.png");
        Plots.PrecisionRecall(y, probabilities, names).Save("precision-recall.png");
        Plots.Images(images, y, probabilities, names, count: 6).Save("images.png");
        #endregion
        #region plots.md
        Plots.Filters(model).Save("filters.png");
        Plots.Weights(model).Save("weights.png");
        #endregion
        #region plots.md
        var options = new PlotOptions { Width = 1000, Height = 500, Title = "Two runs", Theme = PlotTheme.Dark, Scale = 2 };
        Plots.Curves(history, options: options).Save("dark.png");
        #endregion
        #region plots.md
        model.PlotModel("model.svg", new ModelPlotOptions { ShowLayerActivations = true, ShowTrainable = true });
        File.WriteAllText("model.md", $"```mermaid\n{model.ToMermaid()}```\n");
        #endregion
        Assert.Equal(9, Directory.GetFiles(".", "*.png").Length);
        if (Environment.GetEnvironmentVariable("KEEP_PLOTS") is { Length: > 0 } keep)
            foreach (string file in Directory.GetFiles(".")) File.Copy(file, Path.Combine(keep, Path.GetFileName(file)), overwrite: true);
    }
}
