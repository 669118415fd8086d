using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Brightness and contrast: what is drawn, how often, and what shares a draw.</summary>
public class RandomColorTests
{
    private const int Images = 2000;

    [Theory]
    [InlineData(DataFormat.ChannelsLast)]
    [InlineData(DataFormat.ChannelsFirst)]
    public void Brightness_Training_AddsOneUniformNumberToEachImage(DataFormat format)
    {
        double[][] shifts = [.. Run(new RandomBrightness((-0.1, 0.3), (0, 10), seed: 5, dataFormat: format), Value(4)).Chunk(12)];
        Assert.All(shifts, image => Assert.Single(image.Distinct()));
        AssertUniform([.. shifts.Select(image => image[0] - 4)], -1, 3);
    }

    [Fact]
    public void Brightness_BeyondTheRange_IsClipped()
    {
        double[] y = Run(new RandomBrightness(1, (-1, 1), seed: 5), Value(0.5f));
        Assert.InRange(y.Min(), -1, -1);
        Assert.InRange(y.Max(), 1, 1);
    }

    [Theory]
    [InlineData(0.3, 0.3, 0.7, 1.3)]
    [InlineData(0, 0.5, 1, 1.5)]
    public void Contrast_Training_ScalesEachImageAroundItsChannelMeans(double low, double high, double least, double most)
    {
        // Two pixels of two channels with the means 2 and 5.
        Fed images = new([.. Enumerable.Range(0, Images).SelectMany(_ => (float[])[1, 3, 3, 7])], [Images, 1, 2, 2]);
        double[][] y = [.. Run(new RandomContrast((low, high), seed: 6), images).Chunk(4)];
        Assert.All(y,
            image => AssertClose.Equal([2 - (image[2] - 2), 5 - 2 * (image[2] - 2), image[2], 5 + 2 * (image[2] - 2)],
                [.. image.Select(v => (float)v)], 1e-5, 1e-5, "image"));
        AssertUniform([.. y.Select(image => image[2] - 2)], least, most);
    }

    [Fact]
    public void Contrast_OneNumber_OnlyRaisesItAsKerasDoes()
    {
        Assert.Equal(new RandomRange(0, 0.2), new RandomContrast(0.2).Factor);
        Assert.Equal(new RandomRange(-0.2, 0.2), new RandomBrightness(0.2).Factor);
        Assert.Equal(new RandomRange(-0.2, 0.2), new RandomBrightness(-0.2).Factor);
    }

    [Fact]
    public void Hue_OfPureRed_TurnsEitherWayAndKeepsSaturationAndValue()
    {
        Fed red = new([.. Enumerable.Range(0, Images).SelectMany(_ => (float[])[200, 0, 0])], [Images, 1, 1, 3]);
        double[][] y = [.. Run(new RandomHue((0, 0.2), seed: 7), red).Chunk(3)];
        // A turn of t circles, up to a tenth, gives 6t of green or of blue.
        AssertUniform([.. y.Select(c => (c[1] - c[2]) / 200 / 6)], -0.1, 0.1);
        Assert.All(y, c => Assert.Equal((200, 0), (Math.Round(c.Max(), 3), Math.Round(c.Min(), 3))));
    }

    [Fact]
    public void Saturation_Half_ChangesNothing_AndZeroIsGrey()
    {
        Fed color = new([0.5f, 0.25f, 0.125f], [1, 1, 1, 3]);
        AssertClose.Equal([0.5, 0.25, 0.125], [.. Run(new RandomSaturation((0.5, 0.5), (0, 1)), color).Select(v => (float)v)], 1e-6, 1e-6,
            "half");
        Assert.Equal([0.5, 0.5, 0.5], Run(new RandomSaturation((0, 0), (0, 1)), color));
    }

    [Fact]
    public void GrayscaleAndInvert_ChangeTheShareOfImagesThatTheySay()
    {
        Fed color = new([.. Enumerable.Range(0, Images).SelectMany(_ => (float[])[100, 50, 10])], [Images, 1, 1, 3]);
        double[][] grey = [.. Run(new RandomGrayscale(0.3, seed: 8), color).Chunk(3)];
        Assert.InRange(grey.Count(c => c[0] == c[1] && Math.Abs(c[0] - 60.38) < 1e-3) / (double)Images, 0.27, 0.33);
        Assert.All(grey, c => Assert.True(c[0] == c[2] || c.SequenceEqual([100.0, 50, 10])));
        double[][] inverted = [.. Run(new RandomInvert((0.2, 0.6), seed: 9), color).Chunk(3)];
        Assert.InRange(inverted.Count(c => c.SequenceEqual([155.0, 205, 245])) / (double)Images, 0.36, 0.44);
        Assert.All(inverted, c => Assert.True(c[0] is 155 or 100));
    }

    [Fact]
    public void Colors_OtherChannels_AreRefusedWhenTheLayerIsAdded()
    {
        foreach (Layer layer in (Layer[])[new RandomHue(0.1), new RandomSaturation(0.1), new RandomColorDegeneration(0.1),
            new RandomGrayscale()])
            Assert.Contains(layer.Name, Assert.Throws<ShapeMismatchException>(() => new Sequential { new Input(4, 4, 2), layer }).Message,
                StringComparison.Ordinal);
        Assert.Equal([Shape.Unknown, 4, 4, 1], new RandomGrayscale().ComputeOutputShape([Shape.Unknown, 4, 4, 1]));
    }

    [Fact]
    public void Factor_OutOfRange_IsRefused()
    {
        foreach (Func<Layer> make in (Func<Layer>[])[() => new RandomBrightness(1.5), () => new RandomBrightness((1.1, 2)),
            () => new RandomContrast(1.5), () => new RandomContrast((-2, -1)), () => new RandomBrightness(double.NaN),
            () => new RandomHue(1.1), () => new RandomInvert((-2, -1)), () => new RandomGrayscale(-0.1),
            () => new RandomGrayscale(double.NaN), () => new RandomSaturation(2)])
            Assert.ThrowsAny<ArgumentException>(make);
    }

    [Fact]
    public void Seed_Repeats_AndAnotherDrawsElse()
    {
        Func<int, Layer>[] makers = [seed => new RandomBrightness(0.5, seed: seed), seed => new RandomContrast(0.5, seed: seed),
            seed => new RandomCrop(3, 3, seed)];
        Fed images = new([.. Enumerable.Range(0, 300).Select(i => (float)(i % 97))], [1, 20, 15, 1]);
        foreach (Func<int, Layer> make in makers)
        {
            Assert.Equal(Run(make(3), images), Run(make(3), images));
            Assert.NotEqual(Run(make(3), images), Run(make(4), images));
        }
    }

    private static void AssertUniform(double[] draws, double low, double high)
    {
        double width = high - low;
        Assert.All(draws, d => Assert.InRange(d, low - 1e-5, high + 1e-5));
        Assert.Equal((low + high) / 2, draws.Average(), width * 0.03);
        Assert.Equal(width * width / 12, draws.Average(d => (d - draws.Average()) * (d - draws.Average())), width * width * 0.01);
    }

    private static Fed Value(float value) => new(Enumerable.Repeat(value, Images * 12).ToArray(), [Images, 2, 2, 3]);

    private static double[] Run(Layer layer, Fed input) =>
        GraphRunner.Run(GraphRunner.Engine("reference"), [input], (x, context) => [.. layer.CallIn(x, context)], training: true).Outputs[0];
}
