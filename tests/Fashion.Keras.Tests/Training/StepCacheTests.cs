using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;
using Fashion.Keras.Training;

namespace Fashion.Keras.Tests.Training;

/// <summary>A server that predicts with every batch size keeps a bounded number of bytes.</summary>
public sealed class StepCacheTests
{
    [Fact]
    public void Add_BeyondTheBound_DropsWhatWasUsedLongestAgo()
    {
        var cache = new RecentCache<StepKey, CompiledStep>(step => step.Executable.PlanBytes);
        for (int i = 1; i <= 3; i++) cache.Add(Key(i), new CompiledStep(new Sized(100), Gates(), new StepOutputs(), 0), 300);
        Assert.NotNull(cache.Find(Key(1)));
        cache.Add(Key(4), new CompiledStep(new Sized(100), Gates(), new StepOutputs(), 0), 300);
        Assert.Null(cache.Find(Key(2)));
        Assert.Equal(300, cache.Bytes);
        Assert.Equal([1, 3, 4], cache.Items.Select(s => s.Key.Shapes.Inputs[0][0]));
        // One that is too large on its own is kept as long as it is the newest.
        cache.Add(Key(5), new CompiledStep(new Sized(1000), Gates(), new StepOutputs(), 0), 300);
        Assert.Equal([5], cache.Items.Select(s => s.Key.Shapes.Inputs[0][0]));
        cache.Add(Key(6), new CompiledStep(new Sized(10), Gates(), new StepOutputs(), 0), 300);
        Assert.Equal([6], cache.Items.Select(s => s.Key.Shapes.Inputs[0][0]));
        Assert.Equal(10, cache.Bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64 << 10)]
    [InlineData(96 << 20)]
    public void PredictOnBatch_AnySizesInAnyOrder_GivesTheSameRowsWithinTheBound(int bytes)
    {
        var model = new Sequential { new Conv2D(4, 3, inputShape: [9, 9, 1]), new Flatten(), new Dense(5) };
        var x = new float[64, 9, 9, 1];
        for (int i = 0; i < x.Length; i++) x[i / 81, i / 9 % 9, i % 9, 0] = MathF.Sin(i);
        float[] want = model.Predict(x, batchSize: 1, verbose: Verbosity.Silent).ToArray();
        model.Options = new ModelOptions { CacheBytes = bytes };
        var random = new Random(5);
        for (int call = 0; call < 150; call++)
        {
            int rows = random.Next(1, 65);
            var batch = new float[rows, 9, 9, 1];
            Array.Copy(x, batch, batch.Length);
            float[] got = model.PredictOnBatch(batch).ToArray();
            AssertClose.Equal(Array.ConvertAll(want[..(rows * 5)], v => (double)v), got, 1e-5, 1e-5, $"{rows} rows");
            Assert.InRange(model.Trainer.Steps.CachedBytes, 0, Math.Max(bytes / 4, 40_000));
        }
    }

    [Fact]
    public void CacheBytes_Negative_SaysWhatIsRight() =>
        Assert.Contains("0 or more", Assert.Throws<ArgumentOutOfRangeException>(() => new ModelOptions { CacheBytes = -1 }).Message,
            StringComparison.Ordinal);

    private static StepKey Key(int batch) => new(StepKind.Predict, [[batch, 3]]);

    private static WeightGates Gates() => WeightGates.Of([], new WeightGate(), write: false);

    private sealed class Sized(long bytes) : IExecutable
    {
        public long BufferBytes => 0;

        public long PlanBytes => bytes;

        public IReadOnlyList<ProfileEntry> Profile() => [];

        public IExecution Rent() => throw new NotSupportedException();
    }
}
