using Fashion.Keras.Data;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Layers;

/// <summary>Sizes that do not fit are refused where the layer is added, by name, with the numbers and the limit.</summary>
public sealed class SizeLimitTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => TooLarge.Keys.Select(k => new TheoryDataRow<string>(k));

    private static readonly Dictionary<string, Func<Model>> TooLarge = new()
    {
        ["dense"] = () => new Sequential { new Dense(50_000, inputShape: [50_000], name: "big") },
        ["flatten"] = () => new Sequential { new Flatten(inputShape: [65_536, 65_536], name: "big") },
        ["upsampling"] = () => new Sequential { new UpSampling2D(8192, inputShape: [8, 8, 2], name: "big") },
        ["upsampling bilinear"] = () =>
            new Sequential { new UpSampling2D(8192, interpolation: Interpolation.Bilinear, inputShape: [8, 8, 2], name: "big") },
        ["repeat"] = () => new Sequential { new RepeatVector(int.MaxValue, inputShape: [3], name: "big") },
        ["embedding"] = () => new Sequential { new Embedding(int.MaxValue, 2, inputShape: [3], name: "big") },
        ["padding"] = () => new Sequential { new ZeroPadding2D(int.MaxValue, inputShape: [8, 8, 1], name: "big") },
        ["padding 1d"] = () => new Sequential { new ZeroPadding1D((int.MaxValue, 3), inputShape: [8, 1], name: "big") },
        ["conv2d same"] =
            () => new Sequential { new Conv2D(1, 2, padding: Padding.Same, dilationRate: 65_536, inputShape: [8, 8, 2], name: "big") },
        ["conv2d causal"] =
            () => new Sequential { new Conv1D(1, 7, padding: Padding.Causal, dilationRate: 306_783_378, inputShape: [8, 2], name: "big") },
        ["conv1d same"] =
            () => new Sequential { new Conv1D(1, 7, padding: Padding.Same, dilationRate: 306_783_378, inputShape: [8, 2], name: "big") },
        ["conv3d"] =
            () => new Sequential { new Conv3D(1, 2, padding: Padding.Same, dilationRate: 65_536, inputShape: [8, 8, 8, 1], name: "big") },
        ["depthwise"] = () => new Sequential
            { new DepthwiseConv2D(2, padding: Padding.Same, dilationRate: 65_536, inputShape: [8, 8, 2], name: "big") },
        ["depthwise channels"] = () =>
            new Sequential { new DepthwiseConv2D(1, depthMultiplier: 1 << 30, inputShape: [8, 8, 4], name: "big") },
        ["separable"] = () => new Sequential
            { new SeparableConv2D(1, 2, padding: Padding.Same, dilationRate: 65_536, inputShape: [8, 8, 2], name: "big") },
        ["transposed"] = () => new Sequential { new Conv2DTranspose(1, 2, strides: 65_536, inputShape: [8, 8, 2], name: "big") },
        ["transposed 1d"] = () => new Sequential { new Conv1DTranspose(1, 2, strides: int.MaxValue, inputShape: [8, 2], name: "big") },
        ["transposed 3d"] = () => new Sequential { new Conv3DTranspose(1, 2, strides: 2048, inputShape: [8, 8, 8, 2], name: "big") },
        ["upsampling 3d"] = () => new Sequential { new UpSampling3D(2048, inputShape: [8, 8, 8, 2], name: "big") },
        ["padding 3d"] = () => new Sequential { new ZeroPadding3D(65_536, inputShape: [8, 8, 8, 1], name: "big") },
        ["adaptive pooling"] = () => new Sequential { new AdaptiveMaxPooling3D(2048, inputShape: [8, 8, 8, 1], name: "big") },
        ["lstm"] = () => new Sequential { new LSTM(1 << 30, inputShape: [3, 2], name: "big") },
        ["concatenate"] = () => Joined(new Concatenate(name: "big"), [1 << 16, 1 << 15]),
        ["dot"] = () => Joined(new Dot(axes: 2, name: "big"), [65_536, 1]),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Build_TooLarge_NamesTheLayerAndTheLimit(string name)
    {
        var exception = Assert.Throws<ShapeMismatchException>(() => TooLarge[name]());
        Assert.Equal("big", exception.LayerName);
        Assert.Contains("'big'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("2,147,483,", exception.Message, StringComparison.Ordinal);
        Assert.InRange(exception.Message.Length, 40, 400);
    }

    public static IEnumerable<TheoryDataRow<string>> Unused => Rules.Keys.Select(k => new TheoryDataRow<string>(k));

    private static readonly Dictionary<string, (Layer Layer, int[] Input)> Rules = new()
    {
        ["padding"] = (new ZeroPadding2D(int.MaxValue, name: "big"), [-1, 8, 8, 1]),
        ["upsampling"] = (new UpSampling1D(int.MaxValue, name: "big"), [-1, 8, 1]),
        ["upsampling 2d"] = (new UpSampling2D(1 << 30, name: "big"), [-1, 8, 8, 1]),
        ["flatten"] = (new Flatten(name: "big"), [-1, 65_536, 65_536]),
        ["reshape"] = (new Reshape([-1, 2], name: "big"), [-1, 65_536, 65_536]),
        ["convolution"] = (new Conv2D(1, 2, padding: Padding.Same, dilationRate: 65_536, name: "big"), [-1, 8, 8, 2]),
        ["transposed convolution"] = (new Conv2DTranspose(1, 2, strides: int.MaxValue, name: "big"), [-1, 8, 8, 2]),
        ["pooling"] = (new MaxPooling2D(int.MaxValue, 1, Padding.Same, name: "big"), [-1, 8, 8, 2]),
    };

    [Theory]
    [MemberData(nameof(Unused))]
    public void ComputeOutputShape_TooLarge_NamesTheLayer(string name)
    {
        (Layer layer, int[] input) = Rules[name];
        Assert.Equal("big", Assert.Throws<ShapeMismatchException>(() => layer.ComputeOutputShape(input)).LayerName);
    }

    [Fact]
    public void Build_ValidWindowBeyondTheImage_IsRefused()
    {
        var exception =
            Assert.Throws<ShapeMismatchException>(
                () => new Sequential { new Conv2D(1, 7, dilationRate: 2_147_483_646 / 7, inputShape: [8, 8, 2], name: "big") });
        Assert.Contains("does not fit into the input", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_BatchThatMakesAValueTooLarge_NamesTheLayer()
    {
        var model = new Sequential { new RepeatVector(1 << 20, inputShape: [64], name: "big"), new GlobalAveragePooling1D() };
        var exception =
            Assert.Throws<ShapeMismatchException>(() => model.Predict(new float[64, 64], batchSize: 64, verbose: Verbosity.Silent));
        Assert.Equal("big", exception.LayerName);
    }

    [Fact]
    public void Predict_ResultOfMoreElementsThanAnArrayHolds_SaysSo()
    {
        var model = new Sequential { new UpSampling2D(4096, inputShape: [2, 2, 1]) };
        var exception =
            Assert.Throws<ShapeMismatchException>(() => model.Predict(new float[64, 2, 2, 1], batchSize: 1, verbose: Verbosity.Silent));
        Assert.Contains("the result of Predict", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public void Predict_StepsThatAreNotPositive_AreRefused(int steps) =>
        Assert.Equal("steps",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => new Sequential { new Dense(1, inputShape: [2]) }.Predict(new float[3, 2], steps: steps)).ParamName);

    [Fact]
    public void ToCategorical_LargeLabel_SaysWhatItWouldTake()
    {
        Assert.Contains("1,073,741,824",
            Assert.Throws<ShapeMismatchException>(() => Utils.ToCategorical(new[] { 0, 1, (1 << 30) - 1, 5 })).Message
                .Replace("1073741824", "1,073,741,824", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.ToCategorical(new[] { 1e300 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.ToCategorical(new[] { double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.ToCategorical(new[] { 1 }, numClasses: -2));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100_000)]
    public void Threads_OutOfRange_AreRefused(int threads) =>
        Assert.Contains("0 to 1024", Assert.Throws<ArgumentOutOfRangeException>(() => new ModelOptions { Threads = threads }).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("dilation_65536.keras")]
    [InlineData("dilation_in_a_real_file.keras")]
    public void Load_DilationThatDoesNotFit_IsAModelFormatException(string file)
    {
        var exception =
            Assert.Throws<ModelFormatException>(() => Model.Load(Path.Combine(AppContext.BaseDirectory, "Saving", "HostileFiles", file)));
        Assert.Contains("2,147,483,", exception.Message, StringComparison.Ordinal);
    }

    public static IEnumerable<TheoryDataRow<string>> WrongOperations => Operations.Keys.Select(k => new TheoryDataRow<string>(k));

    private static readonly Dictionary<string, Func<SymbolicTensor, SymbolicTensor>> Operations = new()
    {
        ["pad before"] = x => Ops.Pad(x, [0, -1], [0, 0]),
        ["pad after"] = x => Ops.Pad(x, [0, 0], [0, -1]),
        ["pad too far"] = x => Ops.Pad(x, [0, int.MaxValue], [0, int.MaxValue]),
        ["slice before"] = x => Ops.Slice(x, [0, -1], [1, 2]),
        ["slice after the end"] = x => Ops.Slice(x, [0, 7], [1, -1]),
        ["slice of a wrapped size"] = x => Ops.Slice(x, [0, 2], [1, int.MaxValue]),
        ["one hot"] = x => Ops.OneHot(x, -1),
        ["broadcast"] = x => Ops.BroadcastTo(Ops.Sum(x, 1, keepDimensions: true), [1, -1]),
        ["concatenate nothing"] = x => Ops.Concatenate([]),
        ["matrix product"] = x => Ops.MatMul(Ops.BroadcastTo(Ops.Reshape(x, [6, 1]), [6, 70_000]),
            Ops.BroadcastTo(Ops.Reshape(x, [6, 1]), [6, 70_000]), transposeX: true),
    };

    [Theory]
    [MemberData(nameof(WrongOperations))]
    public void Operation_WrongSizes_IsRefused(string name)
    {
        var model = new Sequential { new Input(6), new Written(Operations[name]) };
        Assert.ThrowsAny<ArgumentException>(() => model.Predict(new float[1, 6], verbose: Verbosity.Silent));
    }

    private sealed class Written(Func<SymbolicTensor, SymbolicTensor> write) : Layer
    {
        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => write(inputs);
    }

    [Fact]
    public void Count_Axes_MultipliesTheKnownOnes()
    {
        Assert.Equal(24, Sizes.Count([2, 3, 4]));
        Assert.Equal(6, Sizes.Count([-1, 2, 3]));
        Assert.Equal(0, Sizes.Count([int.MaxValue, int.MaxValue, 0]));
        Assert.Null(Sizes.Count([int.MaxValue, int.MaxValue, int.MaxValue]));
        Assert.Equal(int.MaxValue, Sizes.Extent(2, int.MaxValue - 1));
        Assert.Equal(4_611_686_014_132_420_609 - int.MaxValue + 1, Sizes.Extent(int.MaxValue, int.MaxValue));
    }

    private static Model Joined(Layer layer, Shape sample)
    {
        SymbolicTensor input = Input.Of(sample);
        return new Model(input, layer.Apply([input, input])[0]);
    }
}
