using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Layers that resize and crop: shapes, what they refuse, gradients, and windows that are drawn.</summary>
public class ImageLayerTests
{
    public static IEnumerable<TheoryDataRow<Layer>> Layers =>
    [
        new(new Resizing(7, 3)), new(new Resizing(2, 3, Interpolation.Bicubic, antialias: true)),
        new(new Resizing(3, 9, Interpolation.Lanczos5, padToAspectRatio: true)),
        new(new Resizing(3, 2, Interpolation.Nearest, cropToAspectRatio: true)), new(new CenterCrop(3, 4)), new(new CenterCrop(8, 3)),
        new(new RandomCrop(3, 4, seed: 2)),
        new(new RandomCrop(7, 4, seed: 2)), new(new RandomBrightness(0.3, (-5, 5), seed: 3)),
        new(new RandomContrast((0.5, 0.5), (-5, 5), seed: 3)), new(new UpSampling2D(2, interpolation: Interpolation.Lanczos3)),
    ];

    [Theory, MemberData(nameof(Layers), DisableDiscoveryEnumeration = true)]
    public void Gradient_InTraining_AgreesWithFiniteDifferences(Layer layer) => GradientCheck.Verify(
        (graph, x) => layer.CallIn([new GraphTensor(x[0])], new CallContext(training: true))[0].Resolve(graph),
        GradientCheck.Numbers(1, [2, 5, 6, 2]));

    public static IEnumerable<TheoryDataRow<Layer>> ColorLayers =>
    [
        new(new RandomSaturation((0.3, 0.7), (0, 1), seed: 3)), new(new RandomHue(0.4, (0, 1), seed: 3)),
        new(new RandomColorDegeneration(0.4, (-1, 2), seed: 3)),
        new(new RandomGrayscale(seed: 3)), new(new RandomInvert(seed: 3)),
    ];

    [Theory, MemberData(nameof(ColorLayers), DisableDiscoveryEnumeration = true)]
    public void Gradient_OfColors_AgreesWithFiniteDifferences(Layer layer) => GradientCheck.Verify(
        (graph, x) => layer.CallIn([new GraphTensor(x[0])], new CallContext(training: true))[0].Resolve(graph),
        GradientCheck.Numbers(2, [3, 3, 4, 3], 0.2, 0.8));

    [Theory]
    [InlineData(Interpolation.Bilinear, false)]
    [InlineData(Interpolation.Bicubic, true)]
    [InlineData(Interpolation.Lanczos3, false)]
    [InlineData(Interpolation.Lanczos5, true)]
    public void Resizing_EvenImage_StaysEven(Interpolation interpolation, bool antialias) =>
        Assert.All(Run(new Resizing(5, 17, interpolation, antialias: antialias), Rising([1, 8, 9, 2], _ => 3), training: false),
            v => Assert.Equal(3, v, 5));

    [Fact]
    public void Resizing_SameSize_IsTheSameToTheBit()
    {
        float[] values = [.. Enumerable.Range(0, 120).Select(i => i * 0.37f)];
        foreach (Interpolation interpolation in Enum.GetValues<Interpolation>())
            Assert.Equal(values.Select(v => (double)v),
                Run(new Resizing(5, 4, interpolation, antialias: true), new Fed(values, [2, 5, 4, 3]), training: true));
    }

    [Fact]
    public void Resizing_OnePixelNotANumber_ReachesItsNeighboursOnly()
    {
        double[] y = Run(new Resizing(8, 8), Rising([1, 4, 4, 1], i => i == 0 ? float.NaN : 1), training: false);
        Assert.InRange(y.Count(double.IsNaN), 1, 16);
    }

    [Fact]
    public void Shapes_UnknownSizes_BecomeKnown()
    {
        foreach (Layer layer in (Layer[])[new Resizing(4, 6), new CenterCrop(4, 6), new RandomCrop(4, 6)])
            Assert.Equal([Shape.Unknown, 4, 6, 3], layer.ComputeOutputShape([Shape.Unknown, Shape.Unknown, Shape.Unknown, 3]));
        Assert.Equal([Shape.Unknown, 3, 4, 6],
            new Resizing(4, 6, dataFormat: DataFormat.ChannelsFirst).ComputeOutputShape([Shape.Unknown, 3, Shape.Unknown, 9]));
        Assert.Equal([Shape.Unknown, Shape.Unknown, 9, 3],
            new RandomBrightness(0.1).ComputeOutputShape([Shape.Unknown, Shape.Unknown, 9, 3]));
    }

    [Fact]
    public void Model_WithCropsAndFlatten_TrainsAndPredictsTheSameShape()
    {
        var model = new Sequential { new Input(9, 8, 1), new RandomCrop(5, 6, seed: 1), new Resizing(4, 4), new Flatten(), new Dense(2) };
        model.Compile("sgd", "mse");
        model.TrainOnBatch(new float[3, 9, 8, 1], new float[3, 2]);
        Assert.Equal([3, 2], model.Predict(new float[3, 9, 8, 1], verbose: Verbosity.Silent).Lengths.ToArray());
    }

    [Fact]
    public void RandomCrop_Training_TakesOnePlaceForTheBatchAndReachesEveryPlace()
    {
        // Every value says which image, row and column it is from.
        Fed images = Rising([2, 5, 6, 2], i => i);
        var starts = new HashSet<double>();
        for (int seed = 0; seed < 200; seed++)
        {
            double[] y = Run(new RandomCrop(3, 4, seed), images, training: true);
            double start = y[0];
            for (int n = 0; n < 2; n++)
                for (int row = 0; row < 3; row++)
                    for (int value = 0; value < 8; value++) Assert.Equal(start + n * 60 + row * 12 + value, y[(n * 3 + row) * 8 + value]);
            starts.Add(start);
        }
        Assert.Equal([.. from row in Enumerable.Range(0, 3) from column in Enumerable.Range(0, 3) select row * 12.0 + column * 2],
            starts.Order());
    }

    [Fact]
    public void RandomCrop_Inference_ResizesTheMiddleWindow()
    {
        Fed images = Rising([1, 8, 6, 1], i => i);
        Assert.Equal(Run(new Resizing(4, 4, cropToAspectRatio: true), images, training: false),
            Run(new RandomCrop(4, 4), images, training: false));
    }

    [Fact]
    public void Arguments_ThatCannotBe_AreRefusedByName()
    {
        Assert.Contains("height must be a positive whole number, not 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Resizing(0, 3)).Message, StringComparison.Ordinal);
        Assert.Equal("width", Assert.Throws<ArgumentOutOfRangeException>(() => new CenterCrop(3, -1)).ParamName);
        Assert.Equal("width", Assert.Throws<ArgumentOutOfRangeException>(() => new RandomCrop(3, 0)).ParamName);
        Assert.Contains("exclude",
            Assert.Throws<ArgumentException>(() => new Resizing(3, 3, cropToAspectRatio: true, padToAspectRatio: true)).Message,
            StringComparison.Ordinal);
        Assert.Contains("'wrap'", Assert.Throws<ArgumentException>(() => new Resizing(3, 3, fillMode: FillMode.Wrap)).Message,
            StringComparison.Ordinal);
        Assert.Contains("'bicubic'",
            Assert.Throws<ArgumentException>(() => new RandomZoom(0.1, interpolation: Interpolation.Bicubic)).Message,
            StringComparison.Ordinal);
        Assert.Contains("no pixels",
            Assert.Throws<ShapeMismatchException>(
                () => Run(new Resizing(3, 3), new Fed(Array.Empty<float>(), [1, 0, 2, 1]), training: false)).Message,
            StringComparison.Ordinal);
    }

    private static Fed Rising(Shape shape, Func<int, float> value) =>
        new([.. Enumerable.Range(0, shape.ElementCount).Select(value)], shape);

    private static double[] Run(Layer layer, Fed input, bool training) =>
        GraphRunner.Run(GraphRunner.Engine("reference"), [input], (x, context) => [.. layer.CallIn(x, context)], training).Outputs[0];
}
