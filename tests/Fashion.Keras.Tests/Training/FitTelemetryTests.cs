using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Training;

public sealed class FitTelemetryTests
{
    [Fact]
    public void Listeners_SeeStepsSamplesAndLosses()
    {
        string name = $"model_{Guid.NewGuid():N}";
        var seen = new ConcurrentQueue<(string Instrument, double Number, string? Value)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == "Fashion.Keras") l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, number, tags, _) => Keep(instrument, number, tags));
        listener.SetMeasurementEventCallback<double>((instrument, number, tags, _) => Keep(instrument, number, tags));
        listener.Start();
        History history = Fit(name, epochs: 2);

        Assert.Equal(8, Sum("fashion.keras.fit.steps"));
        Assert.Equal(40, Sum("fashion.keras.fit.samples"));
        Assert.All(seen.Where(s => s.Instrument == "fashion.keras.fit.samples_per_second"),
            s => Assert.InRange(s.Number, double.Epsilon, double.MaxValue));
        Assert.Equal(history["loss"], seen.Where(s => s is { Instrument: "fashion.keras.fit.loss", Value: "loss" }).Select(s => s.Number));
        Assert.Equal(history["val_loss"], seen.Where(s => s is { Instrument: "fashion.keras.fit.loss", Value: "val_loss" })
            .Select(s => s.Number));

        double Sum(string instrument) => seen.Where(s => s.Instrument == instrument).Sum(s => s.Number);

        void Keep(Instrument instrument, double number, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (Equals(tags[0].Value, name)) seen.Enqueue((instrument.Name, number, tags.Length > 1 ? tags[1].Value as string : null));
        }
    }

    [Fact]
    public void Activities_AreTheRunAndItsEpochs()
    {
        string name = $"model_{Guid.NewGuid():N}";
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Fashion.Keras",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        Fit(name, epochs: 2);
        Activity run = Assert.Single(ended, a => Equals(a.GetTagItem("keras.model"), name));
        Activity[] epochs = [.. ended.Where(a => a.ParentSpanId == run.SpanId)];
        Assert.Equal([0, 1], epochs.Select(a => a.GetTagItem("keras.epoch")));
        Assert.All(epochs, a => Assert.IsType<double>(a.GetTagItem("keras.loss")));
        Assert.Equal(ActivityStatusCode.Ok, run.Status);

        // What ends with an exception ends as an error, and leaves no activity current.
        string failing = $"model_{Guid.NewGuid():N}";
        Assert.Throws<NotSupportedException>(() =>
            (object)Fit(failing, epochs: 1, new LambdaCallback(onTrainBatchEnd: (_, _) => throw new NotSupportedException())));
        Assert.Equal(ActivityStatusCode.Error, Assert.Single(ended, a => Equals(a.GetTagItem("keras.model"), failing)).Status);
        Assert.Null(Activity.Current);
    }

    private static History Fit(string name, int epochs, Callback? callback = null)
    {
        var model = new Sequential(name) { new Input(2), new Dense(1) };
        model.Compile("sgd", "mse");
        return model.Fit(new float[25, 2], new float[25], batchSize: 5, epochs: epochs, verbose: Verbosity.Silent, validationSplit: 0.2,
            callbacks: callback is null ? [] : [callback]);
    }
}
