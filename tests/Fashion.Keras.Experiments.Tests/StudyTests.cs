namespace Fashion.Keras.Experiments.Tests;

public sealed class StudyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Study Make(string? folder = null, int parallel = 1, Action<RunContext>? before = null) =>
        new Study("tiny") { Seeds = 3, Out = folder, Parallel = parallel, Output = TextWriter.Null }.Add("low", 0.1, before: before)
            .Add("high", 0.5, before: before);

    [Fact]
    public void Runs_FollowFromTheirSeeds()
    {
        StudyResult first = Make().Run(), second = Make().Run();
        Assert.Equal(first.Essence(), second.Essence());
        Assert.Equal(6, first.Runs.Select(r => r.Metrics["loss"]).Distinct().Count());
    }

    [Fact]
    public void Parallel_IsSerial() => Assert.Equal(Make().Run().Essence(), Make(parallel: 3).Run().Essence());

    [Fact]
    public void Cancelled_ContinuesAsIfNothingHadBeen()
    {
        using var stop = new CancellationTokenSource();
        int runs = 0;
        Study study = Make(_folder.Path, before: _ => { if (++runs == 4) stop.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => study.Run(cancellationToken: stop.Token));
        Assert.Equal(3, File.ReadAllLines(Path.Combine(_folder.Path, "tiny.runs.jsonl")).Length);
        runs = 10;
        StudyResult result = study.Run();
        Assert.Equal((13, Make().Run().Essence()), (runs, result.Essence()));
    }

    [Fact]
    public void TornLine_IsDoneAgain()
    {
        Make(_folder.Path).Run();
        string file = Path.Combine(_folder.Path, "tiny.runs.jsonl");
        byte[] bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..^20]);
        int runs = 0;
        StudyResult result = Make(_folder.Path, before: _ => runs++).Run();
        Assert.Equal((1, Make().Run().Essence()), (runs, result.Essence()));
        Assert.Equal(result.Essence(), StudyResult.Load(file).Essence());
    }
}
