using System.Diagnostics;
using System.Diagnostics.Metrics;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Hosting.Serving;

/// <summary>
/// What serving tells listeners: the activity source and the meter "Fashion.Keras.Hosting". What a listener throws is dropped.
/// </summary>
/// <param name="model">Name of the model, the tag of every measurement.</param>
internal sealed class ServingMetrics(string model)
{
    private const string Name = "Fashion.Keras.Hosting";
    private static readonly ActivitySource? Source = SafeTelemetry.Source(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long>? Predictions = SafeTelemetry.Create(() =>
        Meter.CreateCounter<long>("fashion.keras.serving.predictions", "{sample}", "Samples that were answered."));
    private static readonly Counter<long>? Failures = SafeTelemetry.Create(() =>
        Meter.CreateCounter<long>("fashion.keras.serving.failures", "{sample}", "Samples whose prediction failed."));
    private static readonly Counter<long>? Refusals = SafeTelemetry.Create(() => Meter.CreateCounter<long>(
        "fashion.keras.serving.refusals", "{sample}", "Samples that were refused because the queue was full."));
    private static readonly UpDownCounter<long>? Queue = SafeTelemetry.Create(() =>
        Meter.CreateUpDownCounter<long>("fashion.keras.serving.queue_length", "{sample}", "Samples that wait."));
    private static readonly Histogram<int>? BatchSize = SafeTelemetry.Create(() =>
        Meter.CreateHistogram<int>("fashion.keras.serving.batch_size", "{sample}", "Samples of one batch."));
    private static readonly Histogram<double>? Latency = SafeTelemetry.Create(() =>
        Meter.CreateHistogram<double>("fashion.keras.serving.latency", "s", "From the request to its answer."));

    private readonly KeyValuePair<string, object?> _tag = new("keras.model", model);

    public void Queued(int change) => Queue.TryAdd(change, _tag);

    public void Refused() => Refusals.TryAdd(1, _tag);

    public void Failed() => Failures.TryAdd(1, _tag);

    public Activity? BeginBatch(int size)
    {
        BatchSize.TryRecord(size, _tag);
        return Source.TryStart("Predict")?.SetTag(_tag.Key, model).SetTag("keras.batch_size", size);
    }

    public void Answered(List<Request> requests)
    {
        Predictions.TryAdd(requests.Count, _tag);
        if (Latency is not { Enabled: true }) return;
        foreach (Request request in requests) Latency.TryRecord(Stopwatch.GetElapsedTime(request.Start).TotalSeconds, _tag);
    }
}
