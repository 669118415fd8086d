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
