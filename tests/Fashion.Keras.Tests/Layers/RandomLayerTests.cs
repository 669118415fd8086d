using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Layers that draw: shares, scales, what is shared, and that seeds repeat.</summary>
public class RandomLayerTests
{
    [Fact]
    public void Dropout_Training_ZeroesTheRateAndScalesTheRest()
    {
        double[] y = Run(new Dropout(0.3, seed: 1), Ones([100, 100]), training: true);
        Assert.All(y, v => Assert.True(v == 0 || Math.Abs(v - 1 / 0.7) < 1e-5));
        Assert.InRange(y.Count(v => v == 0) / 10000.0, 0.27, 0.33);
    }

    [Fact]
    public void Dropout_Inference_PassesOn() => Assert.All(Run(new Dropout(0.9), Ones([4, 4]), training: false), v => Assert.Equal(1, v));

    [Fact]
    public void Dropout_SameSeed_RepeatsTheMask()
    {
        double[] first = Run(new Dropout(0.5, seed: 7), Ones([8, 8]), training: true),
            second = Run(new Dropout(0.5, seed: 7), Ones([8, 8]), training: true);
        Assert.Equal(first, second);
        Assert.NotEqual(first, Run(new Dropout(0.5, seed: 8), Ones([8, 8]), training: true));
    }

    [Fact]
    public void Dropout_NoiseShape_SharesTheDecision()
    {
        double[] y = Run(new Dropout(0.5, noiseShape: [-1, 1], seed: 3), Ones([64, 4]), training: true);
        Assert.All(y.Chunk(4), row => Assert.Single(row.Distinct()));
        Assert.Equal(2, y.Distinct().Count());
    }

    [Fact]
    public void SpatialDropout2D_Training_DropsWholeChannels()
    {
        double[] y = Run(new SpatialDropout2D(0.5, seed: 3), Ones([8, 3, 3, 4]), training: true);
        for (int sample = 0; sample < 8; sample++)
            for (int channel = 0; channel < 4; channel++)
                Assert.Single(Enumerable.Range(0, 9).Select(pixel => y[(sample * 9 + pixel) * 4 + channel]).Distinct());
        Assert.Equal(2, y.Distinct().Count());
    }

    [Fact]
    public void GaussianNoise_Training_HasMeanAndDeviation()
    {
        double[] y = Run(new GaussianNoise(0.5, seed: 2), Ones([100, 100]), training: true);
        Assert.Equal(1, y.Average(), 0.03);
        Assert.Equal(0.25, y.Average(v => (v - 1) * (v - 1)), 0.02);
    }

    [Fact]
    public void GaussianDropout_Training_HasMeanAndDeviation()
    {
        double[] y = Run(new GaussianDropout(0.2, seed: 2), Ones([100, 100]), training: true);
        Assert.Equal(1, y.Average(), 0.03);
        Assert.Equal(0.25, y.Average(v => (v - 1) * (v - 1)), 0.02);
    }

    [Fact]
    public void RandomFlip_Training_FlipsAboutHalfOfTheImages()
    {
        float[] images = [.. Enumerable.Range(0, 200).SelectMany(_ => (float[])[1, 2, 3])];
        double[][] y = [.. Run(new RandomFlip(FlipMode.Horizontal, seed: 1), new Fed(images, [200, 1, 3, 1]), training: true).Chunk(3)];
        Assert.All(y, row => Assert.True(row.SequenceEqual([1.0, 2, 3]) || row.SequenceEqual([3.0, 2, 1])));
        Assert.InRange(y.Count(row => row[0] == 3), 70, 130);
    }

    [Theory]
    [InlineData(FillMode.Reflect, 2, 1, 1, 2)]
    [InlineData(FillMode.Wrap, 3, 4, 1, 2)]
    [InlineData(FillMode.Nearest, 1, 1, 1, 2)]
    [InlineData(FillMode.Constant, 9, 9, 1, 2)]
    public void RandomTranslation_ByHalfTheWidth_FillsLikeKeras(FillMode mode, double a, double b, double c, double d) =>
        Assert.Equal([a, b, c, d],
            Run(new RandomTranslation((0, 0), (0.5, 0.5), mode, fillValue: 9), new Fed([1f, 2, 3, 4], [1, 1, 4, 1]), training: true));

    [Fact]
    public void RandomRotation_QuarterTurn_GoesCounterClockwise()
    {
        double[] y = Run(new RandomRotation((0.25, 0.25), interpolation: Interpolation.Nearest), new Fed([1f, 2, 3, 4], [1, 2, 2, 1]),
            training: true);
        Assert.Equal([2, 4, 1, 3], y);
    }

    private static Fed Ones(Shape shape) => new(Enumerable.Repeat(1f, shape.ElementCount).ToArray(), shape);

    private static double[] Run(Layer layer, Fed input, bool training) =>
        GraphRunner.Run(GraphRunner.Engine("reference"), [input], (x, context) => [.. layer.CallIn(x, context)], training).Outputs[0];
}
