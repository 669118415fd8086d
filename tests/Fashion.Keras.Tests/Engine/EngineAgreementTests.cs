using Fashion.Keras.Engine;
using Fashion.Keras.Reference;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Engine;

/// <summary>The managed engine against the reference engine and against itself: fusion rules on and off, any number of threads.</summary>
public sealed class EngineAgreementTests
{
    public static IEnumerable<TheoryDataRow<string>> Models => EngineModels.Names.Select(n => new TheoryDataRow<string>(n));

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_FusedAndUnfused_TakesTheCourseOfTheReferenceEngine(string name)
    {
        Outcome want = Train(name, new ModelOptions { Engine = new ReferenceEngine(), Seed = 5 });
        Compare(want, Train(name, new ModelOptions { Seed = 5 }), $"{name}, fused");
        Compare(want, Train(name, new ModelOptions { Seed = 5, Fusion = false }), $"{name}, unfused");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Fit_AnyNumberOfThreads_GivesTheSameBits(string name)
    {
        Outcome want = Train(name, new ModelOptions { Seed = 5, Threads = 1 });
        foreach (int threads in new[] { 2, 3, 5, 2 })
        {
            Outcome got = Train(name, new ModelOptions { Seed = 5, Threads = threads });
            Assert.Equal(want.Losses, got.Losses);
            foreach (var (expected, weight) in want.Weights.Zip(got.Weights)) Assert.Equal(expected, weight);
            Assert.Equal(want.Predictions, got.Predictions);
        }
    }

    // From 128 images on a batch is summed up in more groups; weights of few rows and many threads are updated panel by panel.
    [Theory]
    [InlineData("pooled")]
    [InlineData("winograd")]
    [InlineData("separate")]
    [InlineData("dense")]
    [InlineData("steps")]
    public void Fit_LargeBatchAnyNumberOfThreads_GivesTheSameBits(string name)
    {
        float[][] want = Train(1);
        foreach (int threads in new[] { 2, 3, 7, 16 })
            foreach (var (expected, weight) in want.Zip(Train(threads))) Assert.Equal(expected, weight);

        float[][] Train(int threads)
        {
            var (model, x, y) = EngineModels.Make(name, new ModelOptions { Seed = 5, Threads = threads }, samples: 131);
            model.Fit(x, y, batchSize: 131, epochs: 2, verbose: Verbosity.Silent);
            return [.. model.Weights.Select(w => w.ToArray())];
        }
    }

    // Three epochs; the weights are what three steps of shuffled batches and a short one make of them.
    private static Outcome Train(string name, ModelOptions options)
    {
        var (model, x, y) = EngineModels.Make(name, options);
        History history = model.Fit(x, y, batchSize: 16, epochs: 3, verbose: Verbosity.Silent, validationData: (x, y));
        return new Outcome([.. history["loss"], .. history["val_loss"]], [.. model.Weights.Select(w => w.ToArray())],
            model.Predict(x, verbose: Verbosity.Silent).ToArray());
    }

    private static void Compare(Outcome want, Outcome got, string what)
    {
        AssertClose.Equal(want.Losses, got.Losses, 1e-4, 1e-4, $"{what}: losses");
        for (int i = 0; i < want.Weights.Length; i++)
            AssertClose.Equal(Wide(want.Weights[i]), got.Weights[i], 3e-4, 3e-4, $"{what}: weight {i}");
        AssertClose.Equal(Wide(want.Predictions), got.Predictions, 3e-4, 3e-4, $"{what}: predictions");
    }

    private static double[] Wide(float[] values) => Array.ConvertAll(values, v => (double)v);

    private sealed record Outcome(double[] Losses, float[][] Weights, float[] Predictions);
}
