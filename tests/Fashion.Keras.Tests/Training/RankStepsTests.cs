using Fashion.Keras.Callbacks;
using Fashion.Keras.Initializers;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Training;

/// <summary>What steps on several ranks compute: the same as one rank with the same batch.</summary>
public sealed class RankStepsTests
{
    private const int Count = 40;

    // Without a seed of the user's each process draws one; all ranks take that of rank 0.
    [Theory]
    [InlineData("arrays")]
    [InlineData("pipeline")]
    [InlineData("sequence")]
    public void Order_WithoutASeed_IsThatOfRankZero(string data)
    {
        float[][] two = ThreadRanks.Run(2, ranks => Fit(ranks));
        Assert.Equal(two[0], two[1]);
        AssertNear(Fit(null), two[0]);

        float[] Fit(ICollective? ranks)
        {
            using SeedSource.Scope scope = SeedSource.Use(100 + (ranks?.Rank ?? 0));
            Sequential model = Model(ranks, seed: null);
            _ = data switch
            {
                "arrays" => model.Fit(X(), Y(), batchSize: 8, epochs: 2, verbose: 0),
                "pipeline" => model.Fit(Rows().Shuffle(100).Batch(8), epochs: 2, verbose: 0),
                _ => model.Fit(new Batches(), epochs: 2, verbose: 0),
            };
            return Weights(model);
        }
    }

    // Fewer rows than ranks, as many, and a number that cannot be divided.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void SingleBatches_GiveWhatOneRankGives(int rows)
    {
        float[][] three = ThreadRanks.Run(3, Run);
        Assert.Equal(three[0], three[2]);
        AssertNear(Run(null), three[0]);

        float[] Run(ICollective? ranks)
        {
            Sequential model = Model(ranks);
            (float[,] x, int[] y) = (X().Rows(0, rows), Y()[..rows]);
            Logs test = model.TestOnBatch(x, y), train = model.TrainOnBatch(x, y), after = model.TestOnBatch(x, y);
            return [.. Weights(model), .. new[] { test, train, after }.SelectMany(l => l.Values).Select(v => (float)v)];
        }
    }

    [Theory]
    [InlineData(40, 8)]
    [InlineData(37, 9)]
    [InlineData(33, 8)]
    public void LossThatIsASum_IsThatOfAllSamples(int count, int batch)
    {
        float[][] three = ThreadRanks.Run(3, Run);
        Assert.Equal(three[0], three[2]);
        AssertNear(Run(null), three[0]);

        float[] Run(ICollective? ranks)
        {
            Sequential model = Model(ranks, new Sgd(0.01), new SparseCategoricalCrossentropy(reduction: Reduction.Sum));
            History history = model.Fit(X().Rows(0, count), Y()[..count], batch, epochs: 2, verbose: 0);
            return [.. Weights(model), (float)history["loss"][^1], (float)model.Evaluate(X(), Y(), 16, verbose: 0).Loss,
                (float)model.TrainOnBatch(X().Rows(0, 7), Y()[..7])["loss"]];
        }
    }

    // A sample whose gradient overflows lies in the share of one rank.
    [Fact]
    public void LossScaling_LeavesOutAStepOnAllRanks_AndDoesNotCountIt()
    {
        (long Steps, double Scale, float[] Weights)[] two = ThreadRanks.Run(2, Run);
        Assert.Equal(two[0].Weights, two[1].Weights);
        (long steps, double scale, float[] weights) = Run(null);
        Assert.Equal((4, 16384), (steps, scale));
        Assert.All(two, rank => Assert.Equal((steps, scale), (rank.Steps, rank.Scale)));
        AssertNear(weights, two[0].Weights);

        static (long, double, float[]) Run(ICollective? ranks)
        {
            var optimizer = new LossScaleOptimizer(new Adam(0.01));
            Sequential model = Model(ranks, optimizer);
            float[,] x = X();
            x[20, 0] = float.PositiveInfinity;
            model.Fit(x, Y(), batchSize: 8, shuffle: false, verbose: 0);
            return (optimizer.Iterations, optimizer.DynamicScale, Weights(model));
        }
    }

    [Fact]
    public void CallbacksThatSteer_DoTheSameOnAllRanks()
    {
        float[][] two = ThreadRanks.Run(2, Run);
        Assert.Equal(two[0], two[1]);
        AssertNear(Run(null), two[0]);

        static float[] Run(ICollective? ranks)
        {
            Sequential model = Model(ranks, new Sgd(0.3, useEma: true, emaMomentum: 0.9));
            model.Fit(X(), Y(), batchSize: 8, epochs: 20, verbose: 0, validationData: (X().Rows(0, 9), Y()[5..14]), callbacks:
                [new SwapEmaWeights(), new ReduceLROnPlateau(patience: 1, factor: 0.5),
                    new EarlyStopping(patience: 3, restoreBestWeights: true)]);
            return [.. Weights(model), (float)model.Optimizer!.LearningRate];
        }
    }

    [Fact]
    public void Evaluate_TakesTheWeightsOfRankZero()
    {
        double[] losses = ThreadRanks.Run(2, ranks =>
        {
            Sequential model = Model(ranks);
            model.Fit(X(), Y(), batchSize: 8, verbose: 0);
            if (ranks.Rank == 1) model.Weights[0].Set(new float[15]);
            return model.Evaluate(X(), Y(), verbose: 0).Loss;
        });
        Sequential one = Model(null);
        one.Fit(X(), Y(), batchSize: 8, verbose: 0);
        Assert.Equal(losses[0], losses[1]);
        Assert.Equal(one.Evaluate(X(), Y(), verbose: 0).Loss, losses[0], 1e-5);
    }

    private static float[] Weights(Sequential model) => [.. model.Weights.SelectMany(w => w.ToArray())];

    private static Dataset<(float[] X, int Y)> Rows()
    {
        (float[,] x, int[] y) = (X(), Y());
        return Dataset.FromIndex(Count, i => (Enumerable.Range(0, 5).Select(j => x[i, j]).ToArray(), y[i]));
    }

    private static float[,] X()
    {
        var random = new Random(2);
        var x = new float[Count, 5];
        for (int n = 0; n < Count; n++)
            for (int i = 0; i < 5; i++) x[n, i] = (float)random.NextDouble() + (i == n % 3 ? 1 : 0);
        return x;
    }

    private static int[] Y() => [.. Enumerable.Range(0, Count).Select(n => n % 3)];

    private static Sequential Model(ICollective? ranks, Optimizer? optimizer = null, Loss? loss = null, int? seed = 4)
    {
        var model = new Sequential { new Dense(3, "softmax", inputShape: [5], kernelInitializer: new GlorotUniform(2)) };
        model.Options = new ModelOptions { Threads = 1, Seed = seed };
        if (ranks is not null) model.Distribute(ranks);
        model.Compile(optimizer ?? new Sgd(0.1), loss ?? new SparseCategoricalCrossentropy(),
            ["accuracy", "sparse_categorical_crossentropy"]);
        return model;
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5f * Math.Max(1, Math.Abs(expected[i])));
    }

    private sealed class Batches : DataSequence
    {
        public override int Count => RankStepsTests.Count / 8;

        public override DataBatch this[int index] => (X().Rows(index * 8, 8), Y()[(index * 8)..(index * 8 + 8)]);
    }
}

/// <summary>Rows of a matrix.</summary>
internal static class MatrixRows
{
    public static float[,] Rows(this float[,] all, int first, int count)
    {
        var rows = new float[count, all.GetLength(1)];
        Array.Copy(all, first * all.GetLength(1), rows, 0, rows.Length);
        return rows;
    }
}
