using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Internal;
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

    // Listeners are code of the user's or of an exporter: their exceptions must not end a training.
    [Fact]
    public void ListenersThatThrow_ChangeNoTraining()
    {
        string name = $"model_{Guid.NewGuid():N}";
        var called = new ConcurrentDictionary<string, bool>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == "Fashion.Keras") l.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Throw(instrument.Name, tags[0].Value));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Throw(instrument.Name, tags[0].Value));
        meters.Start();
        // Tells the activities of this test from those of others.
        using var flow = new Activity("flow");
        flow.Start();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Fashion.Keras",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity => Throw($"start of {activity.OperationName}", activity.TraceId == flow.TraceId ? name : null,
                only: activity.OperationName == "Epoch"),
            ActivityStopped = activity => Throw($"end of {activity.OperationName}", activity.TraceId == flow.TraceId ? name : null),
        };
        ActivitySource.AddActivityListener(activities);
        History history = Fit(name, epochs: 2);
        Assert.Equal(2, history.Epochs.Count);
        Assert.Same(flow, Activity.Current);
        string[] all = ["end of Fit", "fashion.keras.fit.loss", "fashion.keras.fit.samples", "fashion.keras.fit.samples_per_second",
            "fashion.keras.fit.steps", "start of Epoch"];
        Assert.Equal(all, called.Keys.Order(StringComparer.Ordinal));

        void Throw(string what, object? model, bool only = true)
        {
            if (!only || !Equals(model, name)) return;
            called[what] = true;
            throw new InvalidOperationException("a listener's mistake");
        }
    }

    [Fact]
    public void Instruments_WhoseListenersThrow_AreLeftOut()
    {
        string name = $"meter_{Guid.NewGuid():N}";
        using var meter = new Meter(name);
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == name) throw new InvalidOperationException("a listener's mistake");
        };
        meters.Start();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == name ? throw new InvalidOperationException("a listener's mistake") : false,
        };
        ActivitySource.AddActivityListener(activities);
        Counter<long>? counter = SafeTelemetry.Create(() => meter.CreateCounter<long>("count"));
        Assert.Null(counter);
        counter.TryAdd(1, new("tag", null));
        ActivitySource? source = SafeTelemetry.Source(name);
        Assert.Null(source);
        Assert.Null(source.TryStart("Fit"));
    }

    private static History Fit(string name, int epochs, Callback? callback = null)
    {
        var model = new Sequential(name) { new Input(2), new Dense(1) };
        model.Compile("sgd", "mse");
        return model.Fit(new float[25, 2], new float[25], batchSize: 5, epochs: epochs, verbose: Verbosity.Silent, validationSplit: 0.2,
            callbacks: callback is null ? [] : [callback]);
    }
}
