using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Callbacks;

/// <summary>Where no bar is redrawn, what callbacks say takes plain lines between those of the epochs.</summary>
public sealed class CallbackMessageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(Verbosity.Bar)]
    [InlineData(Verbosity.Line)]
    public void Fit_Redirected_WritesNoEmptyLinesAndNoControlCharacters(Verbosity verbosity)
    {
        string printed = Print(verbosity);
        Assert.DoesNotContain(printed, c => char.IsControl(c) && c != '\n');
        string[] lines = printed.TrimEnd('\n').Split('\n');
        Assert.DoesNotContain("", lines);
        Assert.Equal(2, lines.Count(l => l.StartsWith("2/2 ", StringComparison.Ordinal)));
        Assert.Equal("Epoch 1/2", lines[0]);
        Assert.StartsWith("Epoch 1: loss improved from None to ", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.StartsWith("Warning: Early stopping conditioned on metric `val_loss`", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_Silent_LeavesOnlyWhatCallbacksWereAskedFor() =>
        Assert.DoesNotContain("2/2", Print(Verbosity.Silent), StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private string Print(Verbosity verbosity)
    {
        var output = new StringWriter();
        var model = new Sequential { new Dense(1, inputShape: [2]) };
        model.Options = new ModelOptions { Output = output };
        model.Compile("sgd", "mse");
        model.Fit(new float[40, 2], new float[40, 1], epochs: 2, verbose: verbosity, callbacks:
        [
            new ModelCheckpoint(_folder.File("best.h5"), monitor: "loss", mode: MonitorMode.Min, saveBestOnly: true, verbose: true),
            new EarlyStopping("val_loss", mode: MonitorMode.Min),
        ]);
        return output.ToString();
    }
}
