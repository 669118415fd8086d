using Fashion.Keras.Reporting;

namespace Fashion.Keras.Tests.Training;

/// <summary>The time that a profile expects of more threads: arithmetic over steps made by hand, so that no clock matters.</summary>
public sealed class ThreadEstimateTests
{
    private const double Close = 1e-9;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(64)]
    public void EstimateMilliseconds_SerialStep_DoesNotShrink(int threads) =>
        Assert.Equal(3, Profile(Step(3, parts: 1)).EstimateMilliseconds(threads), Close);

    [Theory]
    [InlineData(1, 16)]
    [InlineData(2, 8)]
    // The thread with most parts has three of eight.
    [InlineData(3, 6)]
    [InlineData(4, 4)]
    [InlineData(8, 2)]
    [InlineData(16, 2)]
    [InlineData(64, 2)]
    public void EstimateMilliseconds_EightParts_AreNoMoreThanEightThreadsWorth(int threads, double milliseconds) =>
        Assert.Equal(milliseconds, Profile(Step(8, parts: 8)).EstimateMilliseconds(threads), Close);

    [Fact]
    public void EstimateMilliseconds_MeasuredWithUnequalShares_CountsPartsNotThreads()
    {
        // Two threads share three parts: the caller has two of them in 4 ms.
        ModelProfile profile = Profile(Step(4, parts: 3));
        Assert.Equal(6, profile.EstimateMilliseconds(1), Close);
        Assert.Equal(2, profile.EstimateMilliseconds(3), Close);
    }

    [Fact]
    public void EstimateMilliseconds_MoreBytesThanCachesHold_IsWhatMemoryTakes()
    {
        long beyond = (long)(16 * ThreadEstimate.BytesPerMillisecond);
        ModelProfile profile = Profile(Step(40, parts: 1024) with { Bytes = beyond + 8 * (long)ThreadEstimate.CacheBytesPerThread });
        Assert.Equal(20, profile.EstimateMilliseconds(4), Close);
        // 10 ms of work, 16 ms of memory.
        Assert.Equal(16, profile.EstimateMilliseconds(8), Close);
    }

    [Fact]
    public void EstimateMilliseconds_BytesThatCachesHold_CostNothing() => Assert.Equal(0.25,
        Profile(Step(2, parts: 64) with { Bytes = 16 * (long)ThreadEstimate.CacheBytesPerThread }).EstimateMilliseconds(16), Close);

    [Fact]
    public void EstimateMilliseconds_MoreBytesThanWereMovedInTheMeasuredTime_IsAtMostThat() =>
        Assert.Equal(1, Profile(Step(1, parts: 64) with { Bytes = long.MaxValue / 2 }).EstimateMilliseconds(64), Close);

    [Fact]
    public void EstimateMilliseconds_Barriers_CostMoreWithMoreThreads()
    {
        ProfileEntry after = AfterBarrier(1, parts: 1, wait: Barrier(2));
        ModelProfile profile = Profile(Step(1, parts: 1), after, after);
        Assert.Equal(3, profile.EstimateMilliseconds(1), Close);
        foreach (int threads in new[] { 2, 4, 16, 64 })
            Assert.Equal(3 + 2 * Barrier(threads), profile.EstimateMilliseconds(threads), Close);
        Assert.True(Barrier(64) > Barrier(2));
    }

    [Fact]
    public void EstimateMilliseconds_WaitingBeyondTheBarrier_ShrinksWithTheWorkBeforeIt()
    {
        // The others took half a millisecond longer for the first step, which takes a quarter with eight threads.
        ModelProfile profile = Profile(Step(4, parts: 64), AfterBarrier(1, parts: 1, wait: 0.5 + Barrier(2)));
        Assert.Equal(1 + 1 + 0.125 + Barrier(8), profile.EstimateMilliseconds(8), Close);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public void EstimateMilliseconds_ThreadsThatWereMeasured_IsTheMeasuredTime(int threads)
    {
        var random = new Random(5);
        ModelProfile profile = Profile([.. Enumerable.Range(0, 40).Select(i => Step(random.NextDouble(), random.Next(1, 40)) with
        {
            Threads = threads,
            WaitMilliseconds = threads > 1 && i % 4 == 1 ? random.NextDouble() / 100 : 0,
            IsAfterBarrier = i % 4 == 1,
            Bytes = random.NextInt64(1L << 32),
        })]);
        Assert.Equal(profile.Milliseconds, profile.EstimateMilliseconds(threads), profile.Milliseconds * 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void EstimateMilliseconds_NoThreads_IsRefused(int threads) => Assert.Equal("threads",
        Assert.Throws<ArgumentOutOfRangeException>(() => Profile(Step(1, parts: 1)).EstimateMilliseconds(threads)).ParamName);

    [Fact]
    public void ToString_EndsWithTheEstimateAndWhatLimitsIt()
    {
        ModelProfile profile = Profile(Step(8, parts: 64), Step(4, parts: 8) with { Operation = "sum", Layer = "conv" });
        const string expected = """

            estimate for more threads, each on a core of its own
            threads        ms  speed-up
                  4    6.0000       4.0
                  8    3.0000       8.0
                 16    2.0000      12.0
                 32    1.5000      16.0
                 64    1.2500      19.2

            what limits 16 threads: 0 barriers with 0.0000 ms of waiting, and
            operation  layer   parts        ms
            sum        conv        8    1.0000

            what limits 64 threads: 0 barriers with 0.0000 ms of waiting, and
            operation  layer   parts        ms
            sum        conv        8    1.0000

            """;
        Assert.EndsWith(expected.ReplaceLineEndings("\n"), profile.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void RenderTimes_NothingMeasured_IsNoSpeedUp() =>
        Assert.EndsWith("      4    0.0000       1.0\n", ThreadTable.RenderTimes(0, [(4, 0)]), StringComparison.Ordinal);

    private static double Barrier(int threads) =>
        ThreadEstimate.MillisecondsPerBarrier + threads * ThreadEstimate.MillisecondsPerArrival;

    private static ModelProfile Profile(params ProfileEntry[] entries) => new("Train", 0, entries);

    private static ProfileEntry Step(double milliseconds, int parts) =>
        new("matmul", null, "", 10, milliseconds, 0, 0) { Threads = 2, Parts = parts };

    private static ProfileEntry AfterBarrier(double milliseconds, int parts, double wait) =>
        Step(milliseconds, parts) with { IsAfterBarrier = true, WaitMilliseconds = wait };
}
