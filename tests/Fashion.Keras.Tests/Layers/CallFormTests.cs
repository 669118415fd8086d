using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Constraints;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Tests.Support;
using Xunit;

namespace Fashion.Keras.Tests.Layers;

/// <summary>
/// Calls as Keras's users write them: texts for members of enums, one axis or several, initial states by name, all outputs at once.
/// </summary>
public sealed class CallFormTests
{
    [Fact]
    public void Texts_StandForMembersOfEnums()
    {
        Assert.Equal(Padding.Same, new Conv2D(4, 3, padding: "same").Padding);
        Assert.Equal(Padding.Valid, new Conv2D(4, 3).Padding);
        Assert.Equal(DataFormat.ChannelsFirst, new Conv2D(4, 3, dataFormat: "channels_first").DataFormat);
        Assert.Equal(Interpolation.Bilinear, new UpSampling2D(2, interpolation: "bilinear").Interpolation);
        Assert.Equal(Interpolation.Nearest, new UpSampling2D(2).Interpolation);
        Assert.Equal(Interpolation.Bilinear, new Resizing(4, 4).Interpolation);
        Assert.Equal(Interpolation.Bilinear, new RandomRotation(0.1).Interpolation);
        Assert.Equal(OutputMode.MultiHot, new CategoryEncoding(4).OutputMode);
        Assert.Equal(OutputMode.TfIdf, new TextVectorization(outputMode: "tf_idf", maxTokens: 9).OutputMode);
        Assert.Equal(FlipMode.Horizontal, new RandomFlip("horizontal").Mode);
        Assert.Equal(ScoreMode.Concat, new Attention(scoreMode: "concat").ScoreMode);
        Assert.Equal(MergeMode.Ave, new Bidirectional(new LSTM(2), mergeMode: "ave").MergeMode);
        Assert.Null(new Bidirectional(new LSTM(2), mergeMode: null).MergeMode);
        Assert.Equal(MergeMode.Concat, new Bidirectional(new LSTM(2)).MergeMode);
        Assert.Equal(FanMode.FanAvg, new VarianceScaling(mode: "fan_avg", distribution: "uniform").Mode);
        Assert.Equal(AucCurve.Pr, new AUC(curve: "PR", summationMethod: "minoring").Curve);
        Assert.Equal(Averaging.Macro, new F1Score(average: "macro").Average);
        Assert.Equal(Averaging.None, new F1Score(average: null).Average);
        Assert.Equal(ClassAggregation.UniformAverage, new R2Score().ClassAggregation);
        Assert.Equal(ClassAggregation.None, new R2Score(classAggregation: null).ClassAggregation);
        Assert.Equal(DType.Int32, new MeanIoU(2).DType);
        Assert.Equal(Reduction.SumOverBatchSize, new MeanSquaredError(reduction: "mean").Reduction);
        Assert.Equal(Reduction.None, new MeanSquaredError(reduction: "none").Reduction);
        Assert.NotNull(new EarlyStopping("val_loss", mode: "min"));
        Assert.Equal(new[] { 0, 1, 2 }, Utils.PadSequences([[1, 2]], 3, padding: "pre").ToArray());
        SymbolicTensor image = Input.Of([8, 8, 3]);
        Assert.Equal([-1, 4, 4, 2], image.Conv2D(2, 3, strides: 2, padding: "same").Shape);
        Assert.Equal([-1, 8, 8, 3], image.MaxPooling2D(2, strides: 1, padding: "SAME").Shape);
    }

    [Fact]
    public void EveryEnumArgument_TakesATextToo()
    {
        string[] left =
        [
            .. from type in typeof(Layer).Assembly.GetExportedTypes()
               where !type.IsEnum && type != typeof(VerbosityArgument) && !type.Name.StartsWith("Choice", StringComparison.Ordinal)
                   // What engines see is made by the library only.
                   && !type.IsDefined(typeof(ExperimentalAttribute), inherit: true)
               from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                   .Where(m => !m.IsSpecialName).Cast<MethodBase>().Concat(type.GetConstructors())
               from parameter in method.GetParameters()
               where parameter.ParameterType.IsEnum && type.Name is not ("ProgbarLogger" or nameof(CallbackParameters))
                   && parameter.ParameterType.Namespace!.StartsWith("Fashion", StringComparison.Ordinal)
               select $"{type.Name}.{method.Name}({parameter.Name})",
        ];
        Assert.Empty(left);
    }

    [Fact]
    public void Axis_IsOneOrSeveralOrAll()
    {
        SymbolicTensor x = new float[,,] { { { 1, 2 }, { 3, 4 } }, { { 5, 6 }, { 7, 8 } } };
        Assert.Equal([5, 7, 9, 11], Ops.Sum(x * 1.0, axis: 0).ToArray().Select((v, i) => i == 0 ? v - 1 : v - 1));
        Assert.Equal([10, 26], Ops.Sum(x, axis: [1, 2]).ToArray());
        Assert.Equal([10, 26], Ops.Sum(x, axes: [1, 2]).ToArray());
        Assert.Equal([10, 26], Ops.Sum(x, [1, 2]).ToArray());
        Assert.Equal([1, 1, 2], Ops.Max(x, axis: [0, 1], keepDimensions: true).Shape);
        Assert.Equal(4.5f, Ops.Mean(x, axis: null).ToScalar());
        Assert.Equal(8, Ops.CountNonZero(x, axis: null).ToScalar());
        Assert.Equal([2, 1, 2, 1, 2], Ops.ExpandDims(x, axis: [1, 3]).Shape);
        Assert.Equal([2, 2], Ops.Squeeze(Ops.ExpandDims(Ops.Sum(x, 0), 0), axis: 0).Shape);
        Assert.Equal([4, 3, 2, 1], Ops.Flip(new float[] { 1, 2, 3, 4 }, axis: 0).ToArray());
        Assert.Equal([3, 4, 1, 2], Ops.Flip(new float[,] { { 1, 2 }, { 3, 4 } }, axis: [0]).ToArray());
        Assert.Equal(5, Ops.Norm(new float[] { 3, 4 }, axis: 0).ToScalar());
        Assert.Equal(7, Ops.Norm(new float[] { 3, 4 }, ord: 1, axis: [0]).ToScalar());
        Assert.Equal([2, 2, 2], Ops.Softmax(x, axis: [1, 2]).Shape);
        Assert.Equal(2, Ops.Sum(Ops.Softmax(x, axis: [1, 2])).ToScalar(), 1e-5f);
        Assert.Equal(1, Ops.Sum(Ops.Softmax(x, axis: null)).ToScalar(), 1e-5f);
        Assert.Equal([2, 2, 2], Ops.LayerNormalization(x, axis: [1, 2]).Shape);
    }

    [Fact]
    public void LayersAndConstraints_TakeOneAxis()
    {
        Assert.Equal([1], new LayerNormalization(axis: 1).Axis);
        Assert.Equal([1], new LayerNormalization(axis: [1]).Axis);
        Assert.Equal([1], new RMSNormalization(axis: 1).Axis);
        Assert.Equal([1], new UnitNormalization(axis: 1).Axis);
        Assert.Equal([1], new Softmax(axis: 1).Axis);
        Assert.Equal([-1], new Softmax().Axis);
        Assert.Equal([1], new Normalization(axis: 1).Axis);
        Assert.Equal([1], new MaxNorm(2, axis: 1).Axis);
        Assert.Equal([1], new UnitNorm(axis: 1).Axis);
        Assert.Equal([1], new MinMaxNorm(0, 1, 1, axis: 1).Axis);
        Assert.Equal(2, new MaxNorm(2).MaxValue);
        Assert.Equal([-1, 3, 2], Input.Of([3, 2]).Softmax(axis: 1).Shape);
    }

    [Fact]
    public void Sizes_ThatVary_AreNull()
    {
        Assert.Equal([-1, -1, 6], Input.Of([null, 6]).Shape);
        Assert.Equal([-1, 6], new Input([null, 6]).InputShape);
        Assert.Equal([-1, 5, 6], Input.Of([5, 6]).Shape);
    }

    [Fact]
    public void RecurrentLayers_TakeInitialStatesByName_AndGiveAllOutputsAtOnce()
    {
        SymbolicTensor x = Input.Of([4, 3]), h0 = Input.Of([2]), c0 = Input.Of([2]);
        var layer = new LSTM(2, returnState: true);
        var (byName, h, c) = layer.Apply(x, initialState: [h0, c0]);
        var (listed, _, _) = layer.Apply([x, h0, c0]);
        var model = new Model(new[] { x, h0, c0 }, new[] { byName, listed, h, c });
        float[,,] sequence = new float[1, 4, 3];
        sequence[0, 2, 1] = 1;
        var given = model.Call([Values(sequence), Values(new float[,] { { 1, 2 } }), Values(new float[,] { { 3, 4 } })]);
        Assert.Equal(given[1].ToArray(), given[0].ToArray());
        Assert.NotEqual(given[2].ToArray(), given[3].ToArray());

        var (output, lastH, lastC) = new LSTM(2, returnState: true).Apply(x);
        Assert.Equal([-1, 2], output.Shape);
        Assert.NotSame(lastH, lastC);
        var (first, state) = x.GRU(2, returnSequences: true, returnState: true);
        Assert.Equal([-1, 4, 2], first.Shape);
        Assert.Equal([-1, 2], state.Shape);
        var (all, fh, fc, bh, bc) = new Bidirectional(new LSTM(2, returnState: true)).Apply(x);
        Assert.Equal([-1, 4], all.Shape);
        Assert.Equal(4, new HashSet<SymbolicTensor> { fh, fc, bh, bc }.Count);
        var (values, valueH, valueC) = layer.Apply((SymbolicTensor)sequence);
        Assert.Equal(values.ToArray(), valueH.ToArray());
        Assert.NotEqual(valueH.ToArray(), valueC.ToArray());
    }

    [Fact]
    public void TensorsOfOneOutput_AreNotTakenApart()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() =>
        {
            var (_, _) = Input.Of([4, 3]).Dense(2);
        });
        Assert.Contains("one", error.Message.Replace("1 output", "one output", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_AreTuples()
    {
        Assert.Equal([-1, 28, 28, 1], Input.Of((28, 28, 1)).Shape);
        Assert.Equal([1, 2, 2, 1], Ops.MaxPool(Ops.Zeros((1, 4, 4, 1)), (2, 2), strides: (2, 2)).Shape);
        Assert.Equal([5], Ops.Reshape(Ops.Zeros((1, 5)), [5]).Shape);
        Assert.Equal([3], new Input(3).InputShape);
        Assert.Equal([5, 3], new Input(5, 3).InputShape);
    }

    [Fact]
    public void Padding_IsPairsOrANumber()
    {
        SymbolicTensor x = new float[,] { { 1, 2 } };
        Assert.Equal([9, 9, 9, 1, 2, 9], Ops.Pad(x, [(1, 0), (0, 1)], constantValues: 9).ToArray());
        Assert.Equal([3, 4], Ops.Pad(x, 1).Shape);
        Assert.Equal([2, 1, 2, 1], Ops.Pad(x, [(0, 0), (1, 1)], mode: "reflect").ToArray());
        Assert.Throws<ShapeMismatchException>(() => Ops.Pad(x, [(1, 0), (0, 1), (1, 1)]));
    }

    [Fact]
    public void Metrics_TakeOneThreshold()
    {
        Assert.Equal([0.3], new Precision(thresholds: 0.3, topK: null, classId: 1).Thresholds);
        Assert.Equal([0.3], new Recall(0.3).Thresholds);
        Assert.Equal([0.3], new TruePositives(0.3).Thresholds);
        Assert.Equal([0.3], new TrueNegatives(0.3).Thresholds);
        Assert.Equal([0.3], new FalsePositives(0.3).Thresholds);
        Assert.Equal([0.3], new FalseNegatives(thresholds: 0.3, name: "missed").Thresholds);
    }

    [Fact]
    public void LayersInitializersAndVariables_WorkAlone()
    {
        var dense = new Dense(2, kernelInitializer: "ones");
        dense.Build([-1, 3]);
        Assert.Equal([3, 2], dense.Weights[0].Shape);
        Assert.Equal([2, 2, 2], new Constant(2).Call([3]).ToArray());
        var variable = new Variable((Initializer)"ones", (1, 2), name: "v");
        variable.AssignAdd(new float[,] { { 1, 2 } });
        variable.AssignSub(0.5);
        Assert.Equal([1.5f, 2.5f], variable.ToArray());
        Assert.Equal([1], ((SymbolicTensor)new Normalization(mean: 3, variance: 4).Call(new float[,] { { 5 } })).ToArray());
        Assert.Equal([-1], new Normalization(mean: 3, variance: 4).Axis);
        foreach (Normalization layer in (Normalization[])[new(axis: -1, mean: 3, variance: 4), new(axis: null, mean: 3, variance: 4),
            new(axis: [1], mean: [3, 5], variance: [4, 9]), new(1, 3, 4, invert: true)])
            Assert.Equal(layer.Invert ? [13] : [1], ((SymbolicTensor)layer.Call(new float[,] { { 5, 8 } }))[.., ..1].ToArray());
        Assert.Empty(new Normalization(axis: null, mean: 3, variance: 4).Axis);
        Assert.Equal(2.0, (double)new Huber(delta: 2).GetConfig()["delta"]!);
        Assert.Equal(4, (int)new AUC(numThresholds: 4).GetConfig()["num_thresholds"]!);
        Assert.Equal([0.5f, 1, 2, 3], Utils.PadSequences(new[] { new[] { 1f }, [2f, 3f] }, value: 0.5f).ToArray());
    }

    [Fact]
    public void Callbacks_TakeKerassVerbose()
    {
        var output = new StringWriter();
        var model = new Sequential { new Input(3), new Dense(1) }.Seeded(1);
        model.Options = model.Options with { Output = output };
        model.Compile("sgd", "mse");
        model.Fit(new float[4, 3], new float[4, 1], verbose: 0,
            callbacks: [new LearningRateScheduler((_, rate) => rate, verbose: 1), new EarlyStopping("loss", verbose: 0),
                new ReduceLROnPlateau("loss", verbose: false)]);
        Assert.Contains("LearningRateScheduler setting", output.ToString(), StringComparison.Ordinal);
        output.GetStringBuilder().Clear();
        model.Fit(new float[4, 3], new float[4, 1], verbose: 0, callbacks: [new LearningRateScheduler(_ => 0.1)]);
        Assert.Equal("", output.ToString());
    }

    private static System.Numerics.Tensors.Tensor<float> Values(SymbolicTensor x) => x.ToTensor();
}
