using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Layers that erase, slant, blur, sharpen and recolour images: what is drawn, how often, and what they refuse.</summary>
public class RandomAugmentationTests
{
    private const int Images = 1000;

    public static IEnumerable<TheoryDataRow<Layer>> Smooth =>
    [
        new(new RandomErasing((0.5, 0.5), seed: 3)), new(new RandomShear(0.5, 0.3, seed: 3)),
        new(new RandomPerspective((0.6, 0.6), 0.6, seed: 3)),
        new(new RandomGaussianBlur((0.6, 0.6), valueRange: (-5, 5), seed: 3)), new(new RandomSharpness(1, (-5, 5), seed: 3)),
        new(new Solarization((0, 0.1), (0, 1), (-5, 5), seed: 3)), new(new AutoContrast((0, 1))),
    ];

    [Theory, MemberData(nameof(Smooth), DisableDiscoveryEnumeration = true)]
    public void Gradient_InTraining_AgreesWithFiniteDifferences(Layer layer) => GradientCheck.Verify(
        (graph, x) => layer.CallIn([new GraphTensor(x[0])], new CallContext(training: true))[0].Resolve(graph),
        GradientCheck.Numbers(1, [2, 5, 6, 2]));

    [Fact]
    public void Erasing_FixedScale_FillsOneRectangleOfThatSizeAnywhere()
    {
        double[][] y = [.. Run(new RandomErasing((0.4, 0.4), (0.25, 0.25), [9], seed: 4), Value(1, [Images, 10, 8, 1])).Chunk(80)];
        double[][] erased = [.. y.Where(image => image.Contains(9))];
        Assert.InRange(erased.Length / (double)Images, 0.35, 0.45);
        HashSet<(int, int)> places = [];
        foreach (double[] image in erased)
        {
            int[] pixels = [.. Enumerable.Range(0, 80).Where(i => image[i] == 9)], rows = [.. pixels.Select(i => i / 8).Distinct()],
                columns = [.. pixels.Select(i => i % 8).Distinct()];
            Assert.Equal((5, 4, 20), (rows.Length, columns.Length, pixels.Length));
            places.Add((rows[0], columns[0]));
        }
        Assert.InRange(places.Count, 20, 36);
    }

    [Fact]
    public void Erasing_WithNoise_DrawsForEachPixelAndClips()
    {
        double[] y = Run(new RandomErasing((1, 1), (1, 1), valueRange: (0, 2), seed: 5), Value(1, [Images, 4, 4, 3]));
        Assert.Equal((0.0, 2.0), (y.Min(), y.Max()));
        Assert.InRange(y.Distinct().Count() / (double)y.Length, 0.3, 0.4);
    }

    [Fact]
    public void Shear_FixedFactors_SlantsEachImageEitherWay()
    {
        float[] image = [.. Enumerable.Range(0, 30).Select(i => i * 7 % 11f)];
        double[][] y =
            [.. Run(new RandomShear((0.4, 0.4), (0.2, 0.2), fillMode: FillMode.Nearest, seed: 6),
                new Fed([.. Enumerable.Range(0, Images).SelectMany(_ => image)], [Images, 5, 6, 1])).Chunk(30)];
        double[] Slanted(float sign) =>
            [.. ImageOps.AffineTransform(System.Numerics.Tensors.Tensor.Create(image, [1, 5, 6, 1]),
                (float[])[1, 0.4f * sign, 0, 0.2f * sign, 1, 0, 0, 0], fillMode: FillMode.Nearest).ToArray().Select(v => (double)v)];
        int there = y.Count(given => IsNear(given, Slanted(1))), back = y.Count(given => IsNear(given, Slanted(-1)));
        Assert.Equal(Images, there + back);
        Assert.InRange(there / (double)Images, 0.45, 0.55);
    }

    [Fact]
    public void Perspective_Training_ChangesTheShareOfImagesThatItSays_AndKeepsTheFirstCorner()
    {
        double[][] y =
            [.. Run(new RandomPerspective((0.3, 0.3), 0.5, fillValue: -1, seed: 7),
                new Fed([.. Enumerable.Range(0, Images * 42).Select(i => i % 42f)], [Images, 6, 7, 1])).Chunk(42)];
        Assert.InRange(y.Count(image => !IsNear(image, [.. Enumerable.Range(0, 42).Select(i => (double)i)])) / (double)Images, 0.25, 0.35);
        Assert.All(y, image => Assert.Equal(0, image[0], 3));
    }

    [Fact]
    public void Solarization_Draws_RunFromTheLowerLimitTo255TimesTheUpper()
    {
        double[] brighter = Run(new Solarization((0.2, 0.4), (0, 0), seed: 8), Value(50, [Images, 1, 1, 1]));
        Assert.All(brighter, v => Assert.InRange(255 - v - 50, 0.2 - 1e-3, 102));
        Assert.InRange(brighter.Average(v => 255 - v - 50), 47, 55);
        double[] inverted = Run(new Solarization(thresholdFactor: 1, seed: 8), Value(100, [Images, 1, 1, 1]));
        Assert.InRange(inverted.Count(v => v == 155) / (double)Images, 100 / 255.0 - 0.05, 100 / 255.0 + 0.05);
        Assert.All(inverted, v => Assert.True(v is 155 or 100));
    }

    [Fact]
    public void Posterization_OneNumber_KeepsFromOneBitUpToOneLess()
    {
        double[] y = Run(new RandomPosterization(4, seed: 9), Value(255, [Images, 1, 1, 1]));
        Assert.Equal([128.0, 192, 224], y.Distinct().Order());
        Assert.All(y.GroupBy(v => v), group => Assert.InRange(group.Count() / (double)Images, 0.28, 0.39));
    }

    [Fact]
    public void Blur_OneDrawOfTheWidthForTheBatch_EachImageOfItsOwnForWhether()
    {
        double[] y = Run(new RandomGaussianBlur((0.5, 0.5), sigma: (0.3, 1), seed: 10),
            new Fed([.. Enumerable.Range(0, Images * 9).Select(i => i % 9 == 4 ? 1f : 0)], [Images, 3, 3, 1]));
        double[] middles = [.. y.Where((_, i) => i % 9 == 4)];
        Assert.Equal(2, middles.Select(v => Math.Round(v, 5)).Distinct().Count());
        Assert.InRange(middles.Count(v => v == 1) / (double)Images, 0.45, 0.55);
    }

    [Fact]
    public void Arguments_OutOfRange_AreRefused()
    {
        foreach (Func<Layer> make in (Func<Layer>[])[() => new RandomErasing(1.5), () => new RandomErasing(scale: (1.1, 2)),
            () => new RandomErasing(fillValue: [1, 2]), () => new RandomShear((-0.1, 0.2)), () => new RandomShear(yFactor: 2),
            () => new RandomShear(0.1, interpolation: Interpolation.Bicubic),
            () => new RandomPerspective(scale: 2), () => new RandomPerspective(2),
            () => new RandomPerspective(interpolation: Interpolation.Lanczos3), () => new RandomGaussianBlur(kernelSize: 2),
            () => new RandomGaussianBlur(sigma: 3), () => new RandomSharpness(1.2),
            () => new RandomPosterization(9), () => new RandomPosterization((1.5, 3)), () => new Solarization(2),
            () => new Solarization(thresholdFactor: (-0.2, 0.3)), () => new Solarization(valueRange: (1, 1)),
            () => new AutoContrast((2, 2)), () => new Equalization(bins: 1), () => new RandomErasing(double.NaN)])
            Assert.ThrowsAny<ArgumentException>(make);
        Assert.Throws<ShapeMismatchException>(() => new RandomErasing(fillValue: [1, 2, 3]).ComputeOutputShape([Shape.Unknown, 4, 4, 2]));
    }

    private static bool IsNear(double[] x, double[] y) => x.Zip(y).All(pair => Math.Abs(pair.First - pair.Second) < 1e-3);

    private static Fed Value(float value, Shape shape) => new([.. Enumerable.Repeat(value, shape.ElementCount)], shape);

    private static double[] Run(Layer layer, Fed input) =>
        GraphRunner.Run(GraphRunner.Engine("reference"), [input], (x, context) => [.. layer.CallIn(x, context)], training: true).Outputs[0];
}
