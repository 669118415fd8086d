using Fashion.Keras.Constraints;
using Fashion.Keras.Engine;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Reference;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Engine;

/// <summary>The order in which a weight lies follows from what the model does with it, and never shows in results.</summary>
public sealed class WeightAdoptionTests
{
    private const int Inputs = 83, Hidden = 64, Units = 70;

    [Theory]
    [InlineData("adam")]
    [InlineData("sgd")]
    [InlineData("rmsprop")]
    [InlineData("adamw")]
    [InlineData("ftrl")]
    public void Layout_PredictFirstOrTrainFirst_IsTheSame(string optimizer)
    {
        Sequential predicted = Model(optimizer), trained = Model(optimizer);
        predicted.Predict(X(5), verbose: Verbosity.Silent);
        trained.TrainOnBatch(X(9), Y(9));
        WeightLayout?[] first = Layouts(predicted);
        Assert.Equal(new WeightLayout?[] { new PanelLayout(Inputs, Hidden), null, new PanelLayout(Hidden, Units), null, null, null },
            first.AsEnumerable());
        Assert.Equal(first.AsEnumerable(), Layouts(trained).AsEnumerable());
    }

    public static TheoryData<string> Optimizers =>
        new("adam", "sgd", "rmsprop", "adamw", "adagrad", "adadelta", "adamax", "nadam", "ftrl", "lion", "loss_scale", "clip", "ema",
            "accumulate", "epsilon");

    /// <summary>Every kind of step on a weight in panels, whose last one is not full, against the reference engine.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Train_WeightInPanels_AgreesWithTheReferenceEngine(string optimizer)
    {
        Sequential managed = Model(optimizer), reference = Model(optimizer);
        reference.Options = new ModelOptions { Engine = new ReferenceEngine() };
        managed.Options = new ModelOptions { Threads = 2 };
        Copy(managed, reference);
        for (int i = 0; i < 4; i++)
        {
            managed.TrainOnBatch(X(9), Y(9));
            reference.TrainOnBatch(X(9), Y(9));
        }
        for (int i = 0; i < managed.Weights.Count; i++)
            AssertClose.Equal(Array.ConvertAll(reference.Weights[i].ToArray(), v => (double)v), managed.Weights[i].ToArray(), 2e-5, 2e-3,
                $"{optimizer}: {managed.Weights[i].Path}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(200)]
    public void Predict_TrainedLoadedAndCloned_GivesTheSameBits(int batch)
    {
        foreach (string name in EngineModels.Names)
        {
            var (model, x, y) = EngineModels.Make(name, new ModelOptions { Seed = 1 });
            model.Fit(x, y, batchSize: 8, epochs: 1, verbose: Verbosity.Silent);
            using var folder = new TemporaryFolder();
            model.Save(folder.File("m.keras"));
            Model loaded = Keras.Model.Load(folder.File("m.keras"), compile: false);
            var (clone, _, _) = EngineModels.Make(name, new ModelOptions { Seed = 2 });
            clone.Predict(x, verbose: Verbosity.Silent);
            Copy(model, clone);
            float[] want = model.Predict(x, batch, Verbosity.Silent).ToArray();
            Assert.Equal(want, loaded.Predict(x, batch, Verbosity.Silent).ToArray());
            Assert.Equal(want, clone.Predict(x, batch, Verbosity.Silent).ToArray());
        }
    }

    [Fact]
    public void Layout_WeightWithARuleOrAPenaltyOrAnotherUse_IsRowMajor()
    {
        var table = new Embedding(100, 64);
        var twice = new Dense(64);
        Input input = new(4);
        SymbolicTensor embedded = table.Apply(input.Output);
        var model =
            new Model(input.Output,
                twice.Apply(
                    twice.Apply(
                        new Dense(64, kernelRegularizer: "l2").Apply(new Dense(64, kernelConstraint: new MaxNorm()).Apply(embedded)))));
        model.Predict(new float[2, 4], verbose: Verbosity.Silent);
        Assert.All(Layouts(model), Assert.Null);
    }

    [Fact]
    public void Train_EpsilonOfZero_KeepsThePaddingZero()
    {
        Sequential model = Model("epsilon");
        for (int i = 0; i < 3; i++) model.TrainOnBatch(X(9), Y(9));
        Assert.All(model.Weights, w => Assert.All(w.ToArray(), v => Assert.True(float.IsFinite(v))));
    }

    private static Sequential Model(string optimizer)
    {
        // The gradient of the first layer is a product with the second one's panels, whose padding it meets.
        var model =
            new Sequential { new Dense(Hidden, activation: "tanh", inputShape: [Inputs], kernelInitializer: new RandomNormal(0, 0.2, 2)),
                new Dense(Units, activation: "tanh", kernelInitializer: new RandomNormal(0, 0.2, 3)),
                new Dense(3, kernelInitializer: new RandomNormal(0, 0.2, 4)) };
        model.Compile(optimizer switch
        {
            "loss_scale" => new Adam(lossScaleFactor: 8),
            "clip" => new Adam(globalClipnorm: 0.05),
            "ema" => new Adam(useEma: true, emaOverwriteFrequency: 2),
            "accumulate" => new RMSprop(gradientAccumulationSteps: 2),
            "epsilon" => new Adam(epsilon: 0, clipvalue: 1e3),
            _ => optimizer,
        }, "mse");
        return model;
    }

    private static void Copy(Model from, Model to)
    {
        for (int i = 0; i < from.Weights.Count; i++) to.Weights[i].Set(from.Weights[i].ToArray());
    }

    private static WeightLayout?[] Layouts(Model model) => [.. model.Weights.Select(w => ManagedPlacement.Of(w)?.Layout)];

    private static float[,] X(int rows) => Fill(rows, Inputs, 0.37);

    private static float[,] Y(int rows) => Fill(rows, 3, 1.7);

    private static float[,] Fill(int rows, int columns, double step)
    {
        var values = new float[rows, columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) values[i, j] = (float)Math.Sin(step * (i * columns + j) + 0.1);
        return values;
    }
}
