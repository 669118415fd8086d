using Fashion.Keras.Reporting;

namespace Fashion.Keras.Tests.Reporting;

public sealed class TextColumnTests
{
    [Theory]
    [InlineData(88, new[] { 0.45, 0.8, 1 }, new[] { 38, 29, 17 })]
    [InlineData(80, new[] { 0.45, 0.8, 1 }, new[] { 35, 26, 15 })]
    [InlineData(76, new[] { 0.45, 0.8, 1 }, new[] { 33, 24, 15 })]
    [InlineData(108, new[] { 0.3, 0.56, 0.74, 1 }, new[] { 31, 27, 17, 28 })]
    public void Widths_KerasDefaults_AreThoseOfRich(int lineLength, double[] ends, int[] expected)
    {
        int[] widths = TextColumn.Widths(lineLength, ends);
        Assert.Equal(expected, widths);
        Assert.Equal(lineLength, widths.Sum() + widths.Length + 1);
    }

    [Fact]
    public void Widths_PositionsThatLeaveRoom_FillTheLineInProportion() =>
        Assert.Equal([41, 28, 27], TextColumn.Widths(100, [0.3, 0.5, 0.7]));

    [Fact]
    public void Widths_TooNarrow_SaysWhatToChange() =>
        Assert.Contains("lineLength", Assert.Throws<ArgumentException>(() => TextColumn.Widths(15, [0.45, 0.8, 1])).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("dense (Dense)", new[] { "dense (Dense)" })]
    [InlineData("batch_normalization (BatchNormalization)", new[] { "batch_normalization", "(BatchNormalization)" })]
    [InlineData("a_rather_long_layer_name (Conv2D)", new[] { "a_rather_long_layer…", "(Conv2D)" })]
    [InlineData("a rather_long_word_which_is_too_long abc", new[] { "a", "rather_long_word_wh…", "abc" })]
    [InlineData("", new[] { "" })]
    public void Wrap_Text_BreaksAtSpacesAndCutsLongWords(string text, string[] expected) =>
        Assert.Equal(expected, new TextColumn("", TextAlignment.Left, 22).Wrap(text));

    [Theory]
    [InlineData(0, "ab   ")]
    [InlineData(1, " ab  ")]
    [InlineData(2, "   ab")]
    public void Align_ShortText_FillsTheColumn(int alignment, string expected) =>
        Assert.Equal(expected, new TextColumn("", (TextAlignment)alignment, 7).Align("ab"));
}
