using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Prediction;

/// <summary>Batch normalization becomes part of the layer before it, and of nothing else.</summary>
public sealed class AffineFoldTests
{
    private static readonly Dictionary<string, (Shape Sample, Func<SymbolicTensor, SymbolicTensor> Layers, string Steps)> Folded = new()
    {
        ["dense"] = ([7], x => x.Dense(5).BatchNormalization(), "matmul add"),
        ["dense without bias"] = ([7], x => x.Dense(5, useBias: false).BatchNormalization().Activation("relu"), "matmul add relu"),
        ["dense, no scale"] = ([7], x => x.Dense(5).BatchNormalization(scale: false), "matmul add"),
        ["dense, no center"] = ([7], x => x.Dense(5).BatchNormalization(center: false), "matmul add"),
        ["dense, neither"] = ([7], x => x.Dense(5, useBias: false).BatchNormalization(scale: false, center: false), "matmul add"),
        ["dense over steps"] = ([4, 7], x => x.Dense(5).BatchNormalization(), "matmul add"),
        ["dense, twice"] = ([7], x => x.Dense(5).BatchNormalization().BatchNormalization(), "matmul add"),
        ["dense, dropped in training"] = ([7], x => x.Dense(5).Dropout(0.5).BatchNormalization().GaussianNoise(0.1), "matmul add"),
        ["dense, one unit"] = ([7], x => x.Dense(1).BatchNormalization(), "matmul add"),
        ["dense, rescaled"] = ([7], x => x.Dense(5).Rescaling(0.5, 2), "matmul add"),
        ["dense, subtracted and divided"] =
            ([7], x => x.Dense(5).Normalization([-1], [1, -2, 3, 0.5, 0], [4, 1, 0.25, 9, 2]), "matmul add"),
        ["conv1d"] = ([9, 3], x => x.Conv1D(5, 3).BatchNormalization(), "conv2d add"),
        ["conv1d, causal, dilated"] = ([9, 3], x => x.Conv1D(5, 3, padding: Padding.Causal, dilationRate: 2).BatchNormalization(),
            "conv2d add"),
        ["conv1d, channels first"] =
            ([3, 9], x => x.Conv1D(5, 3, dataFormat: DataFormat.ChannelsFirst).BatchNormalization(axis: 1),
                "transpose conv2d add transpose"),
        ["conv2d"] = ([8, 7, 3], x => x.Conv2D(5, 3).BatchNormalization(), "conv2d add"),
        ["conv2d, same, strides"] =
            ([8, 7, 3], x => x.Conv2D(5, (3, 2), 2, padding: Padding.Same, useBias: false).BatchNormalization(), "conv2d add"),
        ["conv2d of 16 channels"] = ([8, 7, 16], x => x.Conv2D(32, 3, padding: Padding.Same).BatchNormalization(), "conv2d add"),
        ["conv2d, groups"] = ([8, 7, 4], x => x.Conv2D(6, 3, groups: 2).BatchNormalization(), "conv2d add"),
        ["conv2d, channels first"] =
            ([3, 8, 7], x => x.Conv2D(5, 3, dataFormat: DataFormat.ChannelsFirst).BatchNormalization(axis: 1),
                "transpose conv2d add transpose"),
        ["conv2d, channels first, one filter"] =
            ([3, 8, 7], x => x.Conv2D(1, 3, dataFormat: DataFormat.ChannelsFirst).BatchNormalization(axis: 1),
                "transpose conv2d add transpose"),
        ["conv2d, flattened"] = ([4, 4, 3], x => x.Conv2D(5, 4).Flatten().BatchNormalization(), "conv2d add"),
        ["conv3d"] = ([4, 5, 6, 2], x => x.Conv3D(3, 2).BatchNormalization(), "slice conv2d slice conv2d add add"),
        ["conv3d, same, strides"] = ([4, 5, 6, 2], x => x.Conv3D(3, 3, 2, padding: Padding.Same, useBias: false).BatchNormalization(), ""),
        ["depthwise 1d"] = ([9, 3], x => x.DepthwiseConv1D(3, depthMultiplier: 2).BatchNormalization(), "conv2d add"),
        ["depthwise"] = ([8, 7, 3], x => x.DepthwiseConv2D(3, 2, padding: Padding.Same).BatchNormalization(), "conv2d add"),
        ["depthwise, multiplied"] =
            ([8, 7, 3], x => x.DepthwiseConv2D(3, depthMultiplier: 2, useBias: false).BatchNormalization(), "conv2d add"),
        ["separable 1d"] = ([9, 3], x => x.SeparableConv1D(5, 3).BatchNormalization(), "conv2d conv2d add"),
        ["separable"] = ([8, 7, 3], x => x.SeparableConv2D(5, 3, padding: Padding.Same).BatchNormalization(), "conv2d conv2d add"),
        ["transposed 1d"] =
            ([6, 3], x => x.Conv1DTranspose(5, 3, 2, padding: Padding.Same).BatchNormalization(), "conv2d_backward_input add"),
        ["transposed"] = ([5, 4, 3], x => x.Conv2DTranspose(5, 3, 2).BatchNormalization(), "conv2d_backward_input add"),
        ["transposed, same"] =
            ([5, 4, 3], x => x.Conv2DTranspose(5, 3, 2, padding: Padding.Same, useBias: false).BatchNormalization().Activation("relu"),
                "conv2d_backward_input add relu"),
        ["transposed, channels first"] =
            ([3, 5, 4], x => x.Conv2DTranspose(5, 3, dataFormat: DataFormat.ChannelsFirst).BatchNormalization(axis: 1),
                "transpose conv2d_backward_input add transpose"),
        ["a model inside"] = ([8, 7, 3], x => Inner().Apply(x.Conv2D(4, 3)), "conv2d add conv2d add"),
    };

    private static readonly Dictionary<string, (Shape Sample, Func<SymbolicTensor, SymbolicTensor> Layers)> Kept = new()
    {
        ["an activation between"] = ([7], x => x.Dense(5, "relu").BatchNormalization()),
        ["two readers"] = ([7], x => x.Dense(5) is var y ? y + y.BatchNormalization() : y),
        ["another axis"] = ([6, 5, 3], x => x.Conv2D(4, 2).BatchNormalization(axis: 1)),
        ["before a convolution with a border"] = ([6, 5, 3], x => x.BatchNormalization().Conv2D(4, 3, padding: Padding.Same)),
        ["pooling between"] = ([8, 8, 3], x => x.Conv2D(4, 3).MaxPooling2D(2).BatchNormalization()),
        ["subtracted from a number"] = ([7], x => (2 - x.Dense(5)).BatchNormalization()),
        ["flattened channels"] = ([6, 5, 3], x => x.Conv2D(4, 2).Flatten().BatchNormalization()),
    };

    public static IEnumerable<TheoryDataRow<string>> FoldedNames => Folded.Keys.Select(name => new TheoryDataRow<string>(name));

    public static IEnumerable<TheoryDataRow<string>> KeptNames => Kept.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(FoldedNames))]
    public void Predictor_NormalizationAfterALayerWithWeights_IsPartOfTheWeights(string name)
    {
        (Shape sample, Func<SymbolicTensor, SymbolicTensor> layers, string operations) = Folded[name];
        Model model = Of(sample, layers);

        string got = string.Join(' ', PredictorCase.Operations(model));
        Assert.DoesNotContain("multiply", got, StringComparison.Ordinal);
        Assert.DoesNotContain("rsqrt", got, StringComparison.Ordinal);
        if (operations.Length > 0) Assert.Equal(operations, got);
        PredictorCase.AssertEqual(model, 3, name);
        PredictorCase.AssertEqual(model, 1, name);
    }

    [Theory]
    [MemberData(nameof(KeptNames))]
    public void Predictor_NormalizationOfSomethingElse_StaysAsItIs(string name)
    {
        (Shape sample, Func<SymbolicTensor, SymbolicTensor> layers) = Kept[name];
        Model model = Of(sample, layers);

        string[] operations = PredictorCase.Operations(model);
        Assert.Contains("multiply", operations);
        // What follows from weights alone is computed once all the same.
        Assert.DoesNotContain("rsqrt", operations);
        PredictorCase.AssertEqual(model, 3, name);
    }

    [Fact]
    public void Predictor_ValueThatIsAnOutput_StaysAsItIs()
    {
        SymbolicTensor x = Input.Of([7]), y = x.Dense(5);
        Model model = new Model(x, [y, y.BatchNormalization()]).Drawn();
        float[,] data = new float[2, 7];
        data[0, 3] = 1;
        using Predictor predictor = model.ToPredictor();

        Assert.Contains("multiply", PredictorCase.Operations(model));
        foreach ((var want, var got) in model.PredictAll(data).Zip(predictor.PredictAll(data)))
            Support.AssertClose.Equal([.. want.Select(v => (double)v)], [.. got], 1e-5, 1e-5, "outputs");
    }

    [Fact]
    public void Predictor_SumOfProducts_TakesTheFactorInAllOfThem()
    {
        SymbolicTensor x = Input.Of([8, 7, 3]);
        Model model = new Model(x, (x.Conv2D(4, 3, useBias: false) + x.Conv2D(4, 3, useBias: false)).BatchNormalization()).Drawn();

        Assert.DoesNotContain("multiply", PredictorCase.Operations(model));
        PredictorCase.AssertEqual(model, 2, "sum");
    }

    [Fact]
    public void Predictor_FactorsThatAreNotFinite_StayWhereTheyAre()
    {
        Model model = Of([3], x => x.Dense(2).BatchNormalization(epsilon: 0));
        model.Weights.Single(w => w.Name == "moving_variance").Set([0, 1]);

        Assert.Contains("multiply", PredictorCase.Operations(model));
    }

    private static Model Inner()
    {
        SymbolicTensor x = Input.Of([6, 5, 4]);
        return new Model(x, x.BatchNormalization().Conv2D(3, 2).BatchNormalization());
    }

    private static Model Of(Shape sample, Func<SymbolicTensor, SymbolicTensor> layers)
    {
        SymbolicTensor x = Input.Of(sample);
        return new Model(x, layers(x)).Drawn();
    }
}
