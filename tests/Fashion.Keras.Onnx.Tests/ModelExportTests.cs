using Fashion.Keras.Layers;

namespace Fashion.Keras.Onnx.Tests;

/// <summary>Whole models as ONNX files: several inputs and outputs, shared and nested parts, masks, free axes, orders of axes.</summary>
public class ModelExportTests
{
    private static OnnxRun.Numbers Random(params int[] shape)
    {
        var random = new Random(shape.Aggregate(17, (hash, size) => hash * 31 + size));
        return new(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => random.NextSingle() * 2 - 1)]);
    }

    private static OnnxRun.Numbers Whole(int below, params int[] shape)
    {
        var random = new Random(3);
        return new(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (float)random.Next(below))]);
    }

    // Every batch, against the model's own prediction.
    private static string[] Check(Model model, Func<int, OnnxRun.Numbers[]> inputs, double tolerance = 1e-5, OnnxOptions? options = null,
        int[]? batches = null)
    {
        model.Seeded(3);
        byte[] file = model.ToOnnx(options);
        string[] names = [];
        foreach (int rows in batches ?? [1, 2, 7]) ExportCheck.Same(ExportCheck.Predicted(model, inputs(rows)),
            OnnxRun.Of(file, out names, inputs(rows)), tolerance, $"{rows} rows");
        return names;
    }

    private static string[] Operations(byte[] file) => [.. Protocol.ModelProto.Parser.ParseFrom(file).Graph.Node.Select(n => n.OpType)];

    private static Sequential Network() => new()
    {
        new Input(12, 10, 3), new Conv2D(4, 3, activation: "relu", padding: Padding.Same), new BatchNormalization(), new MaxPooling2D(2),
            new DepthwiseConv2D(3), new SeparableConv2D(5, 3, padding: Padding.Same, activation: "swish"),
        new ZeroPadding2D(1), new Cropping2D(1), new AveragePooling2D(2, padding: Padding.Same), new Dropout(0.5), new Flatten(),
            new Dense(4, activation: "softmax"),
    };

    [Fact]
    public void ToOnnx_ConvolutionalNetwork_StaysChannelsFirstInside()
    {
        Check(Network(), rows => [Random(rows, 12, 10, 3)]);
        // One transposition of the images at the entry, and one before they become rows.
        Assert.Equal(2, Operations(Network().ToOnnx()).Count(op => op == "Transpose"));
        Assert.Equal(1, Operations(Network().ToOnnx(new OnnxOptions { Layout = ImageLayout.ChannelsFirst })).Count(op =>
            op == "Transpose"));
    }

    [Fact]
    public void ToOnnx_ChannelsFirst_TakesAndGivesImagesSo()
    {
        var model = new Sequential { new Input(6, 5, 2), new Conv2D(3, 3, padding: Padding.Same), new UpSampling2D(2) }.Seeded(1);
        OnnxRun.Numbers x = Random(2, 6, 5, 2), turned = new([2, 2, 6, 5], Export.Transposition.Of(x.Values, x.Shape, [0, 3, 1, 2]));
        OnnxRun.Numbers want = ExportCheck.Predicted(model, x)[0];
        byte[] file = model.ToOnnx(new OnnxOptions { Layout = ImageLayout.ChannelsFirst });
        ExportCheck.Same([new([2, 3, 12, 10], Export.Transposition.Of(want.Values, want.Shape, [0, 3, 1, 2]))], OnnxRun.Of(file, turned),
            1e-5, "channels first");
        Assert.DoesNotContain("Transpose", Operations(new Sequential { new Input(6, 5, 2), new Conv2D(3, 3, padding: Padding.Same),
            new BatchNormalization(), new ReLU(), new MaxPooling2D(), new GlobalAveragePooling2D(),
            new Dense(3) }.ToOnnx(new OnnxOptions { Layout = ImageLayout.ChannelsFirst })));
    }

    [Fact]
    public void ToOnnx_ModelWithChannelsFirst_ComputesTheSame()
    {
        var model = new Sequential { new Input(3, 8, 8), new Conv2D(4, 3, dataFormat: DataFormat.ChannelsFirst),
            new MaxPooling2D(2, dataFormat: DataFormat.ChannelsFirst), new BatchNormalization(axis: 1) };
        Check(model, rows => [Random(rows, 3, 8, 8)]);
        Assert.DoesNotContain("Transpose", Operations(model.ToOnnx()));
    }

    [Fact]
    public void ToOnnx_SeveralInputsAndOutputs_KeepTheirNames()
    {
        SymbolicTensor a = Input.Of([4], name: "left"), b = Input.Of([3], name: "right");
        var shared = new Dense(5, activation: "tanh", name: "both");
        SymbolicTensor joined = new Concatenate().Apply([shared.Apply(a.Dense(6)), shared.Apply(b.Dense(6))]);
        var model = new Model(inputs: ModelTensors.Create([a, b]),
            outputs: ModelTensors.Create([joined.Dense(2, name: "first"), joined.Dense(3, activation: "softmax", name: "second"), joined]));
        string[] names = Check(model, rows => [Random(rows, 4), Random(rows, 3)]);
        Assert.Equal(["first", "second"], names[..2]);
        Protocol.GraphProto graph = Protocol.ModelProto.Parser.ParseFrom(model.ToOnnx()).Graph;
        Assert.Equal(["left", "right"], graph.Input.Select(i => i.Name));
        Assert.Equal("batch", graph.Input[0].Type.TensorType.Shape.Dim[0].DimParam);
        Assert.Contains(graph.Initializer, i => i.Name.EndsWith("both/kernel", StringComparison.Ordinal));
        Assert.Single(graph.Initializer, i => i.Name.Contains("both/kernel", StringComparison.Ordinal));
    }

    [Fact]
    public void ToOnnx_OutputThatIsAnInputOrTwice_ComputesTheSame()
    {
        SymbolicTensor x = Input.Of([4], name: "x"), y = x.Dense(3, name: "y");
        Check(new Model(inputs: x, outputs: ModelTensors.Create([x, y, y, y.Activation("relu")])), rows => [Random(rows, 4)]);
    }

    [Fact]
    public void ToOnnx_NestedModelUsedTwice_ComputesTheSame()
    {
        var inner = new Sequential { new Input(8, 8, 1), new Conv2D(2, 3, activation: "relu"), new Flatten(), new Dense(4) };
        SymbolicTensor a = Input.Of([8, 8, 1], name: "a"), b = Input.Of([8, 8, 1], name: "b");
        Check(new Model(inputs: ModelTensors.Create([a, b]),
            outputs: Ops.Abs(inner.Apply(a) - inner.Apply(b)).Dense(1, activation: "sigmoid")), rows =>
            [Random(rows, 8, 8, 1), ExportCheck.WithRows(Random(3, 8, 8, 1), rows)]);
    }

    [Fact]
    public void ToOnnx_RecurrentLayer_HoldsItsWeightsOnce()
    {
        Protocol.GraphProto graph = Protocol.ModelProto.Parser.ParseFrom(new Sequential { new Input(5, 3), new LSTM(4) }.ToOnnx()).Graph;
        Assert.DoesNotContain(graph.Node, node => node.OpType == "MatMul");
        Assert.Equal((3 + 4 + 2) * 16, graph.Initializer.Where(array => array.DataType == 1).Sum(array => array.RawData.Length / 4));
    }

    [Theory, InlineData("lstm"), InlineData("gru"), InlineData("simple"), InlineData("gru_before"), InlineData("relu"), InlineData("both")]
    public void ToOnnx_MaskedSequencesOfWords_ComputeTheSame(string kind)
    {
        Layer Recurrent(bool sequences) => kind switch
        {
            "lstm" => new LSTM(3, returnSequences: sequences, recurrentActivation: "hard_sigmoid"),
            "gru" => new GRU(3, returnSequences: sequences),
            "gru_before" => new GRU(3, returnSequences: sequences, resetAfter: false),
            "simple" => new SimpleRNN(3, returnSequences: sequences, activation: "linear"),
            "relu" => new LSTM(3, returnSequences: sequences, activation: "relu", goBackwards: true),
            _ => new Bidirectional(new LSTM(3, returnSequences: sequences)),
        };
        foreach (bool masked in new[] { false, true })
        {
            SymbolicTensor words = Input.Of([6], name: "words", dtype: "int32");
            SymbolicTensor x = new Embedding(9, 4, maskZero: masked).Apply(words);
            Check(new Model(inputs: words, outputs: Recurrent(sequences: false).Apply(Recurrent(sequences: true).Apply(x))), rows =>
                [Whole(9, rows, 6)], 1e-4);
        }
    }

    [Fact]
    public void ToOnnx_FreeLengthOfSequences_TakesAnyLength()
    {
        SymbolicTensor words = Input.Of([-1], name: "words", dtype: "int64");
        SymbolicTensor x = new Embedding(9, 4, maskZero: true).Apply(words);
        var model = new Model(inputs: words, outputs: new LSTM(3).Apply(x));
        foreach (int steps in new[] { 1, 5, 12 }) Check(model, rows => [Whole(9, rows, steps)], 1e-4);
        SymbolicTensor sequence = Input.Of([-1, 3], name: "sequence");
        var convolutions = new Model(inputs: sequence,
            outputs: sequence.Conv1D(4, 3, strides: 2, activation: "relu").GlobalAveragePooling1D().Dense(2));
        foreach (int steps in new[] { 4, 9, 10 }) Check(convolutions, rows => [Random(rows, steps, 3)]);
        SymbolicTensor heads = Input.Of([-1, 6], name: "heads");
        var attention = new Model(inputs: heads, outputs: new MultiHeadAttention(2, 3).Apply(heads, heads).LayerNormalization().Dense(2));
        foreach (int steps in new[] { 1, 4, 9 }) Check(attention, rows => [Random(rows, steps, 6)]);
    }

    [Fact]
    public void ToOnnx_FreeSizesOfImages_TakesAnySize()
    {
        SymbolicTensor image = Input.Of([-1, -1, 3], name: "image");
        var model = new Model(inputs: image, outputs: image.Conv2D(4, 3, padding: Padding.Same,
            activation: "relu").MaxPooling2D(2).Conv2D(2, 1).GlobalMaxPooling2D());
        foreach ((int height, int width) in new[] { (4, 4), (9, 6) }) Check(model, rows => [Random(rows, height, width, 3)]);
    }

    [Fact]
    public void ToOnnx_StridedSamePaddingOfFreeSize_IsRefusedAndWorksWithTheSizeGiven()
    {
        SymbolicTensor image = Input.Of([-1, -1, 3], name: "image");
        var model = new Model(inputs: image, outputs: image.Conv2D(4, 3, padding: Padding.Same, strides: 2, name: "strided"));
        Assert.Contains("strided", Assert.Throws<NotSupportedException>(() => model.ToOnnx()).Message, StringComparison.Ordinal);
        Check(model, rows => [Random(rows, 8, 7, 3)], options: new OnnxOptions { InputShapes = [[-1, 8, 7, 3]] });
        Check(model, rows => [Random(rows, 8, 7, 3)], options: new OnnxOptions { InputShapes = [[2, 8, 7, 3]] }, batches: [2]);
        Assert.Throws<ArgumentException>(() => model.ToOnnx(new OnnxOptions { InputShapes = [[-1, 8, 7, 4]] }));
        Assert.Throws<ArgumentException>(() => model.ToOnnx(new OnnxOptions { InputShapes = [] }));
    }

    [Fact]
    public void ToOnnx_FunctionsOfElements_ComputeTheSame()
    {
        Func<SymbolicTensor, SymbolicTensor>[] functions =
        [
            Ops.Abs, Ops.Sign, Ops.Exp, x => Ops.Log(Ops.Abs(x) + 0.5), x => Ops.Log1P(x * 1e-3), x => Ops.Log1P(Ops.Abs(x) * 1e9), x =>
                Ops.Sqrt(Ops.Abs(x)), x => Ops.Rsqrt(Ops.Abs(x) + 1), Ops.Square, x => 1 / (x + 3),
            Ops.Sin, Ops.Cos, Ops.Tanh, Ops.Cosh, Ops.Sinh, Ops.Sigmoid, Ops.Softplus, Ops.Erf, Ops.Relu, Ops.Floor, x => Ops.Round(x * 2),
                Ops.Tan, x => Ops.ArcSin(x * 0.9), x => Ops.ArcCos(x * 0.9), Ops.ArcTan, Ops.ArcSinh,
            x => Ops.ArcCosh(Ops.Abs(x) + 1.5), x => Ops.ArcTanh(x * 0.9), x => Ops.ExpM1(x * 1e-4), x => Ops.ExpM1(x * 9), x =>
                Ops.Log2(Ops.Abs(x) + 1), x => Ops.Log10(Ops.Abs(x) + 1), Ops.Cbrt, x => Ops.ErfInv(x * 0.99), Ops.Ceil, x =>
                Ops.Trunc(x * 3),
            x => Ops.Gelu(x), x => Ops.Mod(x * 5, 2), x => Ops.ArcTan2(x, Ops.Flip(x, 1)), x => Ops.Hypot(x, 0.5), x =>
                Ops.LogAddExp(x, Ops.Flip(x, 1)), x => Ops.Maximum(x, 0.1), x => Ops.Power(Ops.Abs(x), 1.5),
            x => Ops.Where(Ops.Greater(x, 0), x, 2), x => Ops.CumSum(x, 1), x => Ops.CumSum(Ops.Flip(x, 1), 1), x => Ops.Sort(x), x =>
                Ops.ArgMax(x, 1), x => Ops.Prod(x, 1), x => Ops.Min(x, 1), x => Ops.LogSoftmax(x), x => Ops.OneHot(Ops.ArgMax(x, 1), 5),
            x => Ops.TopK(x, 2).Values, x => Ops.Take(x, new float[] { 2, 0 }, 1), x => Ops.Transpose(Ops.Transpose(x)), x =>
                Ops.Tile(x, [1, 2]), x => x + Ops.ARange(5), x => Ops.ZerosLike(x) + 1, x => Ops.Softmax(x) * Ops.OnesLike(x),
            x => Ops.Einsum("bi,bj->bij", x, x),
        ];
        SymbolicTensor x = Input.Of([5], name: "x");
        Check(new Model(inputs: x, outputs: ModelTensors.Create([.. functions.Select((f, i) => new Lambda(f, name: $"f{i}").Apply(x))])),
            rows => [Random(rows, 5)]);
    }

    [Fact]
    public void ToOnnx_LayerAndModelOfTheUsers_ComputeTheSame()
    {
        var layer = new Sequential { new Input(4), new ScaleShift(), new Lambda(x => x * x - 1) };
        Check(layer, rows => [Random(rows, 4)]);
        var model = new TwoLayers();
        model.Build([-1, 6]);
        Check(model, rows => [Random(rows, 6)]);
        Assert.Throws<InvalidOperationException>(() => new TwoLayers().ToOnnx());
    }

    private sealed class ScaleShift : Layer
    {
        private Variable _scale = null!, _shift = null!;

        protected override void Build(Shape inputShape)
        {
            _scale = AddWeight("scale", [inputShape[^1]], initializer: "ones");
            _shift = AddWeight("shift", [inputShape[^1]], initializer: "zeros");
        }

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => inputs * _scale + _shift;
    }

    private sealed class TwoLayers : Model
    {
        private readonly Dense _hidden, _last;

        public TwoLayers()
        {
            _hidden = Track(new Dense(5, "relu"), "hidden");
            _last = Track(new Dense(3, "softmax"), "last");
        }

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) =>
            _last.Apply(_hidden.Apply(inputs, context), context);
    }
}
