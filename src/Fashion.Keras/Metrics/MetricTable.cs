using Fashion.Keras.Configuration;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Metrics;

/// <summary>Metrics by Keras's names and aliases, and out of files.</summary>
internal static class MetricTable
{
    private static readonly Dictionary<string, Func<string?, ConfigReader, Metric>> Known = new(StringComparer.Ordinal)
    {
        ["SparseCategoricalAccuracy"] = (name, _) => name is null ? new SparseCategoricalAccuracy() : new SparseCategoricalAccuracy(name),
    };

    public static Metric ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name)?.Invoke(name, new ConfigReader([], name)) ?? throw Guard.Unknown("metric", name, Known.Keys.Select(Names.SnakeCase));
    }

    private static Func<string?, ConfigReader, Metric>? Find(string name) => Known.FirstOrDefault(k => k.Key == name || Names.SnakeCase(k.Key) == name).Value;
}
