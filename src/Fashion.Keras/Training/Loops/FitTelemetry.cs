using System.Diagnostics;
using System.Diagnostics.Metrics;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Training;

/// <summary>
/// What training tells listeners of <see cref="System.Diagnostics"/>: the activity source and the meter "Fashion.Keras". Without listeners
/// a step costs two checks of a flag, and nothing is allocated. What a listener throws is dropped.
/// </summary>
/// <param name="model">Name of what is trained, the tag of every measurement.</param>
internal sealed class FitTelemetry(string model)
{
    /// <summary>Name of the activity source and of the meter.</summary>
    private const string Name = "Fashion.Keras";

    private static readonly ActivitySource? Source = SafeTelemetry.Source(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long>? Steps =
        SafeTelemetry.Create(() => Meter.CreateCounter<long>("fashion.keras.fit.steps", "{step}", "Training steps."));
    private static readonly Counter<long>? Samples = SafeTelemetry.Create(() =>
        Meter.CreateCounter<long>("fashion.keras.fit.samples", "{sample}", "Samples that training steps have seen."));
    private static readonly Gauge<double>? Rate = SafeTelemetry.Create(() => Meter.CreateGauge<double>(
        "fashion.keras.fit.samples_per_second", "{sample}/s", "Samples per second of the last epoch, validation included."));
    private static readonly Gauge<double>? Loss = SafeTelemetry.Create(() =>
        Meter.CreateGauge<double>("fashion.keras.fit.loss", description: "Losses and metrics of the last epoch, by name."));

    private readonly KeyValuePair<string, object?> _tag = new("keras.model", model);
    private Activity? _run, _epoch;
    private long _epochStart, _epochSamples;

    /// <summary>Training begins.</summary>
    public void Begin() => _run = Source.TryStart("Fit")?.SetTag(_tag.Key, model);

    /// <summary>An epoch begins.</summary>
    public void EpochBegin(int epoch)
    {
        (_epochStart, _epochSamples) = (Stopwatch.GetTimestamp(), 0);
        _epoch = Source.TryStart("Epoch")?.SetTag("keras.epoch", epoch);
    }

    /// <summary>A step is done.</summary>
    public void CountStep(int samples)
    {
        _epochSamples += samples;
        Steps.TryAdd(1, _tag);
        Samples.TryAdd(samples, _tag);
    }

    /// <summary>An epoch and its validation are done.</summary>
    public void EpochEnd(Logs logs)
    {
        Rate.TryRecord(_epochSamples / Stopwatch.GetElapsedTime(_epochStart).TotalSeconds, _tag);
        if (Loss is { Enabled: true })
            foreach ((string name, double value) in logs) Loss.TryRecord(value, _tag, new("keras.value", name));
        if (_epoch is null) return;
        foreach ((string name, double value) in logs) _epoch.SetTag($"keras.{name}", value);
        Stop(ref _epoch, ActivityStatusCode.Ok);
    }

    /// <summary>Training ends, by itself, cancelled or with an exception; later calls do nothing.</summary>
    public void End(bool completed)
    {
        ActivityStatusCode status = completed ? ActivityStatusCode.Ok : ActivityStatusCode.Error;
        Stop(ref _epoch, status);
        Stop(ref _run, status);
    }

    private static void Stop(ref Activity? activity, ActivityStatusCode status)
    {
        activity?.SetStatus(status);
        activity.TryStop();
        activity = null;
    }
}
