using Fashion.Keras.Metrics;

namespace Fashion.Keras.Training;

/// <summary>A metric in use: its name in logs, the output it looks at, and whether sample weights count.</summary>
internal sealed record MetricEntry(string Name, Metric Metric, int Output, bool Weighted);
