using Fashion.Keras.Reporting;

namespace Fashion.Keras.Tests.Reporting;

public sealed class SummaryTableTests
{
    private static readonly SummaryContent Content = new()
    {
        ModelName = "tiny",
        Rows = [new("dense", "Dense", "(None, 3)", 1500, "-", true, 0), new("inner", "Dense", "?", null, "-", null, 1)],
        ShowTrainable = true,
        TrainableParameters = 1500,
        NonTrainableParameters = 0,
        OptimizerParameters = 3002,
    };

    [Fact]
    public void Render_TrainableNestedAndUnbuilt_PrintsAllColumns()
    {
        const string expected = """
            Model: "tiny"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━┳━━━━━━━━━━━━┓
            ┃ Layer (type)           ┃ Output Shape     ┃   Param # ┃ Trainable  ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━╇━━━━━━━━━━━━┩
            │ dense (Dense)          │ (None, 3)        │     1,500 │     Y      │
            ├────────────────────────┼──────────────────┼───────────┼────────────┤
            │    └ inner (Dense)     │ ?                │         0 │     -      │
            │                        │                  │ (unbuilt) │            │
            └────────────────────────┴──────────────────┴───────────┴────────────┘
             Total params: 4,502 (17.59 KB)
             Trainable params: 1,500 (5.86 KB)
             Non-trainable params: 0 (0.00 B)
             Optimizer params: 3,002 (11.73 KB)

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"),
            SummaryTable.Render(Content, columns: 120, lineLength: 70, positions: [0.4, 0.7, 0.92]));
    }

    [Fact]
    public void Render_NarrowTerminal_StaysWithinIt() =>
        Assert.Equal(76, SummaryTable.Render(Content with { ShowTrainable = false }, columns: 80).Split('\n')[1].Length);

    [Fact]
    public void Render_WrongNumberOfPositions_NamesTheColumns() =>
        Assert.Contains("Output Shape",
            Assert.Throws<ArgumentException>(() => SummaryTable.Render(Content, 120, positions: [0.5, 1])).Message,
            StringComparison.Ordinal);
}
