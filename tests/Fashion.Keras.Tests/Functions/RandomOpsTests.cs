using System.Numerics.Tensors;

namespace Fashion.Keras.Tests.Functions;

/// <summary>Random tensors: their distributions, what a seed means, and where they are drawn.</summary>
public sealed class RandomOpsTests
{
    private const int Count = 40_000;

    // Five standard errors of the mean, and a few per cent of the variance; the seeds are fixed.
    private static void AssertMoments(SymbolicTensor x, double mean, double variance)
    {
        float[] values = x.ToArray();
        double found = values.Average(v => (double)v), spread = values.Average(v => (v - found) * (v - found));
        Assert.True(Math.Abs(found - mean) <= 5 * Math.Sqrt(variance / values.Length), $"mean {found}, should be {mean}");
        Assert.True(Math.Abs(spread - variance) <= 0.05 * variance, $"variance {spread}, should be {variance}");
    }

    [Fact]
    public void Distributions_HaveTheirMoments()
    {
        AssertMoments(RandomOps.Normal([Count], 3, 2, seed: 1), 3, 4);
        AssertMoments(RandomOps.Uniform([Count / 4, 4], -1, 5, seed: 2), 2, 3);
        AssertMoments(RandomOps.TruncatedNormal([Count], 1, 2, seed: 3), 1, 4 * 0.7737);
        AssertMoments(RandomOps.Randint([Count], -3, 7, seed: 4), 1.5, 99 / 12.0);
        AssertMoments(RandomOps.Gamma([Count], 0.4, seed: 5), 0.4, 0.4);
        AssertMoments(RandomOps.Gamma([Count], 7, seed: 5), 7, 7);
        AssertMoments(RandomOps.Beta([Count], 2, 0.5, seed: 6), 0.8, 1 / (6.25 * 3.5));
        AssertMoments(RandomOps.Binomial([Count], 9, 0.3, seed: 7), 2.7, 1.89);
        AssertMoments(RandomOps.Binomial([Count], 200, 0.8, seed: 8), 160, 32);
        AssertMoments(RandomOps.Binomial([Count], 1000, 0.3, seed: 8), 300, 210);
    }

    [Fact]
    public void Distributions_KeepTheirLimits()
    {
        Assert.All(RandomOps.TruncatedNormal([Count], 1, 2, seed: 3).ToArray(), v => Assert.InRange(v, -3f, 5f));
        Assert.Equal(Enumerable.Range(-3, 10).Select(v => (float)v),
            RandomOps.Randint([Count], -3, 7, seed: 4).ToArray().Distinct().Order());
        Assert.All(RandomOps.Uniform([Count], -1, 5, seed: 2).ToArray(), v => Assert.InRange(v, -1f, 5f));
        Assert.Equal([0f, 5, 0], RandomOps.Binomial([3], new float[] { 0, 5, 5 }, new float[] { 0.5f, 1, 0 }, seed: 1).ToArray());
        Assert.All(RandomOps.Gamma([3], new float[] { 0, -1, float.NaN }, seed: 1).ToArray(), v => Assert.Equal(float.NaN, v));
    }

    [Fact]
    public void Binomial_HasTheProbabilitiesOfTheFormula()
    {
        float[] draws = RandomOps.Binomial([Count], 40, 0.3, seed: 11).ToArray();
        double probability = Math.Pow(0.7, 40), worst = 0;
        for (int k = 0; k <= 40; k++, probability *= 0.3 / 0.7 * (41 - k) / k)
            worst =
                Math.Max(worst, Math.Abs(draws.Count(d => d == k) / (double)Count - probability)
                    / Math.Sqrt(probability * (1 - probability) / Count + 1e-12));
        Assert.InRange(worst, 0, 4.5);
    }

    [Fact]
    public void Categorical_FollowsTheLogits()
    {
        float[] classes = RandomOps.Categorical(new float[,] { { 0, MathF.Log(3), float.NegativeInfinity }, { 5, 5, 5 } }, 8000, seed: 9)
            .ToArray();

        Assert.InRange(classes[..8000].Count(c => c == 1), 5800, 6200);
        Assert.DoesNotContain(2f, classes[..8000]);
        Assert.InRange(classes[8000..].Count(c => c == 2), 2450, 2880);
    }

    [Fact]
    public void Shuffle_KeepsRowsTogether()
    {
        float[,] x = { { 1, 10 }, { 2, 20 }, { 3, 30 }, { 4, 40 }, { 5, 50 } };

        SymbolicTensor rows = RandomOps.Shuffle(x, seed: 3), columns = RandomOps.Shuffle(Ops.Transpose(x, 1, 0), axis: 1, seed: 3);

        Assert.Equal((Shape)new[] { 5, 2 }, rows.Shape);
        Assert.Equal([1f, 2, 3, 4, 5], rows.ToArray().Where((_, i) => i % 2 == 0).Order());
        Assert.Equal(rows.ToArray().Where((_, i) => i % 2 == 0).Select(v => v * 10), rows.ToArray().Where((_, i) => i % 2 == 1));
        Assert.Equal(rows.ToArray(), Ops.Transpose(columns, 1, 0).ToArray());
        Assert.NotEqual([1f, 2, 3, 4, 5], rows.ToArray().Where((_, i) => i % 2 == 0));
    }

    [Fact]
    public void Dropout_SharesDecisions()
    {
        float[] y = RandomOps.Dropout(Ops.BroadcastTo(1, [200, 4]), 0.25, [-1, 1], seed: 3).ToArray();

        Assert.All(y.Chunk(4), row => Assert.Single(row.Distinct()));
        Assert.Equal([0f, 4 / 3f], y.Distinct().Order());
        Assert.InRange(y.Count(v => v == 0), 4 * 25, 4 * 75);
        Assert.All(RandomOps.Dropout(new float[] { 1, 2, 3 }, 1, seed: 1).ToArray(), v => Assert.Equal(0, v));
        Assert.Equal([1f, 2, 3], RandomOps.Dropout(new float[] { 1, 2, 3 }, 0).ToArray());
        var e = Assert.Throws<ShapeMismatchException>(() => RandomOps.Dropout(new float[] { 1, 2, 3 }, 0.5, [2]));
        Assert.Contains("(2,)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_SayWhichNumbersComeAgain()
    {
        float[] Numbers(SeedGenerator? seed) => RandomOps.Normal([5], seed: seed).ToArray();
        var generator = new SeedGenerator(7);
        float[] first = Numbers(generator), second = Numbers(generator);

        Assert.Equal(Numbers(7), Numbers(7));
        Assert.Equal(Numbers(7), first);
        Assert.NotEqual(first, second);
        Assert.NotEqual(Numbers(8), first);
        Assert.NotEqual(Numbers(null), Numbers(null));
        var again = new SeedGenerator(7);
        Assert.Equal((float[][])[first, second], [Numbers(again), Numbers(again)]);
    }

    [Fact]
    public void Numbers_OfAnotherSeed_CompileNothing()
    {
        var generator = new SeedGenerator(1);
        RandomOps.Gamma([3, 17], 2, generator);
        int compiled = EagerGraph.CompiledCount;
        for (int i = 0; i < 200; i++) RandomOps.Gamma([3, 17], 2, generator);
        // Tests that run at the same time compile a few.
        Assert.InRange(EagerGraph.CompiledCount, 0, compiled + 150);
    }

    [Fact]
    public void Function_DrawsOtherNumbersInEveryRun()
    {
        Function noisy =
            Function.Define(x => x + RandomOps.Normal([4], seed: 5) - RandomOps.Normal([4], seed: 5) + RandomOps.Uniform([4], seed: 6));
        float[] zeros = new float[4];

        float[] first = noisy.Call(zeros).ToArray(), second = noisy.Call(zeros).ToArray();

        Assert.All(first, v => Assert.InRange(v, -1e-6f, 1));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Layers_AndModels_DrawThem()
    {
        SymbolicTensor x = Input.Of([3]);
        var model = new Model(x, RandomOps.Dropout(x, 0.5, seed: 1));
        Tensor<float> ones = Tensor.Create<float>([1, 1, 1, 1, 1, 1], [2, 3]);

        Assert.All(model.Predict(ones, verbose: Verbosity.Silent), v => Assert.True(v is 0 or 2));
        Assert.Contains("dropout", Assert.Throws<InvalidOperationException>(() => model.ToJson()).Message,
            StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Arguments_AreChecked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomOps.Randint([2], 3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomOps.Randint([2], 0, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomOps.Dropout(new float[] { 1 }, 1.5));
        Assert.Throws<ShapeMismatchException>(() => RandomOps.Categorical(new float[] { 1 }, 2));
        Assert.Throws<ShapeMismatchException>(() => RandomOps.Gamma([2], new float[] { 1, 2, 3 }));
    }
}
