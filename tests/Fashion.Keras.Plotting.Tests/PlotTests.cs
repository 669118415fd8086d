using System.Buffers.Binary;
using System.Globalization;
using System.Xml.Linq;
using Fashion.Keras.Layers;
using Fashion.Keras.Metrics;
using Fashion.Keras.Plotting.Charts;
using Fashion.Keras.Plotting.Drawing;
using SkiaSharp;

namespace Fashion.Keras.Plotting.Tests;

public sealed class PlotTests
{
    private static readonly int[] Labels = [0, 0, 1, 1, 0, 1, 0, 1, 1, 0];
    private static readonly double[] Scores = [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.2, 0.9, 0.15, 0.6];

    [Fact]
    public void Figure_AsPng_HasItsSize()
    {
        byte[] png = Plots.Bars([new("a", [1, 2])], "value", options: new PlotOptions { Width = 200, Height = 120, Scale = 1.5 }).ToPng();
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], png[..4]);
        Assert.Equal((300, 180),
            (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
    }

    [Fact]
    public void Figure_AsSvg_IsWellFormed_AndKeepsText()
    {
        string svg =
            Plots.Bars([new("a < \"b\" & c", [1, 2], [1.5])], "value",
                options: new PlotOptions { Title = "T <1> & \"2\"", Theme = PlotTheme.Auto }).ToSvg();
        XElement root = XDocument.Parse(svg).Root!;
        Assert.Equal("T <1> & \"2\"", root.Attribute("aria-label")!.Value);
        string[] texts = [.. root.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.Trim())];
        Assert.Contains("a < \"b\" & c", texts);
        Assert.Contains("prefers-color-scheme: dark", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Figure_WithAnotherEnding_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Plots.Bars([new("a", [1])], "value").Save("x.gif"));

    [Theory]
    [InlineData(PlotTheme.Light)]
    [InlineData(PlotTheme.Dark)]
    public void Panels_AreAllThere(PlotTheme theme)
    {
        var model = new Sequential { new Input(3), new Dense(2), new Dense(1) };
        Figure figure = Plots.Weights(model, bins: 8, new PlotOptions { Theme = theme });
        string[] texts =
            [.. XDocument.Parse(figure.ToSvg()).Root!.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.Trim())];
        Assert.True(texts.Count(t => t == "Count") >= 4);
        using SKBitmap bitmap = SKBitmap.Decode(figure.ToPng());
        for (int panel = 0; panel < 4; panel++)
        {
            int left = panel % 2 * 400, top = panel / 2 * 230;
            SKColor background = bitmap.GetPixel(left + 2, top + 2);
            Assert.Contains(Enumerable.Range(0, 400 * 230), i => bitmap.GetPixel(left + i % 400, top + i / 400) != background);
        }
    }

    [Fact]
    public void Curves_OfAnEmptyHistory_AreRefused() => Assert.Throws<ArgumentException>(() => Plots.Curves(new History()));

    // Counted by hand: of 25 pairs of a positive and a negative sample, those in the right order, equal ones as a half.
    [Fact]
    public void Roc_Area_IsTheShareOfPairsInOrder()
    {
        double pairs = 0;
        for (int p = 0; p < Labels.Length; p++)
            for (int n = 0; n < Labels.Length; n++)
                if (Labels[p] == 1 && Labels[n] == 0) pairs += Scores[p] > Scores[n] ? 1 : Scores[p] == Scores[n] ? 0.5 : 0;
        ScoreCurve curve = ScoreCurve.Roc(Labels, Scores);
        Assert.Equal(pairs / 25, curve.Area, 12);
        Assert.Equal((0, 1, 0, 1), (curve.X[0], curve.X[^1], curve.Y[0], curve.Y[^1]));
    }

    [Theory]
    [InlineData(AucCurve.Roc)]
    [InlineData(AucCurve.Pr)]
    public void Area_IsThatOfTheMetricWithManyThresholds(AucCurve kind)
    {
        var metric = new AUC(numThresholds: 2001, curve: kind);
        metric.UpdateState(Labels.Select(l => (float)l).ToArray(), Scores.Select(s => (float)s).ToArray());
        double area = (kind == AucCurve.Roc ? ScoreCurve.Roc(Labels, Scores) : ScoreCurve.PrecisionRecall(Labels, Scores)).Area;
        Assert.Equal(metric.Result(), area, 5);
    }

    [Fact]
    public void Scores_OfOneClass_AreRefused() =>
        Assert.Throws<ArgumentException>(() => ScoreCurve.Roc(new[] { 1, 1 }, new[] { 0.5, 0.6 }));

    [Fact]
    public void Histogram_CountsEveryFiniteValue()
    {
        WeightHistogram histogram = WeightHistogram.Of([0, 1, 2, 3, 4, float.NaN], 4);
        Assert.Equal((0.0, 1.0), (histogram.Low, histogram.Step));
        Assert.Equal([1, 1, 1, 2], histogram.Counts);
    }

    [Fact]
    public void Images_OfAnotherShape_AreRefused() => Assert.Throws<ShapeMismatchException>(() => Plots.Images(new float[2, 3, 3, 2]));

    [Fact]
    public void Svg_HasEachTextOnce_AndTheSameIdsEachTime()
    {
        Figure figure = Plots.Scores([("model", ScoreCurve.Roc(Labels, Scores))]);
        string svg = figure.ToSvg();
        string[] texts = [.. XDocument.Parse(svg).Root!.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.Trim())];
        Assert.All(texts.Where(t => t.Any(char.IsLetter)), text => Assert.Single(texts, text));
        Assert.Contains("False positive rate", texts);
        Assert.Equal(svg, figure.ToSvg());
        string inline = figure.ToInlineSvg("a < b", "f1-");
        XElement root = XDocument.Parse(inline).Root!;
        Assert.Equal(("a < b", null), (root.Attribute("aria-label")!.Value, root.Attribute("width")));
        Assert.All(root.Descendants().Attributes("id"), id => Assert.StartsWith("f1-", id.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a\0b\u0001c\uD800")]
    [InlineData("日本語 🎉 العربية \u202E")]
    [InlineData("]]><script>&amp;\"'")]
    public void Svg_OfAnyText_IsWellFormed(string text)
    {
        string svg = Plots.Bars([new(text, [1, 2])], text, options: new PlotOptions { Title = text }).ToSvg();
        Assert.NotNull(XDocument.Parse(svg).Root);
        Assert.Equal(svg, string.Concat(svg.EnumerateRunes()));
    }

    [Fact]
    public void Svg_KeepsCharactersThatTheFontLacks()
    {
        string svg = Plots.Bars([new("日本語 🎉 ok", [1, 2]), new("a\0b\nc\u202Ed", [1])], "正解率", options: new PlotOptions { Title = "題" })
            .ToSvg();
        string[] texts = [.. XDocument.Parse(svg).Root!.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        Assert.Equal(["日本語 🎉 ok", "a\uFFFDb cd", "正解率", "題"],
            (string[])[.. new[] { "日本語 🎉 ok", "a\uFFFDb cd", "正解率", "題" }.Where(texts.Contains)]);
        using SKFont font = Lettering.Sized(12);
        Assert.True(font.ContainsGlyph(0x2801) && font.ContainsGlyph(0x28FF) && font.ContainsGlyph(0xFFFD));
        Assert.NotEmpty(Plots.Bars([new("日本語", [1])], "x").ToPng());
    }

    // By hand, with the sum that scikit-learn's average_precision_score is defined by. The best score belongs to a negative sample, so the
    // curve has a threshold with neither recall nor precision; drawn in steps it has no width.
    [Fact]
    public void PrecisionRecall_IsDrawnInSteps()
    {
        ScoreCurve curve = ScoreCurve.PrecisionRecall(new[] { 0, 1, 1, 0, 1 }, new[] { 0.9, 0.8, 0.6, 0.5, 0.4 });
        Assert.Equal([0, 0, 1.0 / 3, 2.0 / 3, 2.0 / 3, 1], curve.X);
        Assert.Equal([0, 0, 1.0 / 2, 2.0 / 3, 2.0 / 4, 3.0 / 5], curve.Y);
        Assert.Equal((1.0 / 2 + 2.0 / 3 + 3.0 / 5) / 3, curve.AveragePrecision, 12);
        (double X, double Y)[] outline = [.. curve.Outline()];
        Assert.Equal((0, 0.5), outline[0]);
        Assert.All(outline.Zip(outline.Skip(1)), step => Assert.True(step.First.X == step.Second.X || step.First.Y == step.Second.Y));
        double under = outline.Zip(outline.Skip(1)).Sum(step => (step.Second.X - step.First.X) * step.Second.Y);
        Assert.Equal(curve.AveragePrecision, under, 12);
    }

    [Theory]
    [InlineData(0, 1, 700, 75, false, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-0.0049, 0.0049, 345, 75, false, "-0.004 -0.002 0.000 0.002 0.004")]
    [InlineData(1, 13, 300, 45, true, "2 4 6 8 10 12")]
    [InlineData(0, 1.05, 170, 40, true, "0 1")]
    [InlineData(0, 5e9, 300, 75, false, "0e+0 1e+9 2e+9 3e+9 4e+9 5e+9")]
    [InlineData(1, 1 + 1e-12, 300, 75, false, null)]
    public void Ticks_AreRoundAndFew(double low, double high, float pixels, float spacing, bool whole, string? texts)
    {
        (double At, string Text)[] ticks = [.. new EvenTicks(spacing, whole).Places(low, high, pixels)];
        if (texts is not null) Assert.Equal(texts, string.Join(' ', ticks.Select(t => t.Text)));
        Assert.All(ticks, t => Assert.InRange(t.At, low - 1e-9, high + 1e-9));
        Assert.InRange(ticks.Length, 1, pixels / spacing / 0.6 + 1);
    }

    [Fact]
    public void Filters_OfADenseLayer_HaveTheShapeOfTheImage()
    {
        FirstFilters filters = FirstFilters.Of(new Sequential { new Input(4, 5, 3), new Flatten(), new Dense(7), new Dense(2) }, null);
        Assert.Equal((4, 5, 3, 7), (filters.Height, filters.Width, filters.Channels, filters.Count));
        FirstFilters square = FirstFilters.Of(new Sequential { new Input(9), new Dense(4) }, null),
            given = FirstFilters.Of(new Sequential { new Input(8), new Dense(4) }, [2, 4]);
        Assert.Equal((3, 3, 1, 4), (square.Height, square.Width, square.Channels, square.Count));
        Assert.Equal((2, 4, 1, 4), (given.Height, given.Width, given.Channels, given.Count));
        var model = new Sequential { new Input(2, 3), new Flatten(), new Dense(2) };
        Assert.Equal(model.Weights[0].ToArray(), FirstFilters.Of(model, null).Values);
        Assert.NotEmpty(Plots.Filters(model).ToPng());
        Assert.Contains("image: [height, width]",
            Assert.Throws<ArgumentException>(() => Plots.Filters(new Sequential { new Input(8), new Dense(4) })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Plots.Filters(new Sequential { new Input(8), new Dense(4) }, image: [2, 3]));
        Assert.Throws<ArgumentException>(() => Plots.Filters(new Sequential { new Input(8, 3), new LSTM(4) }));
    }

    [Fact]
    public void Runs_ShowEachRunAndTheMeanWhileAllGoOn()
    {
        IReadOnlyDictionary<string, IReadOnlyList<double>>[] runs =
        [
            new Dictionary<string, IReadOnlyList<double>> { ["loss"] = [1, 0.5, 0.25], ["val_loss"] = [1, 2] },
            new Dictionary<string, IReadOnlyList<double>> { ["loss"] = [3, 1.5] },
        ];
        IReadOnlyList<Line> lines = RunLines.Of(runs, "loss", legend: true);
        Assert.Equal(["training", "validation"], lines.Where(l => l.Name.Length > 0).Select(l => l.Name).Order());
        Line mean = lines.Single(l => l.Name == "training");
        Assert.Equal([1, 2, 2, 1], mean.X.Concat(mean.Y));
        Assert.Equal(4, lines.Count);
        Assert.NotEmpty(Plots.Runs(runs).ToPng());
        Assert.Throws<KeyNotFoundException>(() => Plots.Runs(runs, ["accuracy"]));
        Assert.Throws<ArgumentException>(() => Plots.Runs([]));
    }

    [Theory]
    [InlineData(380, false)]
    [InlineData(380, true)]
    [InlineData(900, true)]
    public void Bars_KeepTheirFiguresInside(int width, bool references)
    {
        double[]? reference = references ? [0.9199, 0.9299] : null;
        string svg =
            Plots.Bars([new("a variant with a name that is far too long for a narrow picture", [0.91, 0.93], reference),
                new("b", [0.87], reference)], "accuracy", referenceName: "what others have published about it somewhere",
                options: new PlotOptions { Width = width }).ToSvg();
        var texts = XDocument.Parse(svg).Root!.Descendants()
            .Where(e => e.Name.LocalName == "text" && e.Attribute("transform")!.Value.StartsWith("translate", StringComparison.Ordinal))
            .ToArray();
        Assert.Contains(texts, t => t.Value == "0.9200");
        Assert.All(texts, text =>
        {
            double[] place =
                [.. text.Attribute("transform")!.Value["translate(".Length..^1].Split(' ')
                    .Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
            double left = place[0] + (double)text.Attribute("x")!;
            Assert.InRange(left, 0, width);
            Assert.InRange(left + ((double?)text.Attribute("textLength") ?? 8), 0, width);
        });
    }
}
