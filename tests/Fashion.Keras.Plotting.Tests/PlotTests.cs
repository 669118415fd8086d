using System.Buffers.Binary;
using System.Xml.Linq;
using Fashion.Keras.Layers;
using Fashion.Keras.Metrics;
using Fashion.Keras.Plotting.Charts;
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
        Assert.Equal((300, 180), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
    }

    [Fact]
    public void Figure_AsSvg_IsWellFormed_AndKeepsText()
    {
        string svg = Plots.Bars([new("a < \"b\" & c", [1, 2], [1.5])], "value", options: new PlotOptions { Title = "T <1> & \"2\"", Theme = PlotTheme.Auto }).ToSvg();
        XElement root = XDocument.Parse(svg).Root!;
        Assert.Equal("T <1> & \"2\"", root.Attribute("aria-label")!.Value);
        string[] texts = [.. root.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.Trim())];
        Assert.Contains("a < \"b\" & c", texts);
        Assert.Contains("prefers-color-scheme: dark", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Figure_WithAnotherEnding_IsRefused() => Assert.Throws<ArgumentException>(() => Plots.Bars([new("a", [1])], "value").Save("x.gif"));

    [Theory]
    [InlineData(PlotTheme.Light)]
    [InlineData(PlotTheme.Dark)]
    public void Panels_AreAllThere(PlotTheme theme)
    {
        var model = new Sequential { new Input(3), new Dense(2), new Dense(1) };
        Figure figure = Plots.Weights(model, bins: 8, new PlotOptions { Theme = theme });
        string[] texts = [.. XDocument.Parse(figure.ToSvg()).Root!.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.Trim())];
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
    public void Scores_OfOneClass_AreRefused() => Assert.Throws<ArgumentException>(() => ScoreCurve.Roc(new[] { 1, 1 }, new[] { 0.5, 0.6 }));

    [Fact]
    public void Histogram_CountsEveryFiniteValue()
    {
        WeightHistogram histogram = WeightHistogram.Of([0, 1, 2, 3, 4, float.NaN], 4);
        Assert.Equal((0.0, 1.0), (histogram.Low, histogram.Step));
        Assert.Equal([1, 1, 1, 2], histogram.Counts);
    }

    [Fact]
    public void Images_OfAnotherShape_AreRefused() => Assert.Throws<ShapeMismatchException>(() => Plots.Images(new float[2, 3, 3, 2]));
}
