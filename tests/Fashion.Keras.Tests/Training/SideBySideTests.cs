using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Training;

/// <summary>What other threads may do while a model trains, and what they are told they may not.</summary>
public sealed class SideBySideTests
{
    [Theory]
    [InlineData(784, 128)]
    [InlineData(1568, 512)]
    public void Predict_DuringTheFirstSteps_IsRightInEveryRow(int inputs, int units)
    {
        for (int round = 0; round < 3; round++)
        {
            var model = new Sequential { new Dense(units, inputShape: [inputs], kernelInitializer: "ones") };
            model.Options = new ModelOptions { Threads = 1 };
            model.Compile(new Sgd(learningRate: 0), "mse");
            var ones = new float[200, inputs];
            foreach (ref float value in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref ones[0, 0], ones.Length)) value = 1;
            using var predicting = new ManualResetEventSlim();
            int wrong = 0;
            var predictor = new Thread(() =>
            {
                for (int pass = 0; pass < 4; pass++)
                {
                    Tensor<float> rows = model.Predict(ones, batchSize: 1, verbose: Verbosity.Silent);
                    predicting.Set();
                    wrong += rows.ToArray().Count(v => v != inputs);
                }
            });
            predictor.Start();
            predicting.Wait(TestContext.Current.CancellationToken);
            for (int step = 0; step < 4; step++) model.TrainOnBatch(new float[8, inputs], new float[8, units]);
            predictor.Join();
            Assert.Equal(0, wrong);
        }
    }

    [Fact]
    public void PredictAndSave_DuringFit_SeeTheWeightsOfOneStep()
    {
        Sequential model = Model();
        float[,] probe = X(3);
        var predictions = new ConcurrentDictionary<string, bool>();
        var states = new ConcurrentDictionary<string, bool>();
        void Record()
        {
            predictions[Text(model.Predict(probe, verbose: Verbosity.Silent).ToArray())] = true;
            states[State(model)] = true;
        }
        Record();
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var seen = new ConcurrentBag<string>();
        int saved = 0;
        var predictor = new Thread(() =>
        {
            while (!stop.IsCancellationRequested) seen.Add(Text(model.Predict(probe, verbose: Verbosity.Silent).ToArray()));
        });
        var saver = new Thread(() =>
        {
            while (!stop.IsCancellationRequested && saved < 40) model.SaveWeights(folder.File($"{saved++}.weights.h5"));
        });
        predictor.Start();
        saver.Start();
        model.Fit(X(256), Y(256), batchSize: 4, epochs: 4, verbose: Verbosity.Silent,
            callbacks: new LambdaCallback(onTrainBatchEnd: (_, _) => Record()));
        stop.Cancel();
        predictor.Join();
        saver.Join();
        Assert.NotEmpty(seen);
        Assert.All(seen, p => Assert.True(predictions.ContainsKey(p), "a prediction mixes the weights of two steps"));
        Assert.True(saved > 0);
        Sequential loaded = Model();
        for (int i = 0; i < saved; i++)
        {
            loaded.LoadWeights(folder.File($"{i}.weights.h5"));
            Assert.True(states.ContainsKey(State(loaded)), "a file mixes the weights of two steps");
        }
    }

    [Fact]
    public void Set_DuringFit_HappensBetweenTwoSteps()
    {
        Sequential model = Model(learningRate: 0);
        Variable kernel = model.Weights[0];
        var torn = new ConcurrentBag<float[]>();
        using var stop = new CancellationTokenSource();
        var setter = new Thread(() =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
                kernel.Set([.. Enumerable.Repeat((float)(i % 7), kernel.Shape.ElementCount)]);
        });
        setter.Start();
        model.Fit(X(256), Y(256), batchSize: 4, epochs: 3,
            verbose: Verbosity.Silent, callbacks: new LambdaCallback(onTrainBatchEnd: (_, _) =>
        {
            float[] values = kernel.ToArray();
            if (values.Distinct().Count() > 1) torn.Add(values);
        }));
        stop.Cancel();
        setter.Join();
        Assert.InRange(torn.Count, 0, 1);
    }

    [Fact]
    public void Fit_TwoModelsThatShareALayer_TakeTurns()
    {
        var shared = new Dense(64, activation: "tanh", kernelInitializer: new RandomNormal(0, 0.2, 1));
        Sequential[] models =
            [.. Enumerable.Range(0, 2)
                .Select(i => new Sequential { new Input(64), shared, new Dense(3, kernelInitializer: new RandomNormal(0, 0.2, i)) })];
        Parallel.ForEach(models, model =>
        {
            model.Compile(new Sgd(0.01), "mse");
            for (int i = 0; i < 5; i++)
            {
                History history = model.Fit(X(64), Y(64), batchSize: 4, epochs: 2, verbose: Verbosity.Silent);
                Assert.All(history["loss"], l => Assert.True(double.IsFinite(l)));
            }
        });
        Assert.Equal(models[0].Weights[0].ToArray(), models[1].Weights[0].ToArray());
    }

    public static TheoryData<string> Changes => new("compile", "add", "pop", "options", "fit", "evaluate", "load");

    [Theory]
    [MemberData(nameof(Changes))]
    public void Change_ByAnotherThreadDuringFit_IsRefused(string change)
    {
        using var folder = new TemporaryFolder();
        Sequential model = Model();
        model.SaveWeights(folder.File("w.weights.h5"));
        Exception? caught = null;
        model.Fit(X(8), Y(8), verbose: Verbosity.Silent, callbacks: new LambdaCallback(onTrainBatchEnd: (_, _) =>
        {
            var other = new Thread(() => caught = Xunit.Record.Exception(() => Do(change, model, folder)));
            other.Start();
            other.Join();
        }));
        var refused = Assert.IsType<InvalidOperationException>(caught);
        Assert.Contains("by another thread", refused.Message, StringComparison.Ordinal);
        Assert.Contains(model.Name, refused.Message, StringComparison.Ordinal);
        model.Fit(X(8), Y(8), verbose: Verbosity.Silent);
    }

    [Theory]
    [InlineData("compile", "how it learns")]
    [InlineData("add", "its layers")]
    [InlineData("pop", "its layers")]
    [InlineData("options", "its options")]
    public void Change_InACallback_IsRefusedAndTheFitGoesOn(string change, string what)
    {
        using var folder = new TemporaryFolder();
        Sequential model = Model(), same = Model();
        var caught = new List<Exception?>();
        model.Fit(X(8), Y(8), batchSize: 3, verbose: Verbosity.Silent, shuffle: false, callbacks: new LambdaCallback(
            onTrainBatchEnd: (_, _) => caught.Add(Xunit.Record.Exception(() => Do(change, model, folder)))));
        same.Fit(X(8), Y(8), batchSize: 3, verbose: Verbosity.Silent, shuffle: false);
        Assert.Equal(3, caught.Count);
        Assert.All(caught, e => Assert.Contains(what, Assert.IsType<InvalidOperationException>(e).Message, StringComparison.Ordinal));
        Assert.Equal(State(same), State(model));
    }

    [Fact]
    public void LoadWeights_InACallback_IsAllowed()
    {
        using var folder = new TemporaryFolder();
        Sequential model = Model();
        model.SaveWeights(folder.File("w.weights.h5"));
        string before = State(model);
        model.Fit(X(8), Y(8), verbose: Verbosity.Silent,
            callbacks: new LambdaCallback(onEpochEnd: (_, _) => model.LoadWeights(folder.File("w.weights.h5"))));
        Assert.Equal(before, State(model));
    }

    private static void Do(string change, Sequential model, TemporaryFolder folder)
    {
        switch (change)
        {
            case "compile": model.Compile("adam", "mse"); break;
            case "add": model.Add(new Dense(3)); break;
            case "pop": model.Pop(); break;
            case "options": model.Options = new ModelOptions(); break;
            case "fit": model.Fit(X(8), Y(8), verbose: Verbosity.Silent); break;
            case "evaluate": model.Evaluate(X(8), Y(8), verbose: Verbosity.Silent); break;
            default: model.LoadWeights(folder.File("w.weights.h5")); break;
        }
    }

    private static Sequential Model(double learningRate = 0.01)
    {
        var model = new Sequential { new Dense(96, activation: "tanh", inputShape: [64], kernelInitializer: new RandomNormal(0, 0.2, 1)),
            new Dense(64, kernelInitializer: new RandomNormal(0, 0.2, 2)), new Dense(3, kernelInitializer: new RandomNormal(0, 0.2, 3)) };
        model.Options = new ModelOptions { Threads = 2, Seed = 5 };
        model.Compile(new Sgd(learningRate), "mse");
        return model;
    }

    private static string State(Model model) => string.Join('|', model.Weights.Select(w => Text(w.ToArray())));

    private static string Text(float[] values) =>
        Convert.ToHexString(
            System.Security.Cryptography.SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan())));

    private static float[,] X(int rows) => Fill(rows, 64, 0.37);

    private static float[,] Y(int rows) => Fill(rows, 3, 1.7);

    private static float[,] Fill(int rows, int columns, double step)
    {
        var values = new float[rows, columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) values[i, j] = (float)Math.Sin(step * (i * columns + j) + 0.1);
        return values;
    }
}
