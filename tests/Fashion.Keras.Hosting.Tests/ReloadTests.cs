using Fashion.Keras.Hosting.Reloading;
using Fashion.Keras.Layers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fashion.Keras.Hosting.Tests;

public sealed class ReloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeLogger _logger = new();

    private string Path => _folder.File("model.keras");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ChangedFile_AnswersSoon_AndNoRequestFails()
    {
        Models.Sum(1).Save(Path);
        await using var server =
            new ModelServer("a", Path, new ModelServerOptions { ReloadInterval = TimeSpan.FromMilliseconds(20) }, _logger);
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Task<HashSet<float>> callers = Task.Run(async () =>
        {
            var seen = new HashSet<float>();
            while (!seen.Contains(3) && !end.IsCancellationRequested) seen.Add((await server.PredictAsync(new float[] { 1, 0 }))[0]);
            return seen;
        });
        await Task.Delay(50);
        Models.Sum(3).Save(Path);
        Assert.Equal([1, 3], (await callers).Order());
        Assert.Equal(2, server.State.Loads);
        Assert.All(_logger.Entries, entry => Assert.Equal(LogLevel.Information, entry.Level));
    }

    // As Kubernetes updates a volume: the path stays the same link, and a link on the way points at a new folder. Files of an image may
    // all have one time, and those of two models of one architecture have one length.
    [Fact]
    public async Task FileThroughALinkedFolder_IsLoadedWhenThatLinkChanges()
    {
        foreach (float factor in new[] { 1f, 3f })
        {
            Models.Sum(factor).Save(_folder.File($"version{factor}/model.keras"));
            File.SetLastWriteTimeUtc(_folder.File($"version{factor}/model.keras"), DateTime.UnixEpoch);
        }
        Assert.Equal(new FileInfo(_folder.File("version1/model.keras")).Length, new FileInfo(_folder.File("version3/model.keras")).Length);
        string current = _folder.File("current");
        try
        {
            Directory.CreateSymbolicLink(current, _folder.File("version1"));
            File.CreateSymbolicLink(Path, System.IO.Path.Combine("current", "model.keras"));
        }
        catch (Exception e) when (OperatingSystem.IsWindows() && e is IOException or UnauthorizedAccessException)
        {
            Assert.Skip("This user may not make links.");
        }
        await using var server = new ModelServer("a", Path, new ModelServerOptions { ReloadInterval = TimeSpan.FromMilliseconds(20) });
        Assert.Equal((float[])[1], await server.PredictAsync(new float[] { 1, 0 }));
        Directory.CreateSymbolicLink(current + ".new", _folder.File("version3"));
        Directory.Delete(current);
        Directory.Move(current + ".new", current);
        await Until(() => server.State.Loads == 2);
        Assert.Equal((float[])[3], await server.PredictAsync(new float[] { 1, 0 }));
    }

    // Names of links that lead in circles count as a missing file: the model stays.
    [Fact]
    public void LinksInCircles_HaveNoStamp()
    {
        string one = _folder.File("one"), other = _folder.File("other");
        try
        {
            File.CreateSymbolicLink(one, other);
            File.CreateSymbolicLink(other, one);
        }
        catch (Exception e) when (OperatingSystem.IsWindows() && e is IOException or UnauthorizedAccessException)
        {
            Assert.Skip("This user may not make links.");
        }
        Assert.Equal(default, FileStamp.Of(one));
        Assert.Equal(default, FileStamp.Of(System.IO.Path.Combine(one, "model.keras")));
    }

    [Fact]
    public void Stamp_TellsTimesLengthsAndFilesApart()
    {
        File.WriteAllText(Path, "one");
        FileStamp first = FileStamp.Of(Path);
        Assert.Equal(first, FileStamp.Of(Path));
        File.SetLastWriteTimeUtc(Path, first.Time.AddSeconds(1));
        Assert.NotEqual(first, FileStamp.Of(Path));
        File.WriteAllText(Path, "three");
        File.SetLastWriteTimeUtc(Path, first.Time);
        Assert.NotEqual(first, FileStamp.Of(Path));
        File.Delete(Path);
        Assert.Equal(default, FileStamp.Of(Path));
    }

    [Fact]
    public async Task LoggerThatThrows_StopsNoReload()
    {
        Models.Sum(1).Save(Path);
        var server =
            new ModelServer("a", Path, new ModelServerOptions { ReloadInterval = TimeSpan.FromMilliseconds(20) }, new ThrowingLogger());
        foreach (float factor in new[] { 3f, 5f })
        {
            File.WriteAllText(Path, "no model");
            await Until(() => server.State.ReloadError is not null);
            Models.Sum(factor).Save(Path);
            await Until(() => server.Model.Weights[0].ToArray()[0] == factor);
            Assert.Null(server.State.ReloadError);
        }
        Task<float[]> answer = server.PredictAsync(new float[] { 1, 1 });
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((float[])[10], await answer);
    }

    [Fact]
    public async Task DamagedFile_LeavesTheOldModel_UntilAWholeOneComes()
    {
        Models.Sum(1).Save(Path);
        Models.Sum(3).Save(_folder.File("other.keras"));
        byte[] other = File.ReadAllBytes(_folder.File("other.keras"));
        await using ServiceProvider services = Services(options => options.ReloadInterval = TimeSpan.FromMilliseconds(20));
        var server = services.GetRequiredKeyedService<ModelServer>("a");
        Assert.Equal(HealthStatus.Healthy, (await Check(services)).Status);

        foreach (byte[] damaged in new[] { other[..(other.Length / 2)], [], "no model"u8.ToArray() })
        {
            int warnings = _logger.Entries.Count(e => e.Level == LogLevel.Warning);
            File.WriteAllBytes(Path, damaged);
            await Until(() => _logger.Entries.Count(e => e.Level == LogLevel.Warning) > warnings);
            Assert.Equal((float[])[1], await server.PredictAsync(new float[] { 1, 0 }));
            HealthReportEntry degraded = await Check(services);
            Assert.Equal(HealthStatus.Degraded, degraded.Status);
            Assert.Contains("older model answers", degraded.Description, StringComparison.Ordinal);
        }
        File.Delete(Path);
        Assert.Equal((float[])[1], await server.PredictAsync(new float[] { 1, 0 }));
        File.WriteAllBytes(Path, other);
        await Until(() => server.State.ReloadError is null);
        Assert.Equal((float[])[3], await server.PredictAsync(new float[] { 1, 0 }));
        Assert.Equal(HealthStatus.Healthy, (await Check(services)).Status);
    }

    [Fact]
    public async Task ReloadAsync_LoadsNow_AndAModelOfAnotherShapeAnswersItsOwnRequests()
    {
        Models.Sum(1).Save(Path);
        await using var server = new ModelServer("a", Path, new ModelServerOptions { ReloadInterval = TimeSpan.Zero });
        var wide = new Sequential { new Input(5), new Dense(4) };
        wide.Save(Path);
        Assert.Equal(1, server.State.Loads);
        Assert.True(await server.ReloadAsync());
        Assert.Equal(4, (await server.PredictAsync(new float[5])).Length);
        await Assert.ThrowsAsync<ArgumentException>(() => server.PredictAsync(new float[2]));
        File.WriteAllText(Path, "");
        Assert.False(await server.ReloadAsync());
        Assert.NotNull(server.State.ReloadError);
        await using var fixedModel = new ModelServer("b", Models.Sum(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixedModel.ReloadAsync());
    }

    [Fact]
    public async Task Services_HaveModelsByName_WhichStartWithTheProgram()
    {
        Models.Sum(1).Save(Path);
        int configured = 0;
        await using ServiceProvider services =
            Services(options => options.Configure = _ => configured++, add => add.AddKerasModel("b", Models.Sum(5)));
        foreach (IHostedService hosted in services.GetServices<IHostedService>().Where(h => h.GetType().Name == "ModelStartup"))
            await hosted.StartAsync(CancellationToken.None);
        Assert.Equal(1, configured);
        Assert.Same(services.GetRequiredService<ModelServer>(), services.GetRequiredKeyedService<ModelServer>("a"));
        Assert.Equal((float[])[10], await services.GetRequiredKeyedService<ModelServer>("b").PredictAsync(new float[] { 1, 1 }));
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddKerasModel("x", "m").AddKerasModel("x", "m"));
    }

    [Fact]
    public async Task MissingFile_EndsTheStart_AndIsUnhealthy()
    {
        await using ServiceProvider services = Services(_ => { });
        IHostedService startup = services.GetServices<IHostedService>().Single(h => h.GetType().Name == "ModelStartup");
        await Assert.ThrowsAsync<FileNotFoundException>(() => startup.StartAsync(CancellationToken.None));
        Assert.Equal(HealthStatus.Unhealthy, (await Check(services)).Status);
    }

    private ServiceProvider Services(Action<ModelServerOptions> configure, Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(_logger);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddKerasModel("a", Path, configure);
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private static async Task<HealthReportEntry> Check(IServiceProvider services) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["a"];

    private static async Task Until(Func<bool> condition)
    {
        for (int i = 0; i < 3000 && !condition(); i++) await Task.Delay(10);
        Assert.True(condition());
    }
}
