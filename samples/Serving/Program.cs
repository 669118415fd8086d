using Fashion.Keras;
using Fashion.Keras.Hosting;
using Fashion.Keras.Samples;
using Fashion.Keras.Samples.Serving;
using Microsoft.AspNetCore.Mvc;

// dotnet run -c Release -- --load http://localhost:5000 --connections 32 --requests 100000
if (args is ["--load", var url, ..]) return await LoadGenerator.RunAsync(new Uri(url), args[2..]);

const string path = "model.keras";
if (!File.Exists(path))
{
    Sample sample = Sample.Start("Tutorial", ["--epochs", "1"]);
    var model = new Sequential().Input(28, 28).Flatten().Dense(128, "relu").Dense(10, "softmax");
    model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
    model.Fit(sample.Train.Images, sample.Train.Labels, epochs: 1);
    model.Save(path);
}

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddKerasModel("fashion", path, options =>
{
    options.MaxBatchSize = 64;
    options.MaxDelay = TimeSpan.FromMilliseconds(builder.Configuration.GetValue("delay", 0.0));
});
WebApplication app = builder.Build();

// The 784 numbers of an image, 0 to 1, to the probabilities of the ten classes.
app.MapPost("/predict", async ([FromKeyedServices("fashion")] ModelServer model, [FromBody] float[] pixels, CancellationToken cancelled) =>
{
    try
    {
        return Results.Ok(await model.PredictAsync(pixels, cancelled));
    }
    catch (ArgumentException error)
    {
        return Results.BadRequest(error.Message);
    }
    catch (ModelQueueFullException error)
    {
        return Results.Text(error.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
});
app.MapHealthChecks("/health");
app.MapGet("/memory", () => new { workingSet = Environment.WorkingSet, heap = GC.GetTotalMemory(forceFullCollection: false) });
await app.RunAsync();
return 0;
