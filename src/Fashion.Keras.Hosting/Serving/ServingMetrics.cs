using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Fashion.Keras.Hosting.Serving;

/// <summary>What serving tells listeners: the activity source and the meter "Fashion.Keras.Hosting".</summary>
/// <param name="model">Name of the model, the tag of every measurement.</param>
internal sealed class ServingMetrics(string model)
{
    private const string Name = "Fashion.Keras.Hosting";
    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Predictions =
        Meter.CreateCounter<long>("fashion.keras.serving.predictions", "{sample}", "Samples that were answered.");
    private static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("fashion.keras.serving.failures", "{sample}", "Samples whose prediction failed.");
    private static readonly Counter<long> Refusals =
        Meter.CreateCounter<long>("fashion.keras.serving.refusals", "{sample}", "Samples that were refused because the queue was full.");
    private static readonly UpDownCounter<long> Queue =
        Meter.CreateUpDownCounter<long>("fashion.keras.serving.queue_length", "{sample}", "Samples that wait.");
    private static readonly Histogram<int> BatchSize =
        Meter.CreateHistogram<int>("fashion.keras.serving.batch_size", "{sample}", "Samples of one batch.");
    private static readonly Histogram<double> Latency =
        Meter.CreateHistogram<double>("fashion.keras.serving.latency", "s", "From the request to its answer.");

    private readonly KeyValuePair<string, object?> _tag = new("keras.model", model);

    public void Queued(int change)
    {
        if (Queue.Enabled) Queue.Add(change, _tag);
    }

    public void Refused() => Refusals.Add(1, _tag);

    public void Failed() => Failures.Add(1, _tag);

    public Activity? BeginBatch(int size)
    {
        if (BatchSize.Enabled) BatchSize.Record(size, _tag);
        return Source.StartActivity("Predict")?.SetTag(_tag.Key, model).SetTag("keras.batch_size", size);
    }

    public void Answered(List<Request> requests)
    {
        if (Predictions.Enabled) Predictions.Add(requests.Count, _tag);
        if (!Latency.Enabled) return;
        foreach (Request request in requests) Latency.Record(Stopwatch.GetElapsedTime(request.Start).TotalSeconds, _tag);
    }
}
