using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Samples with an axis of size 0: there is nothing to compute, and nothing is written anywhere.</summary>
public sealed class EmptyTensorTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => Makers.Keys.Select(k => new TheoryDataRow<string>(k));

    private static readonly Dictionary<string, (int[] Sample, Func<Layer> Make, int[] Result)> Makers = new()
    {
        ["dense"] = ([0, 2], () => new Dense(46341, "relu"), [0, 46341]),
        ["dense without features"] = ([3, 0], () => new Dense(4, "relu"), [3, 4]),
        ["batch normalization"] = ([5, 0], () => new BatchNormalization(), [5, 0]),
        ["batch normalization without rows"] = ([0, 500], () => new BatchNormalization(), [0, 500]),
        ["layer normalization"] = ([0, 7], () => new LayerNormalization(), [0, 7]),
        ["flip"] = ([0, 5, 1], () => new RandomFlip(), [0, 5, 1]),
        ["flatten"] = ([0, 5], () => new Flatten(), [0]),
        ["zero padding"] = ([0, 5], () => new ZeroPadding1D(2), [4, 5]),
        ["softmax"] = ([3, 0], () => new Softmax(), [3, 0]),
        ["mean"] = ([3, 0], () => new GlobalAveragePooling1D(), [0]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Model_OfEmptySamples_PredictsAndTrains(string name)
    {
        (int[] sample, Func<Layer> make, int[] result) = Makers[name];
        var model = new Sequential { new Input(sample), make() };
        Array x = Array.CreateInstance(typeof(float), [3, .. sample]), y = Array.CreateInstance(typeof(float), [3, .. result]);
        Assert.Equal([3, .. result], model.Predict(x, verbose: Verbosity.Silent).Lengths.ToArray().Select(n => (int)n));
        model.Compile("adam", "mse");
        model.TrainOnBatch(x, y);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Convolution_OfNoPixels_IsRefused(bool transposed)
    {
        Layer layer = transposed ? new Conv2DTranspose(1, 3, name: "none") : new Conv2D(1, 3, padding: Padding.Same, name: "none");
        Assert.Equal("none", Assert.Throws<ShapeMismatchException>(() => new Sequential { new Input(0, 6, 2), layer }).LayerName);
    }
}
