using System.Numerics.Tensors;
using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>RNN, its cells and those of a user, initial states; numbers are those of the golden cases.</summary>
public sealed class RecurrentCellTests
{
    private static readonly CustomObjects Own = new() { config => new MinimalCell(config.GetInt("units")) };

    public static TheoryData<string> Pairs => ["lstm", "gru", "simple"];

    [Theory, MemberData(nameof(Pairs))]
    public void Predict_RnnOfACell_IsThatOfTheLayer(string name)
    {
        (RecurrentCell cell, RecurrentLayer layer) = name switch
        {
            "lstm" => ((RecurrentCell)new LSTMCell(3, dropout: 0.3, recurrentDropout: 0.3, seed: 7),
                (RecurrentLayer)new LSTM(3, dropout: 0.3, recurrentDropout: 0.3, seed: 7)),
            "gru" => (new GRUCell(3, dropout: 0.3, recurrentDropout: 0.3, seed: 7),
                new GRU(3, dropout: 0.3, recurrentDropout: 0.3, seed: 7)),
            _ => (new SimpleRNNCell(3, dropout: 0.3, recurrentDropout: 0.3, seed: 7),
                new SimpleRNN(3, dropout: 0.3, recurrentDropout: 0.3, seed: 7)),
        };
        Layer rnn = new RNN(cell);
        foreach (Layer l in (Layer[])[rnn, layer]) l.EnsureBuilt([[-1, 4, 2]]);
        foreach ((Variable from, Variable to) in layer.Weights.Zip(rnn.Weights)) to.Set(from.ToArray());
        (double[] x, Shape shape) = GradientCheck.Numbers(3, [2, 4, 2]);
        foreach (bool training in (bool[])[false, true])
            Assert.Equal(
                GraphRunner.Run(GraphRunner.Engine("managed"), [new Fed(x, shape)], (i, c) => [.. layer.CallIn(i, c)], training).Outputs[0],
                GraphRunner.Run(GraphRunner.Engine("managed"), [new Fed(x, shape)], (i, c) => [.. rnn.CallIn(i, c)], training).Outputs[0]);
    }

    [Fact]
    public void Predict_StackOfCells_IsAStackOfLayers()
    {
        var stack = new RNN([new LSTMCell(3), new MinimalCell(2), new GRUCell(2)], returnSequences: true, returnState: true);
        Layer[] layers = [new LSTM(3, returnSequences: true), new RNN(new MinimalCell(2), returnSequences: true),
            new GRU(2, returnSequences: true, returnState: true)];
        Tensor<float> x = Tensor.Create<float>([.. Enumerable.Range(0, 16).Select(i => MathF.Sin(i))], [2, 4, 2]);
        Tensor<float>[] outputs = [.. stack.Call([x])], y = [x];
        Assert.Equal(5, outputs.Length);
        layers[0].EnsureBuilt([[-1, 4, 2]]);
        layers[1].EnsureBuilt([[-1, 4, 3]]);
        layers[2].EnsureBuilt([[-1, 4, 2]]);
        foreach ((Variable from, Variable to) in stack.Weights.Zip(layers.SelectMany(l => l.Weights))) to.Set(from.ToArray());
        foreach (Layer layer in layers) y = [.. layer.Call([y[0]])];
        AssertClose.Equal([.. y[0].ToArray().Select(v => (double)v)], outputs[0].ToArray(), 1e-6, 1e-6, "outputs");
        AssertClose.Equal([.. y[1].ToArray().Select(v => (double)v)], outputs[^1].ToArray(), 1e-6, 1e-6, "last state");
    }

    [Theory]
    [InlineData("model.keras")]
    [InlineData("model.h5")]
    [InlineData("model.weights.h5")]
    public void Load_CellsOfTheUser_AreTheSame(string name)
    {
        using var folder = new TemporaryFolder();
        Sequential Build() =>
            new() { new Input(3, 2), new Bidirectional(new RNN([new MinimalCell(2), new GRUCell(2)], returnSequences: true)),
                new RNN(new MinimalCell(3, "last")) };
        Sequential model = Build();
        model.Save(folder.File("model.keras"));
        string path = folder.File(name);
        Model loaded = Build();
        if (name == "model.weights.h5")
        {
            model.SaveWeights(path);
            Assert.Empty(loaded.LoadWeights(path));
        }
        else
        {
            model.Save(path);
            loaded = Model.Load(path, customObjects: Own);
            Assert.Contains("MinimalCell", Assert.Throws<ModelFormatException>(() => Model.Load(path)).Message, StringComparison.Ordinal);
        }
        var x = new float[2, 3, 2] { { { 1, 2 }, { 3, 4 }, { 5, 6 } }, { { 0, 1 }, { -1, 2 }, { 0.5f, 0 } } };
        Assert.Equal(model.Predict(x, verbose: Verbosity.Silent).ToArray(), loaded.Predict(x, verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Fit_EncoderAndDecoder_LearnsAlsoThroughTheStates()
    {
        SymbolicTensor source = Input.Of([3, 2]), target = Input.Of([4, 1]);
        var encoder = new LSTM(3, returnState: true, name: "encoder");
        SymbolicTensors encoded = encoder.Apply([source]);
        SymbolicTensor decoded = new LSTM(3, returnSequences: true).Apply([target, encoded[1], encoded[2]])[0];
        var model = new Model(new SymbolicTensor[] { source, target }, decoded.Dense(1));
        float[] before = encoder.Weights[0].ToArray();
        model.Compile("sgd", "mse");
        ModelData x = [new float[2, 3, 2] { { { 1, 2 }, { 3, 4 }, { 5, 6 } }, { { 0, 1 }, { -1, 2 }, { 0.5f, 0 } } }, new float[2, 4, 1]];
        model.Fit(x, new float[2, 4, 1] { { { 1 }, { 1 }, { 1 }, { 1 } }, { { 0 }, { 0 }, { 0 }, { 0 } } }, verbose: Verbosity.Silent);
        Assert.NotEqual(before, encoder.Weights[0].ToArray());
    }

    [Fact]
    public void Apply_StatesThatDoNotFit_AreNamedWithTheirShapes()
    {
        SymbolicTensor x = Input.Of([3, 2]), h = Input.Of([4]), c = Input.Of([5]);
        Check(() => new LSTM(4, name: "memory").Apply([x, h]), "'memory'", "(None, 4), (None, 4)");
        Check(() => new LSTM(4, name: "memory").Apply([x, h, c]), "'memory'", "(None, 5)");
        Check(() => new ConvLSTM1D(2, 2, name: "waves").Apply([Input.Of([3, 5, 2]), h, h]), "'waves'", "(None, 4, 2)");
        Check(() => new GRUCell(3, name: "cell").Apply([h]), "'cell'", "(None, 3)");
        Check(() => new RNN(new WrongCell(), name: "wrong").Apply([x]), "'broken'", "(2, 4)",
            () => new RNN(new WrongCell(), name: "wrong").Call(Tensor.Create(new float[12], [2, 3, 2])));
        Check(() => new ConvLSTM2D(2, 3, name: "film").Apply([Input.Of([3, 2, 2, 1])]), "'film'", "does not fit");
        Check(() => new ConvLSTM2D(2, 3, name: "film").Apply([Input.Of([3, 2, 2])]), "'film'", "5 axes");
        Assert.Contains("2 initial states", Assert.Throws<ArgumentException>(() => new Bidirectional(new LSTM(4)).Apply([x, h])).Message,
            StringComparison.Ordinal);
        Assert.Contains("ConvLSTM2D", Assert.Throws<ArgumentException>(() => new ConvLSTM2D(2, 3, strides: 2, dilationRate: 2)).Message,
            StringComparison.Ordinal);
        Assert.Contains("Causal", Assert.Throws<ArgumentException>(() => new ConvLSTM1D(2, 3, padding: Padding.Causal)).Message,
            StringComparison.Ordinal);
        Assert.Contains("filters", Assert.Throws<ArgumentOutOfRangeException>(() => new ConvLSTM1D(0, 3)).Message,
            StringComparison.Ordinal);
        Assert.Contains("Copy", Assert.Throws<NotSupportedException>(() => new Bidirectional(new RNN(new WrongCell()))).Message,
            StringComparison.Ordinal);

        static void Check(Func<object> add, string name, string shapes, Func<object>? run = null)
        {
            if (run is not null) add();
            var e = Assert.Throws<ShapeMismatchException>(run ?? add);
            Assert.Contains(name, e.Message, StringComparison.Ordinal);
            Assert.Contains(shapes, e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(DataFormat.ChannelsLast)]
    [InlineData(DataFormat.ChannelsFirst)]
    public void Gradient_ConvLSTM_AgreesWithFiniteDifferences(DataFormat format)
    {
        var layer = new ConvLSTM2D(2, (2, 1), padding: Padding.Same, dataFormat: format, returnSequences: true);
        layer.EnsureBuilt([[-1, 2, 2, 3, 2]]);
        for (int i = 0; i < layer.Weights.Count; i++)
            layer.Weights[i].Set([.. GradientCheck.Numbers(i, layer.Weights[i].Shape).Values.Select(v => (float)v)]);
        // Two filters; the sizes are chosen so that the state has the same shape in both formats.
        Shape state = [1, 2, 3, 2];
        GradientCheck.Verify((g, v) =>
            layer.CallIn([.. v.Select(value => new GraphTensor(value))], new CallContext(training: false))[0].Resolve(g),
            GradientCheck.Numbers(7, [1, 2, 2, 3, 2]), GradientCheck.Numbers(8, state), GradientCheck.Numbers(9, state));
    }

    /// <summary>Its states have another shape after a step.</summary>
    private sealed class WrongCell() : RecurrentCell("broken")
    {
        public override IReadOnlyList<int> StateSizes => [2];

        protected override (SymbolicTensor Output, IReadOnlyList<SymbolicTensor> States) Step(SymbolicTensor inputs,
            IReadOnlyList<SymbolicTensor> states, CallContext context) =>
            (states[0], [Ops.Concatenate([states[0], inputs], axis: -1)]);
    }
}
