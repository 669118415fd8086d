using Microsoft.Extensions.Logging;

namespace Fashion.Keras.Hosting.Tests;

public sealed class LoggingTests
{
    [Fact]
    public void Training_IsLogged()
    {
        var logger = new FakeLogger();
        Model model = Models.Sum(1, "logged");
        model.Compile("sgd", "mse");
        model.Fit(new float[4, 2], new float[4], epochs: 2, verbose: Verbosity.Silent, callbacks: [new LoggingCallback(logger)]);
        model.Evaluate(new float[4, 2], new float[4], verbose: Verbosity.Silent, callbacks: [new LoggingCallback(logger)]);
        string[] texts = [.. logger.Entries.Select(e => e.Text)];
        Assert.Equal(5, texts.Length);
        Assert.Equal("Training of 'logged' begins: 2 epochs", texts[0]);
        Assert.Matches("^Epoch 2/2 of 'logged' took [0-9.]+ s: loss 0.0000$", texts[2]);
        Assert.Equal("Evaluation of 'logged': loss 0.0000", texts[4]);
    }

    [Fact]
    public void LinesOfOutput_AreEntries()
    {
        var logger = new FakeLogger();
        Model model = Models.Sum(1);
        model.Options = model.Options with { Output = logger.AsTextWriter(LogLevel.Debug) };
        model.Compile("sgd", "mse");
        model.Fit(new float[4, 2], new float[4], epochs: 2, verbose: Verbosity.Line);
        Assert.Equal(4, logger.Entries.Count);
        Assert.All(logger.Entries, e => Assert.Equal(LogLevel.Debug, e.Level));
        Assert.Equal("Epoch 1/2", logger.Entries.First().Text);
        using TextWriter writer = logger.AsTextWriter();
        writer.Write("half");
        Assert.Equal(4, logger.Entries.Count);
        writer.Dispose();
        Assert.Equal("half", logger.Entries.Last().Text);
    }
}
