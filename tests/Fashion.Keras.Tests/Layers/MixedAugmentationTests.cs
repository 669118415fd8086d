using System.Numerics.Tensors;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Layers that mix images with others of the batch, or go through several layers, and smooth distortions.</summary>
public class MixedAugmentationTests
{
    private const int Images = 500;

    public static IEnumerable<TheoryDataRow<Layer>> Smooth =>
    [
        new(new MixUp(0.5, seed: 3)), new(new CutMix(seed: 3)), new(new RandomColorJitter((-5, 5), 0.3, 0.4, seed: 3)),
        new(new RandomElasticTransform((0.6, 0.6), (0.5, 0.9), valueRange: (-5, 5), seed: 3)),
    ];

    [Theory, MemberData(nameof(Smooth), DisableDiscoveryEnumeration = true)]
    public void Gradient_InTraining_AgreesWithFiniteDifferences(Layer layer) => GradientCheck.Verify(
        (graph, x) => layer.CallIn([new GraphTensor(x[0])], new CallContext(training: true))[0].Resolve(graph),
        GradientCheck.Numbers(1, [3, 8, 7, 2]));

    [Theory]
    [InlineData(DataFormat.ChannelsLast)]
    [InlineData(DataFormat.ChannelsFirst)]
    public void MixUp_ImagesAndLabels_AreBlendedAlike(DataFormat format)
    {
        (double[] images, double[] labels) = Mix(new MixUp(0.4, format, seed: 4));
        for (int i = 0; i < Images; i++)
        {
            double[] label = labels[(i * Images)..((i + 1) * Images)], image = images[(i * 12)..((i + 1) * 12)];
            Assert.Equal(1, label.Sum(), 1e-5);
            Assert.True(label.Count(v => v > 0) <= 2);
            double want = label.Select((v, other) => v * other).Sum();
            Assert.All(image, v => Assert.Equal(want, v, 1e-2));
        }
        // Symmetric, and with this parameter rather near the ends.
        double[] own = [.. Enumerable.Range(0, Images).Select(i => labels[i * Images + i])];
        Assert.InRange(own.Average(), 0.42, 0.58);
        Assert.InRange(own.Average(v => (v - 0.5) * (v - 0.5)), 1 / (4 * 1.8) - 0.03, 1 / (4 * 1.8) + 0.03);
    }

    [Fact]
    public void CutMix_LabelsHaveTheShareOfTheRectangle()
    {
        (double[] images, double[] labels) = Mix(new CutMix((0.7, 0.9), seed: 5), height: 20, width: 30);
        for (int i = 0; i < Images; i++)
        {
            double[] image = images[(i * 1800)..((i + 1) * 1800)];
            double kept = labels[i * Images + i], there = image.Count(v => v == i) / 1800.0;
            Assert.True(image.Distinct().Count() <= 2);
            Assert.Equal(there, kept, 0.1);
        }
    }

    [Fact]
    public void Mixing_OutsideOfTraining_ChangesNothing_AndOtherLabelsAreRefused()
    {
        Tensor<float> images = Tensor.Create<float>([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2, 1]),
            labels = Tensor.Create<float>([1, 0, 0, 1], [2, 2]);
        foreach (MixingImageLayer layer in (MixingImageLayer[])[new MixUp(), new CutMix()])
        {
            IReadOnlyList<Tensor<float>> same = layer.Call([images, labels]);
            Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], same[0].ToArray());
            Assert.Equal([1, 0, 0, 1], same[1].ToArray());
            Assert.Equal([2, 2], layer.Call([images, labels], training: true)[1].Lengths.ToArray());
            Assert.Contains("(batch, classes)",
                Assert.Throws<ShapeMismatchException>(
                    () => layer.Call([images, Tensor.Create<float>([1, 0], [2])], training: true)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => layer.ComputeOutputShapes([[2, 2, 2, 1], [2, 2], [2, 2]]));
        }
    }

    [Fact]
    public void RandAugment_StaysInTheRange_AndUsesManyLayers()
    {
        var results = new HashSet<string>();
        Fed images = new([.. Enumerable.Range(0, 2 * 75).Select(i => i % 75 * 3f)], [2, 5, 5, 3]);
        for (int seed = 1; seed <= 30; seed++)
        {
            double[] y = Run(new RandAugment(numOps: 1, factor: (0.3, 0.3), seed: seed), images);
            Assert.All(y, v => Assert.InRange(v, -1e-3, 255.001));
            results.Add(string.Join(' ', y.Take(20).Select(v => Math.Round(v))));
        }
        Assert.InRange(results.Count, 6, 30);
        Assert.Equal(Run(new RandAugment(seed: 4), images), Run(new RandAugment(seed: 4), images));
    }

    [Fact]
    public void AugMix_WithoutPlacesForLayers_GivesTheImagesBack_AndStaysInTheRange()
    {
        Fed images = new([.. Enumerable.Range(0, 2 * 75).Select(i => i % 75 * 3f)], [2, 5, 5, 3]);
        double[] same = Run(new AugMix(chainDepth: 0, seed: 1), images);
        for (int i = 0; i < same.Length; i++) Assert.Equal(i % 75 * 3.0, same[i], 1e-3);
        double[] changed = Run(new AugMix(factor: 0.9, seed: 5), images);
        Assert.NotEqual(same, changed);
        Assert.All(changed, v => Assert.InRange(v, 0, 255));
    }

    [Fact]
    public void ElasticTransform_EvenImage_StaysEven_AndOthersChangeByTheShareThatItSays()
    {
        Assert.All(Run(new RandomElasticTransform(seed: 2), new Fed([.. Enumerable.Repeat(7f, 2 * 144)], [2, 12, 12, 1])),
            v => Assert.Equal(7, v, 1e-4));
        double[][] y =
            [.. Run(new RandomElasticTransform((0.3, 0.3), (0.8, 0.8), valueRange: (0, 100), seed: 3),
                new Fed([.. Enumerable.Range(0, Images * 64).Select(i => i % 64f)], [Images, 8, 8, 1])).Chunk(64)];
        Assert.InRange(y.Count(image => image.Where((v, i) => Math.Abs(v - i) > 1e-3).Any()) / (double)Images, 0.23, 0.37);
    }

    [Fact]
    public void Arguments_OutOfRange_AreRefused()
    {
        foreach (Func<Layer> make in (Func<Layer>[])[() => new MixUp(0), () => new MixUp(double.NaN), () => new CutMix(2),
            () => new CutMix((-0.5, 0.2)), () => new RandAugment(numOps: -1), () => new RandAugment(factor: 2),
            () => new RandAugment(interpolation: Interpolation.Bicubic), () => new AugMix(numChains: 0),
            () => new AugMix(alpha: -1), () => new RandomColorJitter(hueFactor: 3), () => new RandomElasticTransform(scale: 2),
            () => new ContrastLimitedAdaptiveHistogramEqualization(tileGridSize: 0)])
            Assert.ThrowsAny<ArgumentException>(make);
        Assert.Throws<ShapeMismatchException>(() => new RandAugment().ComputeOutputShape([2, 4, 4, 1]));
    }

    // Image i has the colour i everywhere, and the label i.
    private static (double[] Images, double[] Labels) Mix(MixingImageLayer layer, int height = 2, int width = 2)
    {
        Shape shape = layer.DataFormat == DataFormat.ChannelsLast ? [Images, height, width, 3] : [Images, 3, height, width];
        Fed images = new([.. Enumerable.Range(0, shape.ElementCount).Select(i => (float)(i / (shape.ElementCount / Images)))], shape),
            labels = new([.. Enumerable.Range(0, Images * Images).Select(i => i / Images == i % Images ? 1f : 0)], [Images, Images]);
        double[][] outputs =
            [.. GraphRunner.Run(GraphRunner.Engine("reference"), [images, labels], (x, context) => [.. layer.CallIn(x, context)],
                training: true).Outputs];
        return (outputs[0], outputs[1]);
    }

    private static double[] Run(Layer layer, Fed input) =>
        GraphRunner.Run(GraphRunner.Engine("reference"), [input], (x, context) => [.. layer.CallIn(x, context)], training: true).Outputs[0];
}
