using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Engine;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Training;

// Sources that give their batches once, by number or without end; models that change; steps inside of steps.
public sealed partial class TrainStepTests
{
    [Fact]
    public void Fit_SourceThatGivesItsBatchesOnce_LosesNone()
    {
        var once = new Queue<DataBatch>(Enumerable.Range(0, 5).Select(i => (DataBatch)(Numbers(8, 6, i), Numbers(8, 3, i))));
        IEnumerable<DataBatch> Once()
        {
            while (once.TryDequeue(out DataBatch? batch)) yield return batch;
        }
        int steps = 0;
        Mse(Regression()).Fit(Once(), verbose: Verbosity.Silent, callbacks: new LambdaCallback(onTrainBatchEnd: (_, _) => steps++));
        Assert.Equal(5, steps);
    }

    [Fact]
    public void Fit_ValidationWithoutEnd_NeedsSteps()
    {
        TrainStep step = Mse(Regression());
        Dataset<DataBatch> endless = Dataset.Range(1).Map(_ => (DataBatch)(X, Y)).Repeat();
        Assert.Equal("validationSteps",
            Assert.Throws<ArgumentException>(() => step.Fit(X, Y, verbose: Verbosity.Silent, validationData: endless)).ParamName);
        Assert.Single(step.Fit(X, Y, verbose: Verbosity.Silent, validationData: endless, validationSteps: 2)["val_loss"]);
    }

    [Fact]
    public void Fit_BatchesByNumber_AreShuffledAndToldOfEpochs_AsInFitOfAModel()
    {
        var parts = new Parts();
        TrainStep step = Mse(Regression());
        step.Options = new ModelOptions { Seed = 5 };
        step.Fit(parts, epochs: 2, verbose: Verbosity.Silent);
        Assert.Equal((2, 2), (parts.Begun, parts.Ended));
        int[] asked = [.. parts.Asked.TakeLast(20)];
        Assert.Equal(Enumerable.Range(0, 10), asked[10..].Order());
        Assert.NotEqual(Enumerable.Range(0, 10), asked[10..]);
        Assert.NotEqual(asked[..10], asked[10..]);
    }

    [Fact]
    public void Fit_ModelsThatGainedALayer_AreNotThoseOfBefore()
    {
        Sequential teacher = new Sequential { Name = "teacher" }.Input(6).Dense(3).Seeded(1),
            model = new Sequential().Input(6).Dense(3, kernelInitializer: "zeros");
        var mse = new MeanSquaredError();
        var optimizer = new Sgd(0);
        var step = TrainStep.Define((x, t) =>
        {
            SymbolicTensor loss = mse.Compute(Ops.StopGradient(teacher.Apply(x)), model.Apply(x));
            t.Minimize(loss, model, optimizer);
            return new() { ["loss"] = loss };
        });
        Assert.NotEqual(0, step.Fit(X, verbose: Verbosity.Silent)["loss"][0]);
        teacher.Dense(3, kernelInitializer: "zeros");
        Assert.Equal(0, step.Fit(X, verbose: Verbosity.Silent)["loss"][0]);
        // The optimizer has no place for the weights of a new layer.
        model.Dense(3);
        Assert.Contains("knows nothing of 2 others",
            Assert.Throws<InvalidOperationException>(() => step.Fit(X, verbose: Verbosity.Silent)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_LayerOfATeacherFrozenInACallback_WorksAsFrozen()
    {
        var norm = new BatchNormalization();
        var teacher = new Sequential { new Input(6), norm };
        Sequential model = Regression();
        var mse = new MeanSquaredError();
        var optimizer = new Sgd(0.1);
        var step = TrainStep.Define((x, y, t) =>
        {
            SymbolicTensor loss = mse.Compute(y, model.Apply(Ops.StopGradient(teacher.Apply(x))));
            t.Minimize(loss, model, optimizer);
            return new() { ["loss"] = loss };
        });
        float[] moving = [];
        step.Fit(X, Y, epochs: 2, verbose: Verbosity.Silent, callbacks: new LambdaCallback(onEpochBegin: epoch =>
        {
            if (epoch != 1) return;
            norm.Trainable = false;
            moving = norm.Weights[2].ToArray();
        }));
        Assert.Contains(moving, m => m != 0);
        Assert.Equal(moving, norm.Weights[2].ToArray());
    }

    [Fact]
    public void TrainOnBatch_InACallbackOfFit_LeavesTheMetricsOfTheEpochAlone()
    {
        History Train(bool nested)
        {
            Metric mae = "mae";
            TrainStep step = Mse(new Sequential().Input(6).Dense(3).Seeded(1), new Sgd(0), mae);
            return step.Fit(X, Y, batchSize: 8, shuffle: false,
                verbose: Verbosity.Silent, callbacks: new LambdaCallback(onTrainBatchEnd: (batch, _) =>
            {
                if (nested && batch == 2) step.TrainOnBatch(Numbers(8, 6, 9), Numbers(8, 3, 9));
            }));
        }
        Assert.Equal(Train(false)["mae"], Train(true)["mae"]);
    }

    private static TrainStep Mse(Sequential model, Optimizer? given = null, Metric? metric = null)
    {
        var mse = new MeanSquaredError();
        Optimizer optimizer = given ?? new Sgd(0.1);
        return TrainStep.Define((x, y, t) =>
        {
            SymbolicTensor prediction = model.Apply(x), loss = mse.Compute(y, prediction);
            if (metric is not null) t.Count(metric, y, prediction);
            t.Minimize(loss, model, optimizer);
            return new() { ["loss"] = loss };
        });
    }

    private sealed class Parts : DataSequence
    {
        public List<int> Asked { get; } = [];

        public int Begun { get; private set; }

        public int Ended { get; private set; }

        public override int Count => 10;

        public override DataBatch this[int index]
        {
            get
            {
                lock (Asked) Asked.Add(index);
                return (Numbers(4, 6, index), Numbers(4, 3, index));
            }
        }

        public override void OnEpochBegin() => Begun++;

        public override void OnEpochEnd() => Ended++;
    }
}
