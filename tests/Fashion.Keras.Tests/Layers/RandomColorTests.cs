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
        Assert.All(y, image => AssertClose.Equal([2 - (image[2] - 2), 5 - 2 * (image[2] - 2), image[2], 5 + 2 * (image[2] - 2)], [.. image.Select(v => (float)v)], 1e-5, 1e-5, "image"));
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
    public void Factor_OutOfRange_IsRefused()
    {
        foreach (Func<Layer> make in (Func<Layer>[])[() => new RandomBrightness(1.5), () => new RandomBrightness((1.1, 2)), () => new RandomContrast(1.5), () => new RandomContrast((-2, -1)), () => new RandomBrightness(double.NaN)])
            Assert.ThrowsAny<ArgumentException>(make);
    }

    [Fact]
    public void Seed_Repeats_AndAnotherDrawsElse()
    {
        Func<int, Layer>[] makers = [seed => new RandomBrightness(0.5, seed: seed), seed => new RandomContrast(0.5, seed: seed), seed => new RandomCrop(3, 3, seed)];
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
