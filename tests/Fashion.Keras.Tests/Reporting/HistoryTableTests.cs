namespace Fashion.Keras.Tests.Reporting;

public sealed class HistoryTableTests
{
    [Fact]
    public void ToString_OneLinePerEpoch_EmptyWhereNothingWasMeasured()
    {
        var history = new History();
        history.OnEpochEnd(0, new Logs { ["loss"] = 0.5, ["accuracy"] = 0.75 });
        history.OnEpochEnd(1, new Logs { ["loss"] = 12.25, ["accuracy"] = 1, ["val_loss"] = 0.00025 });
        const string expected = """
            epoch  accuracy     loss    val_loss
                1    0.7500   0.5000            
                2    1.0000  12.2500  2.5000e-04

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), history.ToString());
    }

    [Fact]
    public void ToString_NothingTrained_IsTheHead() => Assert.Equal("epoch\n", new History().ToString());
}
