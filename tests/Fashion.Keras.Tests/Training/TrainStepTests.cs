using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Engine;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Training;

/// <summary>Training steps of a user's own: the numbers of Fit where Fit can do the same, several models, what is refused.</summary>
public sealed partial class TrainStepTests
{
    private static readonly float[,] X = Numbers(40, 6, 1);
    private static readonly float[,] Y = Numbers(40, 3, 2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_TheStepOfCompile_HasItsBits(bool accumulate)
    {
        Adam Optimizer() => new(0.01, gradientAccumulationSteps: accumulate ? 2 : null);
        Sequential compiled = Regression(), custom = Regression();
        compiled.Compile(Optimizer(), "mse", metrics: ["mae"]);
        compiled.Options = new ModelOptions { Seed = 3 };
        History expected = compiled.Fit(X, Y, batchSize: 16, epochs: 3, verbose: Verbosity.Silent, validationData: (X, Y));

        Adam optimizer = Optimizer();
        var mse = new MeanSquaredError();
        Metric mae = "mae";
        var step = TrainStep.Define((x, y, t) =>
        {
            SymbolicTensor prediction = custom.Apply(x);
            SymbolicTensor loss = mse.Compute(y, prediction) + t.Penalties(custom);
            t.Count(mae, y, prediction);
            t.Minimize(loss, custom, optimizer);
            return new() { ["loss"] = loss };
        });
        step.Options = new ModelOptions { Seed = 3 };
        History given = step.Fit(X, Y, batchSize: 16, epochs: 3, verbose: Verbosity.Silent, validationData: (X, Y));
        Assert.Equal(compiled.Weights.SelectMany(w => w.ToArray()), custom.Weights.SelectMany(w => w.ToArray()));
        foreach (string key in new[] { "loss", "mae", "val_loss", "val_mae" }) Assert.Equal(expected[key], given[key]);
    }

    [Fact]
    public void Minimize_SeveralModels_SeeTheSameWeights_AsTheReferenceEngineComputes()
    {
        float[][] Train(string engine)
        {
            (Sequential generator, Sequential discriminator) = Pair();
            var step = Gan(generator, discriminator);
            step.Options = new ModelOptions { Seed = 1, Engine = GraphRunner.Engine(engine) };
            step.Fit(X, batchSize: 8, epochs: 2, verbose: Verbosity.Silent);
            return [.. generator.Weights.Concat(discriminator.Weights).Select(w => w.ToArray())];
        }
        foreach ((float[] managed, float[] reference) in Train("managed").Zip(Train("reference"))) Close(reference, managed, 2e-4f);
    }

    [Fact]
    public void Minimize_OfAGan_LeavesTheOtherModelAlone()
    {
        (Sequential generator, Sequential discriminator) = Pair();
        var bce = new BinaryCrossentropy(fromLogits: true);
        var optimizer = new Sgd(0.5);
        float[] before = discriminator.Weights[0].ToArray(), own = generator.Weights[0].ToArray();
        var step = TrainStep.Define((real, t) =>
        {
            SymbolicTensor loss = bce.Compute(1, discriminator.Apply(generator.Apply(t.RandomNormal([t.BatchSize, 4]))));
            t.Minimize(loss, generator, optimizer);
            return new() { ["g_loss"] = loss };
        });
        Logs logs = step.TrainOnBatch(X);
        Assert.Equal(before, discriminator.Weights[0].ToArray());
        Assert.NotEqual(own, generator.Weights[0].ToArray());
        Assert.Equal(["g_loss"], logs.Keys);
    }

    [Fact]
    public void StopGradient_HidesWhatIsBehindIt()
    {
        Sequential teacher = Regression(), student = Regression();
        var optimizer = new Sgd(0.1);
        // Without StopGradient the same loss would move the teacher too; with it nothing of the teacher is left to minimize.
        var step = TrainStep.Define((x, t) =>
        {
            SymbolicTensor loss = Ops.Mean(Ops.Square(student.Apply(x) - Ops.StopGradient(teacher.Apply(x))));
            t.Minimize(loss, teacher, optimizer);
            return new() { ["loss"] = loss };
        });
        Assert.Contains("does not depend", Assert.Throws<InvalidOperationException>(() => step.TrainOnBatch(X)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void StopGradient_BetweenLayers_LeavesWhatIsBeforeItAlone_AlsoFromAFile()
    {
        using var folder = new TemporaryFolder();
        SymbolicTensor input = Input.Of([6]);
        var made = new Model(input, Ops.StopGradient(input.Dense(4, name: "before")).Dense(3, name: "after"));
        made.Save(folder.File("stopped.keras"));
        foreach (Model model in new[] { made, Model.Load(folder.File("stopped.keras")) })
        {
            model.Compile("adam", "mse");
            float[] before = model.GetLayer("before").Weights[0].ToArray(), after = model.GetLayer("after").Weights[0].ToArray();
            model.Fit(X, Y, verbose: Verbosity.Silent);
            Assert.Equal(before, model.GetLayer("before").Weights[0].ToArray());
            Assert.NotEqual(after, model.GetLayer("after").Weights[0].ToArray());
        }
    }

    [Fact]
    public void ApplyUpdates_LetsWhatFollowsSeeTheNewWeights()
    {
        // One weight, w = 1: the first loss w^2 takes it to 1 - 0.1 * 2 = 0.8; the second sees 0.8.
        var layer = new Dense(1, useBias: false, kernelInitializer: "ones");
        var model = new Sequential { new Input([1]), layer };
        Sgd first = new(0.1), second = new(0.1);
        float[,] one = { { 1 } };
        TrainStep Step(bool apply) => TrainStep.Define((x, t) =>
        {
            SymbolicTensor a = Ops.Mean(Ops.Square(model.Apply(x)));
            t.Minimize(a, model, first);
            if (apply) t.ApplyUpdates();
            SymbolicTensor b = Ops.Mean(Ops.Square(model.Apply(x)));
            t.Minimize(b, model, second);
            return new() { ["a"] = a, ["b"] = b };
        });
        Logs logs = Step(apply: true).TrainOnBatch(one);
        Assert.Equal(1, logs["a"], 1e-6);
        Assert.Equal(0.64, logs["b"], 1e-6);
        Assert.Equal(0.64f, layer.Weights[0].ToArray()[0], 1e-6f);

        layer.Weights[0].Set([1]);
        (first, second) = (new Sgd(0.1), new Sgd(0.1));
        logs = Step(apply: false).TrainOnBatch(one);
        Assert.Equal(1, logs["b"], 1e-6);
        Assert.Equal(0.6f, layer.Weights[0].ToArray()[0], 1e-6f);
    }

    [Fact]
    public void ApplyUpdates_LossOfTheOldWeights_IsRefused()
    {
        Sequential model = Regression();
        Sgd first = new(0.1), second = new(0.1);
        var step = TrainStep.Define((x, t) =>
        {
            SymbolicTensor a = Ops.Mean(model.Apply(x)), b = Ops.Mean(Ops.Square(model.Apply(x)));
            t.Minimize(a, model, first);
            t.ApplyUpdates();
            t.Minimize(b, model, second);
            return new() { ["a"] = a };
        });
        Assert.Contains("before ApplyUpdates", Assert.Throws<InvalidOperationException>(() => step.TrainOnBatch(X)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_WorkAsInTraining_UnlessTheyAreToldNotTo()
    {
        var model = new Sequential().Input(6).Dropout(0.5).Dense(1, useBias: false, kernelInitializer: "ones");
        var optimizer = new Sgd(0);
        float[,] ones = new float[200, 6];
        for (int i = 0; i < 200; i++)
            for (int j = 0; j < 6; j++) ones[i, j] = 1;
        var step = TrainStep.Define((x, t) =>
        {
            SymbolicTensor training = model.Apply(x), inference = model.Apply(x, t.Inference);
            t.Minimize(Ops.Mean(training), model, optimizer);
            return new() { ["training"] = Ops.Max(training), ["inference"] = Ops.Max(inference) };
        });
        Logs logs = step.TrainOnBatch(ones);
        Assert.Equal(6, logs["inference"], 1e-6);
        Assert.True(logs["training"] > 6);
        // The evaluation of a validation works as Predict does.
        History history =
            step.Fit(ones, batchSize: 50, verbose: Verbosity.Silent, validationData: ValidationData.From([new DataBatch(ones)]));
        Assert.Equal(6, history["val_training"][0], 1e-6);
    }

    [Fact]
    public void RandomNumbers_OfAStep_DifferFromStepToStep_AndFollowTheSeed()
    {
        List<double> Draws()
        {
            Sequential model = Regression();
            var optimizer = new Sgd(0);
            var step = TrainStep.Define((x, t) =>
            {
                t.Minimize(Ops.Mean(model.Apply(x)), model, optimizer);
                return new()
                {
                    ["normal"] = Ops.Mean(t.RandomNormal([4000], mean: 3, stddev: 2)),
                    ["uniform"] = Ops.Mean(t.RandomUniform([4000], -1, 0))
                };
            }, seed: 8);
            return [.. Enumerable.Range(0, 3).SelectMany(_ => { Logs logs = step.TrainOnBatch(X); return new[] { logs["normal"],
                logs["uniform"] }; })];
        }
        List<double> draws = Draws();
        Assert.Equal(6, draws.Distinct().Count());
        Assert.All([draws[0], draws[2], draws[4]], mean => Assert.Equal(3, mean, 0.2));
        Assert.All([draws[1], draws[3], draws[5]], mean => Assert.Equal(-0.5, mean, 0.1));
        Assert.Equal(draws, Draws());
    }

    [Fact]
    public void Fit_CallbacksAndStreams_WorkAsInFit()
    {
        using var folder = new TemporaryFolder();
        (Sequential generator, Sequential discriminator) = Pair();
        TrainStep step = Gan(generator, discriminator);
        var stop = new LambdaCallback(onEpochEnd: (epoch, _) => generator.StopTraining = epoch == 1);
        string path = folder.File("generator-{epoch}.keras");
        History history = step.Fit(Dataset.From(Enumerable.Range(0, 40).Select(i => Enumerable.Range(0, 6).Select(j => X[i, j]).ToArray()))
            .Shuffle(40, seed: 2).Batch(8), epochs: 5, verbose: Verbosity.Silent,
            callbacks: [stop, new ModelCheckpoint(path), new EarlyStopping("d_loss", mode: MonitorMode.Min, restoreBestWeights: true)]);
        Assert.Equal(2, history.Epochs.Count);
        Assert.Equal(["d_loss", "g_loss"], history.Keys);
        // The model of a callback is the first for which a loss is minimized.
        Assert.Equal("discriminator", Model.Load(folder.File("generator-2.keras")).Name);
        Assert.Throws<NotSupportedException>(
            () => step.Fit(X, verbose: Verbosity.Silent, callbacks: new BackupAndRestore(folder.File("backup"))));
        Assert.Contains("2 optimizers",
            Assert.Throws<InvalidOperationException>(
                () => step.Fit(X, verbose: Verbosity.Silent, callbacks: new LearningRateScheduler((_, rate) => rate))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_LayerFrozenInACallback_StaysAsItIs()
    {
        (Sequential generator, Sequential discriminator) = Pair();
        TrainStep step = Gan(generator, discriminator);
        float[] kept = [];
        step.Fit(X, batchSize: 8, epochs: 2, verbose: Verbosity.Silent, callbacks: new LambdaCallback(onEpochBegin: epoch =>
        {
            if (epoch != 1) return;
            generator.Layers[0].Trainable = false;
            kept = generator.Weights[0].ToArray();
        }));
        Assert.Equal(kept, generator.Weights[0].ToArray());
    }

    [Fact]
    public void Faults_OfTheFunction_AreErrors()
    {
        Sequential model = Regression();
        Sgd optimizer = new(0.1);
        string Message(Func<SymbolicTensor, TrainStepContext, Dictionary<string, SymbolicTensor>> step) =>
            Assert.ThrowsAny<Exception>(() => TrainStep.Define(step).Fit(X, verbose: Verbosity.Silent)).Message;
        Assert.Contains("minimizes no loss", Message((x, t) => []), StringComparison.Ordinal);
        Assert.Contains("single number", Message((x, t) =>
        {
            t.Minimize(model.Apply(x), model, optimizer);
            return [];
        }), StringComparison.Ordinal);
        Assert.Contains("optimizer of its own", Message((x, t) =>
        {
            t.Minimize(Ops.Mean(model.Apply(x)), model, optimizer);
            t.Minimize(Ops.Mean(model.Apply(x)), model, optimizer);
            return [];
        }), StringComparison.Ordinal);
        int calls = 0;
        Assert.Contains("than before", Message((x, t) =>
        {
            t.Minimize(Ops.Mean(model.Apply(x)), model, optimizer);
            return new() { [$"loss{calls++}"] = 0 };
        }), StringComparison.Ordinal);
        Assert.Contains("no targets",
            Assert.Throws<ArgumentException>(() => TrainStep.Define((x, y, t) => []).Fit(X, verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => TrainStep.Define((x, t) => []).Fit(X, new float[3], verbose: Verbosity.Silent));
    }

    [Fact]
    public void Fit_WhileAnotherThreadTrainsOneOfItsModels_IsRefused()
    {
        (Sequential generator, Sequential discriminator) = Pair();
        TrainStep step = Gan(generator, discriminator);
        step.TrainOnBatch(X);
        discriminator.Compile("sgd", "mse");
        Exception? error = null;
        discriminator.Fit(X, new float[40, 1], batchSize: 40, verbose: Verbosity.Silent, callbacks: new LambdaCallback(onTrainBegin: () =>
        {
            var other = new Thread(() => error = Record.Exception(() => step.TrainOnBatch(X)));
            other.Start();
            other.Join();
        }));
        Assert.Contains("another thread", Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_TrainedByAStep_PredictWithTheBitsOfALoadedOne()
    {
        using var folder = new TemporaryFolder();
        var wide = new Sequential(name: "wide").Input(6).Dense(96, "relu").Dense(64, "relu").Dense(6);
        var optimizer = new Adam(0.01);
        TrainStep.Define((x, t) =>
        {
            SymbolicTensor loss = Ops.Mean(Ops.Square(wide.Apply(x) - x)) + Ops.Mean(Ops.Square(wide.Apply(x * 2f)));
            t.Minimize(loss, wide, optimizer);
            return new() { ["loss"] = loss };
        }).Fit(X, batchSize: 8, verbose: Verbosity.Silent);
        wide.Save(folder.File("wide.keras"));
        Assert.Equal(wide.Predict(X, verbose: Verbosity.Silent).ToArray(),
            Model.Load(folder.File("wide.keras")).Predict(X, verbose: Verbosity.Silent).ToArray());
    }

    private static TrainStep Gan(Sequential generator, Sequential discriminator)
    {
        var bce = new BinaryCrossentropy(fromLogits: true);
        Adam d = new(0.01), g = new(0.02);
        return TrainStep.Define((real, t) =>
        {
            SymbolicTensor fake = generator.Apply(t.RandomUniform([t.BatchSize, 4]));
            SymbolicTensor dLoss = bce.Compute(1, discriminator.Apply(real)) + bce.Compute(0, discriminator.Apply(Ops.StopGradient(fake)));
            SymbolicTensor gLoss = bce.Compute(1, discriminator.Apply(fake));
            t.Minimize(dLoss, discriminator, d);
            t.Minimize(gLoss, generator, g);
            return new() { ["d_loss"] = dLoss, ["g_loss"] = gLoss };
        }, seed: 4);
    }

    private static (Sequential Generator, Sequential Discriminator) Pair()
    {
        return (new Sequential(name: "generator").Input(4).Dense(12, "tanh").Dense(6).Seeded(5),
            new Sequential(name: "discriminator").Input(6).Dense(10, "tanh").Dense(1).Seeded(6));
    }

    private static Sequential Regression()
    {
        return new Sequential().Input(6).Dense(8, "relu", kernelRegularizer: new Keras.Regularizers.L2(0.01)).BatchNormalization()
            .Dropout(0.2, seed: 3).Dense(3).Seeded(7);
    }

    private static float[,] Numbers(int rows, int width, int seed)
    {
        var random = new Random(seed);
        var values = new float[rows, width];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < width; j++) values[i, j] = random.NextSingle() - 0.5f;
        return values;
    }

    private static void Close(float[] expected, float[] actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
