using Fashion.Keras.Reporting;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Reporting;

public sealed class ProgressBarTests
{
    private const string Values = " - loss: 1.7927 - accuracy: 0.3313";

    [Theory]
    [InlineData(ProgressStyle.Classic, 80)]
    [InlineData(ProgressStyle.Classic, 40)]
    [InlineData(ProgressStyle.Keras3, 60)]
    [InlineData(ProgressStyle.Keras3, 30)]
    public void Update_NarrowTerminal_FillsOneLineAndShowsTheWholeEnd(ProgressStyle style, int columns)
    {
        string[] shown = Run(style, columns);
        Assert.All(shown[..^1], line => Assert.InRange(ProgressLook.VisibleLength(line.TrimEnd()), columns - 3, columns - 1));
        Assert.EndsWith(Values, shown[^1].TrimEnd('\n'), StringComparison.Ordinal);
        Assert.True(ProgressLook.VisibleLength(shown[^1]) > columns);
    }

    [Fact]
    public void Update_NarrowTerminal_TakesCellsOfTheBarFirst() =>
        Assert.Equal(" 938/1875 [===========>.............] - ETA: 9s - loss: 1.7927 - accuracy: 0.3313",
            Run(ProgressStyle.Classic, 82)[0].TrimEnd());

    [Fact]
    public void Update_WideTerminal_KeepsTheWholeBar() => Assert.Equal(Run(ProgressStyle.Classic, 200), Run(ProgressStyle.Classic, 120));

    [Fact]
    public void Update_NoTerminal_WritesOneLineWithoutControlCharacters()
    {
        var output = new StringWriter();
        var bar = new ProgressBar(10, new ScriptedClock()) { Output = output };
        for (int step = 1; step <= 10; step++) bar.Update(step, ("loss", 0.5));
        Assert.Equal("10/10 [==============================] - 0s 0s/step - loss: 0.5000\n", output.ToString());
    }

    // What two updates, half-way and at the end, write from the beginning of the line on.
    private static string[] Run(ProgressStyle style, int columns)
    {
        var clock = new ScriptedClock();
        var output = new StringWriter();
        var bar = new ProgressBar(1875, clock) { Style = style, Output = output, Display = ProgressDisplay.InPlace, Columns = columns };
        foreach (int step in (int[])[938, 1875])
        {
            clock.Now += 9.5;
            bar.Update(step, ("loss", 1.7927), ("accuracy", 0.3313));
        }
        return output.ToString().Split('\r')[1..].Select(line => line.Replace("\b", "", StringComparison.Ordinal)).ToArray();
    }
}
