using System.Text.Json.Nodes;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Training;

/// <summary>Layers that are frozen, thawed, removed or shared between one training step and the next.</summary>
public sealed class FreezingTests
{
    // Made by Keras 3.16: x, y, start, and per case what was frozen when and all weights at the end.
    private static readonly JsonObject Golden =
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "freezing", "freezing.json")))!.AsObject();

    public static TheoryData<string> Cases => [.. Golden.Select(c => c.Key).Where(k => k is not ("x" or "y" or "start"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fit_LayersFrozenBetweenFitsOrInACallback_GivesTheWeightsOfKeras(string name)
    {
        JsonNode golden = Golden[name]!;
        string[] frozen = [.. golden["frozen"]!.AsArray().Select(n => n!.GetValue<string>())];
        string when = golden["when"]!.GetValue<string>();
        Sequential model = Model(golden["optimizer"]!.GetValue<string>() == "adam" ? new Adam(0.05) : new Sgd(0.05, momentum: 0.9));
        float[,] x = Matrix("x", 3), y = Matrix("y", 1);
        void Fit(int batch, Callback? callback = null) =>
            model.Fit(x, y, batchSize: batch, shuffle: false, verbose: Verbosity.Silent,
                callbacks: callback is null ? null : (CallbackList)callback);
        void Set(bool trainable) => Array.ForEach(frozen, n => model.GetLayer(n).Trainable = trainable);

        if (when == "callback") Fit(4, new LambdaCallback(onTrainBatchEnd: (batch, _) => { if (batch == 0) Set(false); }));
        else
        {
            Fit(4);
            Set(false);
            Fit(3);
        }
        if (when == "thaw")
        {
            Set(true);
            Fit(4);
        }
        JsonArray expected = golden["weights"]!.AsArray();
        for (int i = 0; i < expected.Count; i++)
            AssertClose.Equal(Numbers(expected[i]!), model.Weights[i].ToArray(), 1e-5, 1e-4, model.Weights[i].Path);
    }

    [Fact]
    public void Fit_WeightsThatTheOptimizerDoesNotKnow_SaysSo()
    {
        Sequential model = Model(new Adam());
        model.GetLayer("first").Trainable = false;
        model.TrainOnBatch(Matrix("x", 3), Matrix("y", 1));
        model.GetLayer("first").Trainable = true;
        var exception = Assert.Throws<InvalidOperationException>(() => model.TrainOnBatch(Matrix("x", 3), Matrix("y", 1)));
        Assert.Contains("first/kernel", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Compile with a new optimizer", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_AfterPop_TrainsWhatIsLeft()
    {
        Sequential model = Model(new Adam());
        model.TrainOnBatch(Matrix("x", 3), Matrix("y", 1));
        model.Pop();
        float[] before = model.Weights[0].ToArray();
        model.TrainOnBatch(Matrix("x", 3), new float[12, 4]);
        Assert.NotEqual(before, model.Weights[0].ToArray());
    }

    [Fact]
    public void Weights_LayerUsedInsideAndOutsideOfANestedModel_CountOnce()
    {
        var shared = new Dense(4);
        Input inside = new(3), outside = new(3);
        var nested = new Model(inside.Output, shared.Apply(inside.Output));
        var model = new Model(outside.Output, new Add().Apply([nested.Apply(outside.Output), shared.Apply(outside.Output)])[0]);
        Assert.Equal(16, model.CountParams());
        Assert.Equal(2, model.Weights.Count);
        Assert.Equal(2, model.TrainableWeights.Count);
        model.Compile("adam", "mse");
        model.TrainOnBatch(Matrix("x", 3), new float[12, 4]);
        Assert.Equal(4, model.Optimizer!.Variables.Count);
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("test")]
    public void EvaluateInACallback_LeavesTheAveragesOfTheEpochAlone(string call)
    {
        Sequential one = Model(new Adam()), other = Model(new Adam());
        foreach (Sequential model in new[] { one, other }) model.Compile(new Adam(), "mse", metrics: ["mae", new RootMeanSquaredError()]);
        float[,] x = Matrix("x", 3), y = Matrix("y", 1);
        History plain = one.Fit(x, y, batchSize: 3, shuffle: false, verbose: Verbosity.Silent);
        History disturbed = other.Fit(x, y, batchSize: 3, shuffle: false,
            verbose: Verbosity.Silent, callbacks: new LambdaCallback(onTrainBatchEnd: (_, _) =>
        {
            if (call == "evaluate") other.Evaluate(new float[5, 3], new float[5, 1], verbose: Verbosity.Silent);
            else other.TestOnBatch(new float[5, 3], new float[5, 1]);
        }));
        foreach (string name in new[] { "loss", "mae", "root_mean_squared_error" }) Assert.Equal(plain[name], disturbed[name]);
    }

    private static Sequential Model(Optimizer optimizer)
    {
        var model = new Sequential { new Dense(4, activation: "tanh", inputShape: [3], name: "first"),
            new BatchNormalization(momentum: 0.5, name: "norm"), new Dense(1, name: "last") };
        JsonArray start = Golden["start"]!.AsArray();
        for (int i = 0; i < start.Count; i++) model.Weights[i].Set([.. Numbers(start[i]!).Select(v => (float)v)]);
        model.Compile(optimizer, "mse");
        return model;
    }

    private static float[,] Matrix(string key, int columns)
    {
        double[] numbers = Numbers(Golden[key]!);
        var matrix = new float[numbers.Length / columns, columns];
        for (int i = 0; i < numbers.Length; i++) matrix[i / columns, i % columns] = (float)numbers[i];
        return matrix;
    }

    private static double[] Numbers(JsonNode node) =>
        node is JsonArray list ? [.. list.SelectMany(n => Numbers(n!))] : [node.GetValue<double>()];
}
