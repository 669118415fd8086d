using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Fashion.Keras.Training;

/// <summary>
/// What training tells listeners of <see cref="System.Diagnostics"/>: the activity source and the meter "Fashion.Keras". Without listeners
/// a step costs a look at two flags, and nothing is allocated.
/// </summary>
/// <param name="model">Name of what is trained, the tag of every measurement.</param>
internal sealed class FitTelemetry(string model)
{
    /// <summary>Name of the activity source and of the meter.</summary>
    private const string Name = "Fashion.Keras";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Steps = Meter.CreateCounter<long>("fashion.keras.fit.steps", "{step}", "Training steps.");
    private static readonly Counter<long> Samples =
        Meter.CreateCounter<long>("fashion.keras.fit.samples", "{sample}", "Samples that training steps have seen.");
    private static readonly Gauge<double> Rate = Meter.CreateGauge<double>(
        "fashion.keras.fit.samples_per_second", "{sample}/s", "Samples per second of the last epoch, validation included.");
    private static readonly Gauge<double> Loss =
        Meter.CreateGauge<double>("fashion.keras.fit.loss", description: "Losses and metrics of the last epoch, by name.");

    private readonly KeyValuePair<string, object?> _tag = new("keras.model", model);
    private Activity? _run, _epoch;
    private long _epochStart, _epochSamples;

    /// <summary>Training begins.</summary>
    public void Begin() => _run = Source.StartActivity("Fit")?.SetTag(_tag.Key, model);

    /// <summary>An epoch begins.</summary>
    public void EpochBegin(int epoch)
    {
        (_epochStart, _epochSamples) = (Stopwatch.GetTimestamp(), 0);
        _epoch = Source.StartActivity("Epoch")?.SetTag("keras.epoch", epoch);
    }

    /// <summary>A step is done.</summary>
    public void Step(int samples)
    {
        _epochSamples += samples;
        if (Steps.Enabled) Steps.Add(1, _tag);
        if (Samples.Enabled) Samples.Add(samples, _tag);
    }

    /// <summary>An epoch and its validation are done.</summary>
    public void EpochEnd(Logs logs)
    {
        if (Rate.Enabled) Rate.Record(_epochSamples / Stopwatch.GetElapsedTime(_epochStart).TotalSeconds, _tag);
        if (Loss.Enabled)
            foreach ((string name, double value) in logs) Loss.Record(value, _tag, new("keras.value", name));
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
        activity?.Dispose();
        activity = null;
    }
}
