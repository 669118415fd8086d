using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;

namespace Fashion.Keras.Tests.Training;

public class FitTests
{
    [Fact]
    public void Fit_Validation_NeverTrains()
    {
        var (x, y) = Data(12);
        Sequential alone = Tiny(), checkedToo = Tiny();
        Copy(alone, checkedToo);
        alone.Fit(x, y, 5, 3, Verbosity.Silent, shuffle: false);
        checkedToo.Fit(x, y, 5, 3, Verbosity.Silent, shuffle: false, validationData: (new float[7, 4, 4], new int[7]));
        Assert.Equal(Values(alone), Values(checkedToo));
    }

    [Theory]
    [InlineData(-1, 0, "epochs")]
    [InlineData(1, -2, "initialEpoch")]
    public void Fit_NegativeCount_IsNamed(int epochs, int initialEpoch, string name)
    {
        var (x, y) = Data(4);
        Assert.Equal(name,
            Assert.Throws<ArgumentOutOfRangeException>(
                () => Tiny().Fit(x, y, epochs: epochs, initialEpoch: initialEpoch, verbose: Verbosity.Silent)).ParamName);
    }

    [Fact]
    public void Fit_SameSeed_GivesTheSameBits()
    {
        var (x, y) = Data(12);
        Sequential first = Tiny(), second = Tiny();
        Copy(first, second);
        first.Options = second.Options = new ModelOptions { Seed = 3 };
        first.Fit(x, y, 5, 2, Verbosity.Silent);
        second.Fit(x, y, 5, 2, Verbosity.Silent);
        Assert.Equal(Values(first), Values(second));
    }

    [Theory]
    [InlineData(2, new[] { 2, 1, 2, 1 })]
    [InlineData(3, new[] { 3, 3, 3, 3 })]
    public void Fit_StepsPerEpoch_GoesOnWhereTheLastEpochStopped(int steps, int[] expected)
    {
        var (x, y) = Data(12);
        var counter = new Counter();
        Tiny().Fit(x, y, 4, 4, Verbosity.Silent, counter, stepsPerEpoch: steps);
        Assert.Equal(expected, counter.BatchesPerEpoch);
    }

    [Fact]
    public void Fit_StopTraining_EndsTheEpochButStillValidates()
    {
        var (x, y) = Data(12);
        var counter = new Counter { StopAfter = 2 };
        History history = Tiny().Fit(x, y, 4, 4, Verbosity.Silent, counter, validationData: (x, y));
        Assert.Equal([2], counter.BatchesPerEpoch);
        Assert.Equal([0], history.Epochs);
        Assert.Single(history["val_loss"]);
    }

    [Fact]
    public void Fit_ValidationFrequency_ValidatesOnlyThen()
    {
        var (x, y) = Data(6);
        Assert.Equal(2,
            Tiny().Fit(x, y, epochs: 5, verbose: Verbosity.Silent, validationData: (x, y), validationFreq: 2)["val_loss"].Count);
        Assert.Equal(3,
            Tiny().Fit(x, y, epochs: 5, verbose: Verbosity.Silent, validationData: (x, y), validationFreq: [1, 2, 5])["val_loss"].Count);
    }

    [Fact]
    public void Fit_InitialEpoch_CountsFromThere()
    {
        var (x, y) = Data(6);
        Assert.Equal([2, 3], Tiny().Fit(x, y, epochs: 4, initialEpoch: 2, verbose: Verbosity.Silent).Epochs);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(1.0)]
    [InlineData(1.5)]
    public void Fit_ValidationSplitThatLeavesASideEmpty_Throws(double split)
    {
        var (x, y) = Data(6);
        if (split == 0.01) x = new float[1, 4, 4];
        Assert.ThrowsAny<ArgumentException>(
            () => Tiny().Fit(x, split == 0.01 ? new int[1] : y, verbose: Verbosity.Silent, validationSplit: split));
    }

    [Fact]
    public void Fit_Cancelled_CallsOnTrainEndAndThrows()
    {
        var (x, y) = Data(12);
        using var source = new CancellationTokenSource();
        var counter = new Counter { CancelAfter = (2, source) };
        Sequential model = Tiny();
        Assert.Throws<OperationCanceledException>(() => model.Fit(x, y, 4, 4, Verbosity.Silent, counter, cancellationToken: source.Token));
        Assert.True(counter.Ended);
        Assert.Equal(2, model.Optimizer!.Iterations);
        Assert.Equal(4, model.Fit(x, y, 4, 4, Verbosity.Silent).Epochs.Count);
    }

    [Fact]
    public void Fit_WhileAnotherThreadTrains_Throws()
    {
        var (x, y) = Data(8);
        Sequential model = Tiny();
        Exception? seen = null;
        model.Fit(x, y, verbose: Verbosity.Silent, callbacks: new LambdaCallback(onEpochEnd: (_, _) =>
        {
            var thread = new Thread(() => seen = Record.Exception(() => model.Fit(x, y, verbose: Verbosity.Silent)));
            thread.Start();
            thread.Join();
        }));
        Assert.Contains("another thread", Assert.IsType<InvalidOperationException>(seen).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_FromManyThreads_GivesTheSame()
    {
        var (x, _) = Data(20);
        Sequential model = Tiny();
        float[] expected = model.Predict(x, verbose: Verbosity.Silent).ToArray();
        Parallel.For(0, 8, _ => Assert.Equal(expected, model.Predict(x, 7, Verbosity.Silent).ToArray()));
    }

    [Fact]
    public void Fit_TwoModelsAtOnce_TrainIndependently()
    {
        var (x, y) = Data(16);
        Sequential[] models = [.. Enumerable.Range(0, 4).Select(_ => Tiny())];
        foreach (Sequential model in models) Copy(models[0], model);
        Parallel.ForEach(models, model => model.Fit(x, y, 4, 3, Verbosity.Silent, shuffle: false));
        foreach (Sequential model in models) Assert.Equal(Values(models[0]), Values(model));
    }

    [Fact]
    public void Fit_DeferredSequential_IsBuiltFromTheData()
    {
        var (x, y) = Data(6);
        var model = new Sequential { new Flatten(), new Dense(3, activation: "softmax") };
        model.Compile("adam", "sparse_categorical_crossentropy");
        model.Fit(x, y, verbose: Verbosity.Silent);
        Assert.Equal(51, model.CountParams());
    }

    [Fact]
    public void Fit_SeveralOutputs_LogsEachLossAndMetric()
    {
        var input = Input.Of([2]);
        var model = new Model(input, [input.Dense(1, name: "v"), input.Dense(3, activation: "softmax", name: "k")]);
        model.Compile("sgd", new Dictionary<string, Loss> { ["v"] = "mse", ["k"] = "sparse_categorical_crossentropy" },
            new Dictionary<string, Metric[]> { ["k"] = ["accuracy"], ["v"] = ["mae"] }, lossWeights: [2.0, 1.0]);
        History history = model.Fit(new float[4, 2], [new float[4, 1], new int[4]], verbose: Verbosity.Silent);
        Assert.Equal(["k_accuracy", "k_loss", "loss", "v_loss", "v_mae"], history.Keys);
        Assert.Equal(2 * history["v_loss"][0] + history["k_loss"][0], history["loss"][0], 1e-5);
    }

    [Fact]
    public void Fit_MissingLastAxis_IsRepaired()
    {
        var model = new Sequential().Input(4, 4, 1).Flatten().Dense(2);
        model.Compile("sgd", "mse");
        Assert.Single(model.Fit(new byte[3, 4, 4], new float[3, 2], verbose: Verbosity.Silent)["loss"]);
    }

    [Fact]
    public void Fit_ClassAndSampleWeights_Throw()
    {
        var (x, y) = Data(4);
        Assert.Contains("sampleWeight",
            Assert.Throws<ArgumentException>(
                () => Tiny().Fit(x, y, verbose: Verbosity.Silent, classWeight: new Dictionary<int, double> { [0] = 2 },
                    sampleWeight: new float[4])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_FrozenLayer_KeepsItsWeights()
    {
        var (x, y) = Data(8);
        Sequential model = Tiny();
        model.Layers[1].Trainable = false;
        model.Add(new Dense(3, activation: "softmax"));
        float[] before = model.Layers[1].Weights[0].ToArray();
        model.Fit(x, y, verbose: Verbosity.Silent);
        Assert.Equal(before, model.Layers[1].Weights[0].ToArray());
        Assert.NotEqual(new float[3], model.Layers[2].Weights[1].ToArray());
    }

    [Fact]
    public void TrainOnBatch_Repeated_ReportsEachBatchAlone()
    {
        var (x, y) = Data(8);
        Sequential model = Tiny();
        double before = model.TestOnBatch(x, y)["loss"];
        Assert.Equal(before, model.TrainOnBatch(x, y)["loss"], 1e-6);
        Assert.Equal(1, model.Optimizer!.Iterations);
    }

    private static Sequential Tiny()
    {
        var model = new Sequential { new Flatten(inputShape: [4, 4]), new Dense(3, activation: "softmax") };
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        return model;
    }

    private static (float[,,] X, int[] Y) Data(int count)
    {
        var random = new Random(5);
        var x = new float[count, 4, 4];
        var y = new int[count];
        for (int i = 0; i < count; i++)
        {
            y[i] = i % 3;
            for (int j = 0; j < 16; j++) x[i, j / 4, j % 4] = random.NextSingle() + y[i];
        }
        return (x, y);
    }

    private static void Copy(Model from, Model to)
    {
        foreach (var (source, target) in from.Weights.Zip(to.Weights)) target.Set(source.ToArray());
    }

    private static float[] Values(Model model) => [.. model.Weights.SelectMany(w => w.ToArray())];

    private sealed class Counter : Callback
    {
        public List<int> BatchesPerEpoch { get; } = [];
        public int StopAfter { get; init; } = int.MaxValue;
        public (int Batch, CancellationTokenSource Source)? CancelAfter { get; init; }
        public bool Ended { get; private set; }

        public override void OnEpochBegin(int epoch) => BatchesPerEpoch.Add(0);

        public override void OnTrainBatchEnd(int batch, Logs logs)
        {
            BatchesPerEpoch[^1]++;
            if (batch + 1 == StopAfter) Model.StopTraining = true;
            if (batch + 1 == CancelAfter?.Batch) CancelAfter.Value.Source.Cancel();
        }

        public override void OnTrainEnd(Logs logs) => Ended = true;
    }
}
