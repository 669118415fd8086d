using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Tests.Callbacks;

public sealed class PathTemplateTests
{
    [Theory]
    [InlineData("best.h5", "best.h5")]
    [InlineData("m-{epoch:02d}-{val_loss:.2f}.keras", "m-03-0.35.keras")]
    [InlineData("m-{epoch}-{val_loss}.keras", "m-3-0.3541.keras")]
    [InlineData("m-{epoch:>4}-{val_loss:08.3f}.keras", "m-   3-0000.354.keras")]
    [InlineData("m-{epoch:.1f}-{val_loss:.1%}.keras", "m-3.0-35.4%.keras")]
    [InlineData("m-{epoch:+d}-{val_loss:.2e}.keras", "m-+3-3.54e-01.keras")]
    [InlineData("m-{epoch:*^5}-{val_loss:.3g}.keras", "m-**3**-0.354.keras")]
    [InlineData("{{kept}}-{epoch}.keras", "{kept}-3.keras")]
    public void Fill_Fields_AreFormattedAsPythonDoes(string template, string expected) =>
        Assert.Equal(expected, new PathTemplate(template).Fill(3, null, new Logs { ["val_loss"] = 0.3541 }));

    [Fact]
    public void Fill_BatchAtTheEndOfAnEpoch_NamesTemplateAndKnownFields()
    {
        var error = Assert.Throws<KeyNotFoundException>(() => new PathTemplate("m-{batch}.keras").Fill(1, null, new Logs { ["loss"] = 1 }));
        Assert.Contains("m-{batch}.keras", error.Message, StringComparison.Ordinal);
        Assert.Contains("epoch, loss", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m-{epoch.keras")]
    [InlineData("m-epoch}.keras")]
    [InlineData("m-{epoch:zz}.keras")]
    public void Constructor_BrokenTemplate_Throws(string template) => Assert.Throws<FormatException>(() => new PathTemplate(template));
}
