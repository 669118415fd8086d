using Fashion.Keras.Engine;
using Fashion.Keras.Execution;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;
using ReferenceEngine = Fashion.Keras.Reference.ReferenceEngine;

namespace Fashion.Keras.Tests.Training;

/// <summary>Models that several ranks train: here threads, with a launcher in the tests of Fashion.Keras.Distributed.</summary>
public sealed class RanksTests
{
    private const int Count = 47;
    private static readonly float[,] s_x = new float[Count, 5];
    private static readonly int[] s_y = new int[Count];

    static RanksTests()
    {
        var random = new Random(2);
        for (int n = 0; n < Count; n++)
        {
            s_y[n] = random.Next(3);
            for (int i = 0; i < 5; i++) s_x[n, i] = (float)random.NextDouble() + (i == s_y[n] ? 1 : 0);
        }
    }

    [Fact]
    public void TwoRanks_GiveTheBitsOfGradientAccumulation()
    {
        float[][] two = ThreadRanks.Run(2, ranks => Fit(ranks, count: 40, batch: 8));
        Assert.Equal(two[0], two[1]);
        Assert.Equal(Fit(null, count: 40, batch: 4, accumulate: 2)[..^2], two[0][..^2]);
    }

    // The last batch of 47 has 7 samples: 3, 2 and 2.
    [Fact]
    public void RanksOfAnyNumber_GiveWhatOneGives_OnBothEngines()
    {
        float[] one = Fit(null, Count, batch: 8, dropout: 0),
            three = ThreadRanks.Run(3, ranks => Fit(ranks, Count, batch: 8, dropout: 0))[0];
        AssertNear(one, three);
        AssertNear(one, ThreadRanks.Run(3, ranks => Fit(ranks, Count, batch: 8, dropout: 0, engine: new ReferenceEngine()))[2]);
    }

    [Fact]
    public void Plan_OfRanks_HasOneMessageWithoutCopies()
    {
        string[] operations = ThreadRanks.Run(2, ranks =>
        {
            Sequential model = Model(ranks, dropout: 0, null, null, profile: true);
            model.Fit(s_x, s_y, batchSize: 8, verbose: Verbosity.Silent, shuffle: false);
            return model.Profile()[0].Entries.Select(e => e.Operation).ToArray();
        })[0];
        Assert.Single(operations, o => o == "average_ranks");
    }

    [Fact]
    public void OneRank_ChangesNothing()
    {
        Sequential model = ThreadRanks.Run(1, ranks => Model(ranks, 0, null, null))[0];
        Assert.Null(model.Trainer.Ranks);
    }

    [Fact]
    public void TrainStep_WithRanks_IsRefused()
    {
        Exception error = Assert.Throws<InvalidOperationException>(() => ThreadRanks.Run(2, ranks =>
        {
            Sequential model = Model(ranks, 0, null, null);
            var adam = new Adam();
            TrainStep.Define((x, y, t) =>
            {
                SymbolicTensor loss = Ops.Mean(Ops.Square(model.Apply(x) - y));
                t.Minimize(loss, model, adam);
                return new() { ["loss"] = loss };
            }).Fit(s_x, new float[Count, 3], verbose: Verbosity.Silent);
            return 0;
        })).InnerException!;
        Assert.IsType<NotSupportedException>(error);
    }

    private static float[] Fit(ICollective? ranks, int count, int batch, int? accumulate = null, double dropout = 0.3,
        IEngine? engine = null)
    {
        Sequential model = Model(ranks, dropout, accumulate, engine);
        var x = new float[count, 5];
        Array.Copy(s_x, x, x.Length);
        History history = model.Fit(x, s_y[..count], batchSize: batch, epochs: 2, verbose: Verbosity.Silent);
        EvaluationResult result = model.Evaluate(s_x, s_y, batchSize: 10, verbose: Verbosity.Silent);
        return [.. model.Weights.SelectMany(w => w.ToArray()), (float)history["loss"][^1], (float)result.Loss, (float)result["accuracy"]];
    }

    private static Sequential Model(ICollective? ranks, double dropout, int? accumulate, IEngine? engine, bool profile = false)
    {
        var model = new Sequential { new Dense(7, "relu", inputShape: [5], kernelInitializer: Weights(1)), new Dropout(dropout, seed: 3),
            new Dense(3, "softmax", kernelInitializer: Weights(2)) };
        model.Options = new ModelOptions { Threads = 1, Seed = 4, Engine = engine, Profile = profile };
        if (ranks is not null) model.Distribute(ranks);
        model.Compile(new Adam(0.01, gradientAccumulationSteps: accumulate), "sparse_categorical_crossentropy", ["accuracy"]);
        return model;
    }

    private static GlorotUniform Weights(int seed) => new(seed);

    private static void AssertNear(float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-5f);
    }
}
