using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Numerics.Tensors;
using Fashion.Keras.Layers;
using Microsoft.Extensions.Logging;

namespace Fashion.Keras.Hosting.Tests;

// Loggers and listeners are code of the user's: their exceptions must not change what callers get.
public sealed class ThrowingListenerTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("fashion.keras.serving.queue_length")]
    [InlineData("fashion.keras.serving.batch_size")]
    [InlineData("fashion.keras.serving.predictions")]
    [InlineData("fashion.keras.serving.latency")]
    [InlineData("fashion.keras.serving.failures")]
    [InlineData("fashion.keras.serving.refusals")]
    public async Task Instrument_ThatThrows_ChangesNoAnswer(string instrument)
    {
        int calls = 0;
        using MeterListener listener = Listen(instrument, () => Interlocked.Increment(ref calls));
        await AssertAnswers(instrument);
        Assert.True(calls > 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ActivityListener_ThatThrows_ChangesNoAnswer(bool onStart)
    {
        int calls = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Fashion.Keras.Hosting",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = _ => Throw(onStart),
            ActivityStopped = _ => Throw(!onStart),
        };
        ActivitySource.AddActivityListener(listener);
        await AssertAnswers($"activities {onStart}");
        Assert.True(calls > 0);

        void Throw(bool here)
        {
            if (!here) return;
            Interlocked.Increment(ref calls);
            throw new InvalidOperationException("a listener's mistake");
        }
    }

    [Fact]
    public void Training_GoesOn_WhenItsLoggerThrows()
    {
        Model model = Models.Sum(1);
        model.Options = model.Options with { Output = new ThrowingLogger().AsTextWriter() };
        model.Compile("sgd", "mse");
        var callback = new LoggingCallback(new ThrowingLogger());
        History history = model.Fit(new float[4, 2], new float[4], epochs: 2, verbose: Verbosity.Line, callbacks: [callback]);
        Assert.Equal(2, history.Epochs.Count);
        model.Evaluate(new float[4, 2], new float[4], verbose: Verbosity.Line, callbacks: [callback]);
    }

    [Fact]
    public void Scopes_OfALoggerThatThrows_AreNone() => Assert.Null(Logging.SafeLogger.Of(new ThrowingLogger()).BeginScope("scope"));

    // Answers, a failure and a refusal, with the same results as without listeners; the logger throws, too.
    private static async Task AssertAnswers(string name)
    {
        SymbolicTensor x = Input.Of([1]);
        var model = new Model(x, new Flatten().Apply(new Embedding(10, 3).Apply(x)));
        var options = new ModelServerOptions { MaxBatchSize = 1, QueueCapacity = 1, WarmUp = false };
        await using var server = new ModelServer(name, model, options, new ThrowingLogger());
        for (int word = 0; word < 10; word++)
            Assert.Equal(model.Predict(new float[,] { { word } }).ToArray(),
                await server.PredictAsync(new float[] { word }).WaitAsync(LongEnough));
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => server.PredictAsync(new float[] { 99 }).WaitAsync(LongEnough));
        Assert.DoesNotContain("mistake", error.Message, StringComparison.Ordinal);

        // Callers come until one is refused: a batch has one sample, and one more may wait.
        var callers = new List<Task<IReadOnlyList<Tensor<float>>>>();
        Assert.Throws<ModelQueueFullException>(() =>
        {
            while (callers.Count < 100_000) callers.Add(server.PredictAllAsync([new float[] { callers.Count % 10 }]));
        });
        Assert.All(await Task.WhenAll(callers).WaitAsync(LongEnough), answer => Assert.Equal(3, Assert.Single(answer).FlattenedLength));
    }

    private static MeterListener Listen(string instrument, Action called)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (found, l) =>
            {
                if (found.Name == instrument) l.EnableMeasurementEvents(found);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Throw(tags));
        listener.SetMeasurementEventCallback<int>((_, _, tags, _) => Throw(tags));
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Throw(tags));
        listener.Start();
        return listener;

        void Throw(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length == 0 || !Equals(tags[0].Value, instrument)) return;
            called();
            throw new InvalidOperationException("a listener's mistake");
        }
    }
}
