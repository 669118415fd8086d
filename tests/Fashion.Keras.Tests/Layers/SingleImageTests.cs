using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Layers for images as layers of a model whose input has three axes: one image, as in Keras.</summary>
public class SingleImageTests
{
    private static readonly Dictionary<string, Func<Layer>> Makers = new()
    {
        ["RandomFlip"] = () => new RandomFlip(seed: 1),
        ["RandomRotation"] = () => new RandomRotation(0.1, seed: 1),
        ["RandomTranslation"] = () => new RandomTranslation(0.3, (0.2, -0.1), seed: 1),
        ["RandomZoom"] = () => new RandomZoom((-0.3, -0.4), seed: 1),
        ["RandomShear"] = () => new RandomShear(0.4, seed: 1),
        ["RandomContrast"] = () => new RandomContrast(0.5, (0, 1), seed: 1),
        ["CenterCrop"] = () => new CenterCrop(3, 2),
        ["Resizing"] = () => new Resizing(5, 7),
        ["RandomCrop"] = () => new RandomCrop(3, 3, seed: 1),
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Apply_InputOfThreeAxes_IsOneImage(string name)
    {
        float[] image = [.. Enumerable.Range(0, 4 * 6 * 3).Select(i => i * 7 % 11 / 11f)];
        foreach (bool training in (bool[])[false, true])
        {
            SymbolicTensor single = Makers[name]().Apply(Ops.Reshape(image, [4, 6, 3]), training);
            SymbolicTensor batch = Makers[name]().Apply(Ops.Reshape(image, [1, 4, 6, 3]), training);
            Assert.Equal(batch.Shape[1..], single.Shape);
            Assert.Equal(batch.ToArray(), single.ToArray());
        }
        Assert.Equal(3, Makers[name]().Apply(Input.Of([6, 3])).Shape.Rank);
    }

    [Fact]
    public void Fit_ImagesWithoutChannels_Warns()
    {
        var model = new Sequential { new Input([4, 3]), new RandomFlip(), new Dense(2) }.Seeded(1);
        var output = new StringWriter();
        model.Options = new ModelOptions { Output = output };
        model.Compile("sgd", "mse");
        model.Fit(new float[2, 4, 3], new float[2, 4, 2], epochs: 1);
        Assert.Contains("three axes as one image", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_InEitherOrder_AreSorted()
    {
        Assert.Equal((RandomRange)(-0.2, 0.2), new RandomZoom(-0.2).HeightFactor);
        Assert.Equal((RandomRange)(-0.5, 0.4), new RandomTranslation((0.4, -0.5), 0).HeightFactor);
        Assert.Equal((RandomRange)(-0.2, 0.1), new RandomRotation((0.1, -0.2)).Factor);
    }

    [Fact]
    public void MaxNumBoundingBoxes_BoxesAndLabels_AreCutOrFilledUp()
    {
        SymbolicTensor images = Ops.Zeros([1, 2, 2, 3]), boxes = Ops.Reshape(Ops.ARange(12), [1, 3, 4]),
            labels = Ops.Reshape(Ops.ARange(3), [1, 3]);
        SymbolicTensors few = new MaxNumBoundingBoxes(2).Apply([images, boxes, labels]),
            many = new MaxNumBoundingBoxes(4, fillValue: -2).Apply([images, boxes, labels]);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], few[1].ToArray());
        Assert.Equal([0, 1], few[2].ToArray());
        Assert.Equal([0, 1, 2, -2], many[2].ToArray());
        Assert.Equal([8, 9, 10, 11, -2, -2, -2, -2], many[1].ToArray()[8..]);
        string message = Assert.Throws<ShapeMismatchException>(() => new MaxNumBoundingBoxes(2).Apply([images, labels, labels])).Message;
        Assert.Contains("(batch, number, 4)", message, StringComparison.Ordinal);
    }
}
