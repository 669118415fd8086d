using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers;

/// <summary>States between batches: in Predict, Evaluate and Fit as in Keras, for one caller at a time.</summary>
public sealed class StatefulTests
{
    private static readonly CustomObjects Own = new() { config => new MinimalCell(config.GetInt("units")) };

    private static string Folder => Path.Combine(GoldenCase.Root, "recurrent_states");

    public static IEnumerable<TheoryDataRow<string>> Scenarios =>
        Directory.GetFiles(Folder, "*.keras").Select(f => new TheoryDataRow<string>(Path.GetFileNameWithoutExtension(f)));

    [Theory, MemberData(nameof(Scenarios))]
    public void States_InAllLoops_AreThoseOfKeras(string name)
    {
        string path = Path.Combine(Folder, name + ".keras");
        JsonNode facts = JsonNode.Parse(File.ReadAllText(path + ".json"))!;
        Model model = Model.Load(path, customObjects: Own);
        int batch = facts["batch"]!.GetValue<int>();
        Tensor<float> x = Read(facts["x"]!), y = Read(facts["y"]!);

        Predicts("first");
        Predicts("second");
        model.ResetStates();
        Predicts("after_reset");
        Assert.Equal(facts["evaluated"]!.GetValue<double>(), model.Evaluate(x, y, batch, Verbosity.Silent)["loss"], 1e-5);
        IReadOnlyList<double> losses = model.Fit(x, y, batch, epochs: 3, shuffle: false, verbose: Verbosity.Silent)["loss"];
        AssertClose.Equal([.. facts["losses"]!.AsArray().Select(l => l!.GetValue<double>())], [.. losses.Select(l => (float)l)], 2e-5, 1e-4,
            "losses");
        foreach ((JsonNode? want, Variable got) in facts["weights"]!.AsArray().Zip(model.Weights))
            AssertClose.Equal(new GoldenTensor(want!).Values, got.ToArray(), 1e-5, 1e-4, got.Path);
        Predicts("after_training");
        Variable[] states = [.. model.Layers.SelectMany(StatesOf)];
        Assert.Equal(facts["states"]!.AsArray().Count, states.Length);
        foreach ((JsonNode? want, Variable got) in facts["states"]!.AsArray().Zip(states))
            AssertClose.Equal(new GoldenTensor(want!).Values, got.ToArray(), 1e-5, 1e-4, got.Path);
        Assert.DoesNotContain(model.Weights, states.Contains);

        void Predicts(string key) =>
            AssertClose.Equal(new GoldenTensor(facts[key]!).Values, model.Predict(x, batch, Verbosity.Silent).ToArray(), 1e-5, 1e-4, key);
    }

    [Theory]
    [InlineData(".keras")]
    [InlineData(".h5")]
    public void Save_AfterUse_KeepsTheFlagButNotTheStates(string extension)
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["both", "stacked", "conv"])
        {
            string path = Path.Combine(Folder, name + ".keras");
            JsonNode facts = JsonNode.Parse(File.ReadAllText(path + ".json"))!;
            Model model = Model.Load(path);
            Tensor<float> x = Read(facts["x"]!);
            model.Predict(x, 2, Verbosity.Silent);
            model.Save(folder.File(name + extension));
            Model loaded = Model.Load(folder.File(name + extension));
            Assert.True(loaded.KeepsStates);
            AssertClose.Equal(new GoldenTensor(facts["first"]!).Values, loaded.Predict(x, 2, Verbosity.Silent).ToArray(), 1e-5, 1e-4, name);
        }
    }

    [Fact]
    public void Predict_OtherBatchSize_IsRefusedByName()
    {
        Sequential free = new Sequential().Input(3, 2).LSTM(2, stateful: true, name: "memory"),
            declared = new() { new Input([3, 2], null, batchSize: 2), new GRU(2, stateful: true, name: "memory") };
        free.Predict(new float[4, 3, 2], batchSize: 2, Verbosity.Silent);
        var e = Assert.Throws<ShapeMismatchException>(() => free.Predict(new float[5, 3, 2], batchSize: 5, Verbosity.Silent));
        Assert.Equal("memory", e.LayerName);
        Assert.Contains("batches of 2", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<ShapeMismatchException>(() => declared.Predict(new float[3, 3, 2], batchSize: 3, Verbosity.Silent));
        Assert.Contains("'memory'", e.Message, StringComparison.Ordinal);
        Assert.Contains("batches of 2", e.Message, StringComparison.Ordinal);
        declared.Predict(new float[4, 3, 2], batchSize: 2, Verbosity.Silent);
    }

    [Fact]
    public void Use_WhileAnotherThreadPredicts_IsRefusedInEveryForm()
    {
        foreach (bool stateful in (bool[])[true, false])
        {
            var shared = new SimpleRNN(2, stateful: stateful, name: "memory");
            Sequential model = new() { new Input(3, 2), shared }, other = new() { new Input(3, 2), shared };
            other.Compile("sgd", "mse");
            Function function = Function.Define(x => shared.Apply(x));
            var x = new float[2, 3, 2];
            var y = new float[2, 2];
            function.Call(x);
            Action[] uses = [() => model.Predict(x, 2, Verbosity.Silent), () => other.Predict(x, 2, Verbosity.Silent),
                () => other.Fit(x, y, 2, verbose: Verbosity.Silent), () => other.TrainOnBatch(x, y), () => other.Call(x),
                () => shared.Call(x), () => function.Call(x)];
            var thrown = new List<Exception?>();
            var callback = new OnBatch(() =>
            {
                foreach (Action use in uses)
                {
                    var thread = new Thread(() => thrown.Add(Record.Exception(use)));
                    thread.Start();
                    thread.Join();
                    // The thread that has it may go on.
                    if (stateful) shared.Call(x);
                }
            });
            model.Predict(x, 2, Verbosity.Silent, callbacks: callback);
            Assert.Equal(uses.Length, thrown.Count);
            Assert.All(thrown,
                e => Assert.Equal(stateful, e is InvalidOperationException refused
                    && refused.Message.Contains("'memory'", StringComparison.Ordinal)));
            foreach (Action use in uses) use();
        }
    }

    [Fact]
    public void Call_LayerAlone_ContinuesUntilItIsReset()
    {
        var layer = new LSTM(2, stateful: true, returnState: true);
        var x = Tensor.Create<float>([.. Enumerable.Range(0, 12).Select(i => i * 0.1f)], [2, 3, 2]);
        Assert.Empty(layer.States);
        float[] first = layer.Call([x])[0].ToArray(), second = layer.Call([x])[0].ToArray();
        Assert.NotEqual(first, second);
        Assert.Equal(layer.States[0].ToArray(), second);
        layer.ResetStates();
        Assert.Equal(first, layer.Call([x])[0].ToArray());
        // States that are given go before those that are kept, and are kept in turn.
        Tensor<float> zero = Tensor.Create(new float[4], [2, 2]);
        Assert.Equal(first, layer.Call([x, zero, zero])[0].ToArray());
        Assert.Equal(second, layer.Call([x])[0].ToArray());
    }

    [Fact]
    public void Call_InAFunction_ContinuesTheStatesOfTheLayer()
    {
        var layer = new GRU(2, stateful: true);
        Function twice = Function.Define(x => layer.Apply(x) + layer.Apply(x));
        Tensor<float> x = Tensor.Create<float>([.. Enumerable.Range(0, 12).Select(i => i * 0.1f)], [2, 3, 2]);
        float[] sum = twice.Call(x).ToArray(), third = layer.Call(x).ToArray();
        layer.ResetStates();
        float[] first = layer.Call(x).ToArray(), second = layer.Call(x).ToArray();
        AssertClose.Equal([.. first.Zip(second, (a, b) => (double)a + b)], sum, 1e-6, 1e-6, "both uses");
        Assert.Equal(third, layer.Call(x).ToArray());
    }

    [Fact]
    public void Call_CellWithAStartOfItsOwn_StartsThereAgainAfterReset()
    {
        var layer = new RNN(new FromOne(2), stateful: true);
        Tensor<float> x = Tensor.Create(new float[4], [1, 2, 2]);
        Assert.Equal([3, 3], layer.Call(x).ToArray());
        Assert.Equal([5, 5], layer.Call(x).ToArray());
        layer.ResetStates();
        Assert.Equal([3, 3], layer.Call(x).ToArray());
        Assert.Equal([3, 3], new RNN(new FromOne(2)).Call(x).ToArray());
    }

    [Fact]
    public void Apply_InsideTimeDistributed_CarriesTheStateFromStepToStep()
    {
        var inner = new SimpleRNN(2, stateful: true);
        var outer = new TimeDistributed(inner);
        float[] values = [.. Enumerable.Range(0, 12).Select(i => i * 0.1f)];
        float[] steps = outer.Call(Tensor.Create(values, [1, 2, 3, 2])).ToArray();
        inner.ResetStates();
        Assert.Equal(steps[..2], inner.Call(Tensor.Create(values[..6], [1, 3, 2])).ToArray());
        Assert.Equal(steps[2..], inner.Call(Tensor.Create(values[6..], [1, 3, 2])).ToArray());
    }

    private static IEnumerable<Variable> StatesOf(Layer layer) =>
        layer is RecurrentLayer own ? own.States : layer.Children.SelectMany(StatesOf);

    private static Tensor<float> Read(JsonNode json)
    {
        var tensor = new GoldenTensor(json);
        return Tensor.Create(tensor.Floats, [.. tensor.Shape.Select(size => (nint)size)]);
    }

    private sealed class OnBatch(Action action) : Callback
    {
        public override void OnPredictBatchEnd(int batch) => action();
    }

    /// <summary>Counts steps from 1.</summary>
    private sealed class FromOne(int units) : RecurrentCell
    {
        public override IReadOnlyList<int> StateSizes => [units];

        protected override IReadOnlyList<SymbolicTensor> InitialStates(int batchSize) => [Ops.BroadcastTo(1, [batchSize, units])];

        protected override (SymbolicTensor Output, IReadOnlyList<SymbolicTensor> States) Step(SymbolicTensor inputs,
            IReadOnlyList<SymbolicTensor> states, CallContext context) =>
            (states[0] + 1, [states[0] + 1]);
    }
}
