using System.Text.Json.Nodes;
using Fashion.Keras.Activations;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Mistakes: the message says which layer, what was given and what would be right.</summary>
public class LayerErrorTests
{
    [Fact]
    public void Conv2D_ImageWithoutChannels_NamesLayerShapeAndHelp()
    {
        var e = Assert.Throws<ShapeMismatchException>(() => Input.Of([28, 28]).Then(new Conv2D(4, 3, name: "first")));
        Assert.Equal("first", e.LayerName);
        Assert.Contains("'first'", e.Message);
        Assert.Contains("(None, 28, 28)", e.Message);
        Assert.Contains("(28, 28, 1)", e.Message);
    }

    [Fact]
    public void Conv2D_KernelLargerThanImage_NamesBoth()
    {
        var e = Assert.Throws<ShapeMismatchException>(() => Input.Of([4, 4, 1]).Conv2D(4, 5, name: "wide"));
        Assert.Contains("'wide'", e.Message);
        Assert.Contains("(5, 5)", e.Message);
        Assert.Contains("(None, 4, 4, 1)", e.Message);
    }

    [Fact]
    public void MaxPooling2D_WindowLargerThanImage_NamesBoth()
    {
        var e = Assert.Throws<ShapeMismatchException>(() => Input.Of([3, 3, 1]).MaxPooling2D(4));
        Assert.Contains("(4, 4)", e.Message);
        Assert.Contains("(None, 3, 3, 1)", e.Message);
    }

    public static TheoryData<Layer, int[], string> WrongVolumes => new()
    {
        { new MaxPooling3D(4), [3, 9, 9, 1], "(4, 4, 4)" },
        { new GlobalMaxPooling3D(), [3, 9, 9], "Add a channel axis" },
        { new GlobalAveragePooling3D(DataFormat.ChannelsFirst), [9, 1], "(batch, channels, depth, height, width)" },
        { new Cropping3D(2), [9, 4, 9, 1], "leaves nothing" },
        { new ZeroPadding3D(), [4, 4, 1], "(batch, depth, height, width, channels)" },
        { new UpSampling3D(), [4, 4], "5 axes" },
        { new AdaptiveMaxPooling3D(2), [4, 0, 4, 1], "without cells" },
        { new AdaptiveAveragePooling2D(2), [4, 4], "(batch, height, width, channels)" },
        { new Conv3DTranspose(2, 3), [4, 4, 1], "5 axes" },
        { new LocallyConnected1D(2, 3), [-1, 3], "known" },
        { new LocallyConnected1D(2, 7), [5, 3], "does not fit" },
        { new LocallyConnected2D(2, 3, implementation: 2), [400, 400, 3], "numbers" },
    };

    [Theory, MemberData(nameof(WrongVolumes), DisableDiscoveryEnumeration = true)]
    public void Apply_WrongVolume_NamesLayerAndShape(Layer layer, int[] sample, string mention)
    {
        var e = Assert.Throws<ShapeMismatchException>(() => layer.Apply(Input.Of(sample)));
        Assert.Equal(layer.Name, e.LayerName);
        Assert.Contains(mention, e.Message);
        Assert.Contains(layer.ClassName, e.Message);
    }

    public static TheoryData<Layer, int[], int[]> UnknownSizes => new()
    {
        { new MaxPooling3D(2), [-1, -1, 6, -1, 3], [-1, -1, 3, -1, 3] },
        { new AveragePooling3D(3, 2, Padding.Same, DataFormat.ChannelsFirst), [2, 3, -1, 6, 5], [2, 3, -1, 3, 3] },
        { new GlobalMaxPooling3D(keepDims: true), [-1, -1, -1, -1, 3], [-1, 1, 1, 1, 3] },
        { new AdaptiveMaxPooling2D((3, 4)), [-1, -1, -1, 2], [-1, 3, 4, 2] },
        { new AdaptiveAveragePooling1D(5, DataFormat.ChannelsFirst), [-1, 2, -1], [-1, 2, 5] },
        { new ZeroPadding3D((1, 2, 3)), [-1, -1, 4, -1, 1], [-1, -1, 8, -1, 1] },
        { new Cropping3D(1, DataFormat.ChannelsFirst), [-1, 1, -1, 4, 5], [-1, 1, -1, 2, 3] },
        { new UpSampling3D((2, 3, 4)), [-1, -1, 5, -1, 1], [-1, -1, 15, -1, 1] },
        { new Conv3DTranspose(2, 3, 2, Padding.Same), [-1, -1, 5, -1, 1], [-1, -1, 10, -1, 2] },
    };

    [Theory, MemberData(nameof(UnknownSizes), DisableDiscoveryEnumeration = true)]
    public void ComputeOutputShape_UnknownSizes_StayUnknown(Layer layer, int[] input, int[] output) =>
        Assert.Equal(Shape.Create(output), layer.ComputeOutputShape(Shape.Create(input)));

    public static TheoryData<string, Action> BadArguments => new()
    {
        { "1.5", () => _ = new Dropout(1.5) },
        { "-0.1", () => _ = new SpatialDropout2D(-0.1) },
        { "units", () => _ = new Dense(0) },
        { "filters", () => _ = new Conv2D(0, 3) },
        { "groups", () => _ = new Conv2D(4, 3, groups: 3) },
        { "kernelSize", () => _ = new Conv2D(4, (3, 0)) },
        { "dilationRate", () => _ = new Conv2D(4, 3, strides: 2, dilationRate: 2) },
        { "Padding.Causal", () => _ = new Conv2D(4, 3, padding: Padding.Causal) },
        { "outputPadding", () => _ = new Conv2DTranspose(4, 3, strides: 2, outputPadding: 2) },
        { "poolSize", () => _ = new MaxPooling2D(0) },
        { "theta", () => _ = new ThresholdedReLU(-1) },
        { "implementation", () => _ = new LocallyConnected1D(2, 3, implementation: 4) },
        { "Padding.Same needs", () => _ = new LocallyConnected2D(2, 3, padding: Padding.Same) },
        { "kernelSize", () => _ = new LocallyConnected2D(2, (0, 1)) },
        { "-0.1", () => _ = new ActivityRegularization(l2: -0.1) },
        { "poolSize", () => _ = new AveragePooling3D((2, 0, 1)) },
        { "outputSize", () => _ = new AdaptiveMaxPooling2D((3, 0)) },
        { "AdaptiveAveragePooling1D", () => _ = new AdaptiveAveragePooling1D(-1) },
        { "size", () => _ = new UpSampling3D((1, 0, 1)) },
        { "Cropping3D", () => _ = new Cropping3D((0, -1, 0)) },
        { "strides (2, 3, 1)", () => _ = new Conv3DTranspose(4, 3, strides: (2, 3, 1), outputPadding: (1, 3, 0)) },
        { "Padding.Causal", () => _ = new MaxPooling3D(2, padding: Padding.Causal) },
        { "momentum", () => _ = new BatchNormalization(momentum: 1.1) },
        { "(2, 2)", () => _ = new Permute([2, 2]) },
        { "-1", () => _ = new Reshape([-1, -1]) },
        { "relu", () => _ = new Dense(3, activation: "rellu") },
        { "he_normal", () => _ = new Dense(3, kernelInitializer: "he_norma") },
        { "l2", () => _ = new Dense(3, kernelRegularizer: "l3") },
        { "non_neg", () => _ = new Dense(3, kernelConstraint: "non_negg") },
        { "together", () => _ = new Normalization(mean: [1]) },
    };

    [Theory, MemberData(nameof(BadArguments), DisableDiscoveryEnumeration = true)]
    public void Constructor_BadArgument_IsNamed(string mention, Action make) =>
        Assert.Contains(mention, Assert.ThrowsAny<ArgumentException>(make).Message);

    [Fact]
    public void Reshape_OtherElementCount_NamesBothCounts()
    {
        var e = Assert.Throws<ShapeMismatchException>(() => Input.Of([28, 28]).Reshape([28, 27]));
        Assert.Contains("784", e.Message);
        Assert.Contains("(28, 27)", e.Message);
    }

    [Fact]
    public void Add_ShapesThatDoNotFit_NamesBoth()
    {
        var e = Assert.Throws<ShapeMismatchException>(() => Merge.Add(Input.Of([3]), Input.Of([4])));
        Assert.Contains("(None, 3)", e.Message);
        Assert.Contains("(None, 4)", e.Message);
    }

    [Theory]
    [InlineData("Lambda", "{}", "never run")]
    [InlineData("CuDNNLSTM", "{}", "unknown class")]
    [InlineData("Bidirectional", "{}", "'layer' should be a recurrent layer")]
    [InlineData("Bidirectional", """{"layer": {"class_name": "Dense", "config": {"units": 2}}}""", "'layer' should be a recurrent layer")]
    [InlineData("Bidirectional", """{"layer": {"class_name": "LSTM", "config": {"units": 2}}, "merge_mode": "max"}""",
        "'concat', 'sum', 'mul', 'ave' or null")]
    [InlineData("Bidirectional", """{"layer": {"class_name": "LSTM", "config": {"units": 2, "go_backwards": true}}}""", "goBackwards")]
    [InlineData("Bidirectional",
        """{"layer": {"class_name": "LSTM", "config": {"units": 2}}, "backward_layer": {"class_name": "LSTM", "config": {"units": 2, "go_backwards": true, "return_sequences": true}}}""", "returnSequences")]
    [InlineData("Bidirectional", """{"layer": {"class_name": "LSTM", "config": {"units": 2}}, "num_constants": 1}""", "num_constants")]
    [InlineData("TimeDistributed", "{}", "'layer' should be a layer")]
    [InlineData("TimeDistributed", """{"layer": {"class_name": "Dense", "config": {"units": 0}}}""", "units")]
    [InlineData("TimeDistributed", """{"layer": {"class_name": "InputLayer", "config": {"batch_shape": [null, 3]}}}""", "input")]
    [InlineData("Dense", """{"units": 4, "dtype": "complex64"}""", "float32")]
    [InlineData("Dense", """{"units": "four"}""", "units")]
    [InlineData("Dense", """{"units": 4, "activation": "rellu"}""", "rellu")]
    [InlineData("Dense", """{"units": 4, "kernel_initializer": {"class_name": "Evil", "config": {}}}""", "Evil")]
    [InlineData("Conv2D", """{"filters": 4, "kernel_size": 3, "padding": "reflect"}""", "reflect")]
    [InlineData("Dropout", """{"rate": 1.5}""", "1.5")]
    [InlineData("BatchNormalization", """{"renorm": true, "renorm_clipping": {"rmax": 1, "rmin": 2}}""", "rMin")]
    [InlineData("UpSampling2D", """{"interpolation": "area"}""", "area")]
    [InlineData("RandomZoom", """{"height_factor": 0.1, "interpolation": "lanczos5"}""", "'lanczos5'")]
    [InlineData("Resizing", """{"height": 3, "width": 3, "interpolation": "gaussian"}""", "gaussian")]
    [InlineData("Resizing", """{"height": 3, "width": 3, "fill_mode": "reflect"}""", "'reflect'")]
    [InlineData("RandomBrightness", """{"factor": 0.1, "value_range": [1]}""", "value_range")]
    public void From_UnknownOrUnsupported_SaysWhat(string className, string config, string mention)
    {
        var nested =
            NestedConfig.From(new JsonObject { ["class_name"] = className, ["config"] = JsonNode.Parse(config) }, "model.layers[0]");
        var e = Assert.Throws<ModelFormatException>(() => LayerTable.From(nested));
        Assert.Contains(mention, e.Message);
        Assert.Contains("model.layers[0]", e.Message);
    }

    [Fact]
    public void WriteConfig_GeluApproximate_SaysThatKerasFilesCannotHoldIt() =>
        Assert.Contains("gelu",
            Assert.Throws<NotSupportedException>(
                () => new Dense(3, activation: new Gelu(approximate: true)).WriteConfig(new ConfigWriter())).Message);
}
