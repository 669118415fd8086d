using System.Net;
using System.Net.Http.Json;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Reporting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fashion.Keras.Hosting.Tests;

/// <summary>The code of the guide on serving, as it stands there: it compiles and runs. Fashion.Keras.Tests compares the texts.</summary>
public sealed class GuideCode : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // Relative names are those of the guide; all other tests use full ones.
    [Fact]
    public async Task Serving()
    {
        Models.Sum(2).Save("model.keras");
        #region serving.md
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Services.AddKerasModel("fashion", "model.keras", options => options.MaxBatchSize = 64);
        WebApplication app = builder.Build();

        app.MapPost("/predict", async ([FromKeyedServices("fashion")] ModelServer model, [FromBody] float[] pixels,
            CancellationToken cancelled) => await model.PredictAsync(pixels, cancelled));
        app.MapHealthChecks("/health");
        #endregion
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/predict", new[] { 1f, 2 });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((float[])[6], await answer.Content.ReadFromJsonAsync<float[]>());
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/health", UriKind.Relative)));
        await app.StopAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public void Training()
    {
        Model model = Models.Sum(2);
        model.Compile("sgd", "mse");
        float[,] x = new float[4, 2];
        float[] y = new float[4];
        ILogger logger = new FakeLogger();
        var shown = new List<double>();
        #region serving.md
        model.Options = model.Options with { Output = logger.AsTextWriter() };
        model.Fit(x, y, epochs: 3, verbose: Verbosity.Silent, callbacks: [new LoggingCallback(logger)]);
        #endregion
        IProgress<FitProgress> progress = new Reports(shown);
        #region serving.md
        model.Fit(x, y, epochs: 3, verbose: Verbosity.Silent, callbacks: [new ProgressReporter(progress)]);
        #endregion
        Assert.Equal(1, shown[^1]);
    }

    private sealed class Reports(List<double> shown) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => shown.Add(value.Fraction);
    }
}
