using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Models;

/// <summary>Models with a <c>Call</c> of their own; golden files come from real Keras (Golden/scripts/own_model.py).</summary>
public sealed class OwnCallModelTests : IDisposable
{
    private static readonly string? Exchange =
        Environment.GetEnvironmentVariable("FASHION_KERAS_EXCHANGE") is { Length: > 0 } folder ? folder : null;
    private static readonly CustomObjects Known = new() { OwnNet.FromConfig };
    private static readonly JsonObject Golden = JsonNode.Parse(File.ReadAllText(Stored("own.json")))!.AsObject();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FilesOfKeras_GiveWhatKerasGives()
    {
        Model model = Model.Load(Stored("own.keras"), customObjects: Known);
        Close(Golden["output"], model.Predict(X, verbose: Verbosity.Silent));
        EvaluationResult got = model.Evaluate(X, Y, verbose: Verbosity.Silent);
        Assert.Equal(Golden["evaluate"]![0]!.GetValue<double>(), got.Loss, 1e-5);
        Assert.Equal(Golden["evaluate"]![1]!.GetValue<double>(), got["mae"], 1e-5);
        Assert.Equal(4, Assert.IsType<OwnNet>(model).Units);
        Close(Golden["nested"], Model.Load(Stored("own_nested.keras"), customObjects: Known).Predict(X, verbose: Verbosity.Silent));

        var fresh = new OwnNet();
        fresh.Build([-1, 3]);
        fresh.LoadWeights(Stored("own.weights.h5"));
        Close(Golden["output"], fresh.Predict(X, verbose: Verbosity.Silent));
        Assert.Throws<ModelFormatException>(() => Model.Load(Stored("own.keras")));
    }

    [Fact]
    public void FilesOfOurs_KeepEverything()
    {
        var model = new OwnNet(5);
        model.Compile("adam", "mse", ["mae"]);
        model.Fit(X, Y, epochs: 2, verbose: Verbosity.Silent);
        SymbolicTensor x = Input.Of([3]);
        var outer = new Model(x, new OwnNet(4).Apply(x).Dense(1));
        foreach ((Model saved, string name) in new[] { (model, "ours"), (outer, "ours_nested") })
        {
            float[] want = saved.Predict(X, verbose: Verbosity.Silent).ToArray();
            saved.Save(_folder.File($"{name}.keras"));
            Model loaded = Model.Load(_folder.File($"{name}.keras"), customObjects: Known);
            Assert.Equal(want, loaded.Predict(X, verbose: Verbosity.Silent).ToArray());
            saved.SaveWeights(_folder.File($"{name}.weights.h5"));
            loaded.LoadWeights(_folder.File($"{name}.weights.h5"));
            Assert.Equal(want, loaded.Predict(X, verbose: Verbosity.Silent).ToArray());
        }
        Assert.Contains(".keras", Assert.Throws<InvalidOperationException>(() => model.Save(_folder.File("own.h5"))).Message,
            StringComparison.Ordinal);
        Model clone = model.Clone(customObjects: Known);
        Assert.Equal(5, Assert.IsType<OwnNet>(clone).Units);
        if (Exchange is null) return;
        var four = new OwnNet(4);
        four.Compile("adam", "mse");
        four.Fit(X, Y, verbose: Verbosity.Silent);
        four.Save(Path.Combine(Exchange, "ours.keras"));
        four.SaveWeights(Path.Combine(Exchange, "ours.weights.h5"));
        outer.Save(Path.Combine(Exchange, "ours_nested.keras"));
        foreach ((Model judged, string name) in new[] { (four, "ours"), (outer, "ours_nested") })
            File.WriteAllText(Path.Combine(Exchange, name + ".keras.json"),
                new JsonObject
                {
                    ["x"] = Golden["x"]!.DeepClone(),
                    ["y"] =
                        new JsonArray([.. judged.Predict(X, verbose: Verbosity.Silent).ToArray().Chunk(judged == outer ? 1 : 2)
                            .Select(row => new JsonArray([.. row.Select(v => (JsonNode)v)]))])
                }.ToJsonString());
    }

    [Fact]
    public void Summary_BeforeAndAfterTheFirstData()
    {
        var model = new OwnNet(name: "net");
        Assert.Contains("0 (unbuilt)", model.SummaryText(), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => model.CountParams());
        model.Build([-1, 3]);
        Assert.Contains("(None, 2)", model.SummaryText(), StringComparison.Ordinal);
        Assert.Equal((3 * 4) + 4 + (4 * 4) + 4 + (4 * 2) + 2, model.CountParams());
        Assert.Equal(["net", "net"], model.Weights.Take(2).Select(w => w.Path.Split('/')[0]));
        Assert.Equal([-1, 2], model.OutputShapes[0]);
        Assert.Equal(4, model.Layers.Count);
        Assert.Contains("Call of its own", Assert.Throws<InvalidOperationException>(() => model.Inputs).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_IsPassedOnAndLayersLearn()
    {
        var model = new OwnNet();
        Assert.Throws<InvalidOperationException>(() => model.SaveWeights(_folder.File("none.weights.h5")));
        model.Build([-1, 3]);
        float[] before = model.Weights[0].ToArray();
        Assert.Equal([.. model.Call(X)], [.. model.Call(X)]);
        Assert.NotEqual(model.Call(X).ToArray(), model.Call(X, training: true).ToArray());
        model.Compile("adam", "mse");
        History history = model.Fit(X, Y, epochs: 3, verbose: Verbosity.Silent);
        Assert.Equal(3, history["loss"].Count);
        Assert.NotEqual(before, model.Weights[0].ToArray());
        model.Layers[0].Trainable = false;
        model.Compile("adam", "mse");
        before = model.Weights[0].ToArray();
        model.Fit(X, Y, verbose: Verbosity.Silent);
        Assert.Equal(before, model.Weights[0].ToArray());
    }

    [Fact]
    public void SeveralInputsAndOutputs_AreListsWithNumberedNames()
    {
        var model = new TwoHeads();
        model.Compile("sgd", ["mse", "mae"], [["mae"], ["mse"]]);
        EvaluationResult result = model.Evaluate([X, X], [new float[5, 1], new float[5, 1]], verbose: Verbosity.Silent);
        Assert.True(result.Names.Contains("output_2_mse"), string.Join(" ", result.Names));
        Assert.Equal(["input_1", "input_2"], model.InputNames);
        var sequential = new Sequential { new OwnNet(), new Dense(1) };
        Assert.Equal([5, 1], sequential.Predict(X, verbose: Verbosity.Silent).Lengths.ToArray().Select(n => (int)n));
    }

    [Fact]
    public void LayerThatWasNotTracked_IsAnError()
    {
        var e = Assert.Throws<InvalidOperationException>(() => new Forgetful().Build([-1, 3]));
        Assert.Contains("Track", e.Message, StringComparison.Ordinal);
    }

    private static Tensor<float> X => Matrix(Golden["x"]);

    private static Tensor<float> Y => Matrix(Golden["y"]);

    private static string Stored(string name) => Path.Combine(GoldenCase.Root, "surgery", name);

    private static Tensor<float> Matrix(JsonNode? rows) => Tensor.Create(Numbers(rows), [rows!.AsArray().Count, rows[0]!.AsArray().Count]);

    private static float[] Numbers(JsonNode? rows) =>
        [.. rows!.AsArray().SelectMany(row => row!.AsArray().Select(v => v!.GetValue<float>()))];

    private static void Close(JsonNode? want, Tensor<float> got) =>
        Assert.Equal(Numbers(want), [.. got], EqualityComparer<float>.Create((a, b) => Math.Abs(a - b) <= 1e-5f, _ => 0));

    [RegisterSerializable("pkg")]
    private sealed class OwnNet : Model
    {
        private readonly Dense _first, _repeated, _second;
        private readonly Dropout _drop;

        public OwnNet(int units = 4, string? name = null) : base(name)
        {
            Units = units;
            _first = Track(new Dense(units, "relu"), "first");
            _repeated = Track(new Dense(units, "tanh"), "repeated");
            _drop = Track(new Dropout(0.5), "drop");
            _second = Track(new Dense(2), "second");
        }

        public int Units { get; }

        public static OwnNet FromConfig(ConfigReader config) => new(config.GetInt("units"));

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
        {
            SymbolicTensor hidden = _first.Apply(inputs, context);
            hidden = _repeated.Apply(_repeated.Apply(hidden, context), context);
            return _second.Apply(_drop.Apply(hidden, context), context);
        }

        public override void WriteConfig(ConfigWriter config)
        {
            base.WriteConfig(config);
            config.Write("units", Units);
        }
    }

    private sealed class TwoHeads : Model
    {
        private readonly Dense _a, _b;

        public TwoHeads() => (_a, _b) = (Track(new Dense(1)), Track(new Dense(1)));

        protected override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context) =>
            [_a.Apply(inputs[0], context), _b.Apply(inputs[1], context)];
    }

    private sealed class Forgetful : Model
    {
        private readonly Dense _layer = new(1);

        protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context) => _layer.Apply(inputs, context);
    }
}
