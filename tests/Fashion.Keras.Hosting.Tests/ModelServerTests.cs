using System.Diagnostics.Metrics;
using System.Numerics.Tensors;
using Fashion.Keras.Hosting.Serving;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Hosting.Tests;

public sealed class ModelServerTests
{
    private static readonly ModelServerOptions Patient = new() { MaxDelay = TimeSpan.FromMinutes(1), MaxBatchSize = 4 };

    [Fact]
    public async Task Answers_AreThoseOfPredict()
    {
        await using var server = new ModelServer("a", Models.Sum(2));
        float[][] answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => server.PredictAsync(new float[] { i, 1 })));
        Assert.Equal(Enumerable.Range(0, 500).Select(i => 2f * (i + 1)), answers.Select(a => Assert.Single(a)));
    }

    [Fact]
    public async Task WaitingRequests_AreOneBatch()
    {
        string name = Guid.NewGuid().ToString();
        var sizes = new List<int>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "fashion.keras.serving.batch_size") l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, size, tags, _) =>
        {
            foreach (var tag in tags)
                if (Equals(tag.Value, name)) sizes.Add(size);
        });
        listener.Start();
        await using var server = new ModelServer(name, Models.Sum(1), Patient);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.PredictAsync(new float[2])));
        Assert.Equal([4, 4], sizes);
    }

    [Fact]
    public async Task SeveralInputsAndOutputs_AreHandedOut()
    {
        await using var server = new ModelServer("pair", Models.Pair());
        IReadOnlyList<Tensor<float>>[] answers =
            await Task.WhenAll(Enumerable.Range(0, 50).Select(i => server.PredictAllAsync([new float[] { i, 1 }, new float[] { 10, 20 }])));
        for (int i = 0; i < answers.Length; i++)
        {
            Assert.Equal([i + 10f, 21], answers[i][0].ToArray());
            Assert.Equal([2, 1], answers[i][1].Lengths.ToArray());
            Assert.Equal([i, 1f], answers[i][1].Cast<float>());
        }
        await Assert.ThrowsAsync<ArgumentException>(() => server.PredictAllAsync([new float[2]]));
        // The model has two outputs, whatever the sample is; it is not run.
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => server.PredictAsync(new float[2]));
        Assert.Contains("2 outputs", refused.Message);
    }

    [Fact]
    public async Task FreeAxes_TakeTheSizeOfTheSample()
    {
        SymbolicTensor x = Input.Of([-1, 2]);
        await using var server = new ModelServer("free", new Model(x, new GlobalMaxPooling1D().Apply(x)), Patient);
        Task<float[]> two = server.PredictAsync(new float[] { 1, 2, 3, 4 }), three = server.PredictAsync(new float[] { 9, 2, 3, 4, 5, 6 }),
            again = server.PredictAsync(new float[] { 7, 8, 3, 4 }), one = server.PredictAsync(new float[] { 1, 1 });
        Assert.Equal((float[])[3, 4], await two);
        Assert.Equal((float[])[9, 6], await three);
        Assert.Equal((float[])[7, 8], await again);
        Assert.Equal((float[])[1, 1], await one);
        Assert.Contains("(None, 2)", (await Assert.ThrowsAsync<ArgumentException>(() => server.PredictAsync(new float[3])))
            .Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongSamples_AreRefused_AndNaNIsNone()
    {
        await using var server = new ModelServer("a", Models.Sum(1), Patient);
        Task<float[]>[] good =
            [server.PredictAsync(new float[] { 1, 2 }), server.PredictAsync(new float[] { float.NaN, 2 }),
            server.PredictAsync(new float[] { 3, float.PositiveInfinity })];
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => server.PredictAsync(new float[3]));
        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
        good = [.. good, server.PredictAsync(new float[] { 5, 5 })];
        Assert.Equal([3, float.NaN, float.PositiveInfinity, 10], (await Task.WhenAll(good)).Select(a => a[0]));
    }

    [Fact]
    public async Task SampleThatFails_FailsAlone()
    {
        var logger = new FakeLogger();
        SymbolicTensor x = Input.Of([1]);
        var model = new Model(x, new Flatten().Apply(new Embedding(10, 3).Apply(x)));
        await using var server = new ModelServer("words", model, Patient, logger);
        Task<float[]>[] answers = [.. new float[] { 1, 2, 99, 3 }.Select(word => server.PredictAsync(new[] { word }))];
        await Assert.ThrowsAnyAsync<Exception>(() => answers[2]);
        foreach (int good in new[] { 0, 1, 3 }) Assert.Equal(3, (await answers[good]).Length);
        Assert.Equal(model.Predict(new float[,] { { 3 } }).ToArray(), await answers[3]);
        Assert.Single(logger.Entries);
    }

    [Fact]
    public async Task FullQueue_RefusesWithAClearError()
    {
        var gate = new ManualResetEventSlim();
        var options = new ModelServerOptions { QueueCapacity = 3, MaxBatchSize = 1, WarmUp = false };
        var server = new ModelServer("busy", Models.Sum(1), options);
        // Held up: the callback of the batch's first metric waits.
        using MeterListener listener = Hold("busy", gate);
        var answers = new List<Task<float[]>> { server.PredictAsync(new float[2]) };
        while (server.State.Waiting > 0) await Task.Delay(1);
        for (int i = 0; i < 3; i++) answers.Add(server.PredictAsync(new float[2]));
        ModelQueueFullException error = await Assert.ThrowsAsync<ModelQueueFullException>(() => server.PredictAsync(new float[2]));
        Assert.Contains("3 requests wait", error.Message, StringComparison.Ordinal);
        gate.Set();
        await Task.WhenAll(answers);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task CallersWhoGiveUp_AreNotWaitedFor()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = new ModelServer("a", Models.Sum(1), Patient);
        Task<float[]> lost = server.PredictAsync(new float[2], cancel.Token), other = server.PredictAsync(new float[] { 1, 1 });
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.PredictAsync(new float[2], cancel.Token));
        Assert.False(other.IsCompleted);
        await server.DisposeAsync();
        Assert.Equal((float[])[2], await other.WaitAsync(LongEnough));
    }

    [Fact]
    public async Task Disposal_InTheMidstOfCallersWhoComeAndGiveUp_AnswersOrRefusesAll()
    {
        for (int round = 0; round < 5; round++)
        {
            var server = new ModelServer("a", Models.Sum(1), new ModelServerOptions { QueueCapacity = 8, MaxBatchSize = 4 });
            using var start = new ManualResetEventSlim();
            int answered = 0;
            Task[] callers = [.. Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
            {
                start.Wait();
                for (int i = 0; i < 300; i++)
                {
                    using var cancel = new CancellationTokenSource();
                    if (i % 3 == 0) cancel.CancelAfter(TimeSpan.FromMicroseconds(50));
                    try
                    {
                        Assert.Equal((float[])[i + 1], await server.PredictAsync(new float[] { i, 1 }, cancel.Token));
                        Interlocked.Increment(ref answered);
                    }
                    catch (Exception e) when (e is OperationCanceledException or ModelQueueFullException) { }
                    catch (ObjectDisposedException)
                    {
                        return;
                    }
                }
            }))];
            start.Set();
            await Task.Delay(5 * round);
            await server.DisposeAsync().AsTask().WaitAsync(LongEnough);
            await Task.WhenAll(callers).WaitAsync(LongEnough);
            Assert.Equal(0, server.State.Waiting);
        }
    }

    [Fact]
    public async Task Disposal_AnswersWhatWaits_AndRefusesTheRest()
    {
        var server = new ModelServer("a", Models.Sum(1), new ModelServerOptions { MaxDelay = TimeSpan.FromMinutes(1), MaxBatchSize = 100 });
        Task<float[]>[] answers = [.. Enumerable.Range(0, 50).Select(i => server.PredictAsync(new float[] { i, 0 }))];
        await server.DisposeAsync();
        float[][] all = await Task.WhenAll(answers).WaitAsync(LongEnough);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (float)i), all.Select(a => a[0]));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => server.PredictAsync(new float[2]));
        server.Dispose();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(5, 6)]
    [InlineData(9, 12)]
    [InlineData(13, 16)]
    [InlineData(17, 24)]
    [InlineData(32, 32)]
    public void BatchSizes_AreAFew(int count, int size) => Assert.Equal(size, BatchPrediction.RoundUp(count));

    [Fact]
    public void Options_AreChecked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelServer("a", Models.Sum(1), new ModelServerOptions { MaxBatchSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelServer("a", Models.Sum(1), new ModelServerOptions { QueueCapacity = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new ModelServer("a", Models.Sum(1), new ModelServerOptions { MaxDelay = TimeSpan.FromSeconds(-1) }));
        Assert.Throws<ArgumentException>(() => new ModelServer("", Models.Sum(1)));
        Assert.Throws<FileNotFoundException>(() => new ModelServer("a", "/nowhere/model.keras"));
    }

    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    private static MeterListener Hold(string name, ManualResetEventSlim gate)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == "fashion.keras.serving.batch_size") l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
                if (Equals(tag.Value, name)) gate.Wait();
        });
        listener.Start();
        return listener;
    }
}
