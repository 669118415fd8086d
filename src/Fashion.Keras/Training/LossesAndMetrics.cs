using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;

namespace Fashion.Keras.Training;

/// <summary>The settings of Compile, spread over the outputs of a model whose outputs are known.</summary>
internal sealed class LossesAndMetrics
{
    public LossesAndMetrics(ITrainable model, CompileSettings settings)
    {
        Losses = settings.Losses?.ForOutputs(model, "a loss") ?? new Loss?[model.OutputNames.Count];
        LossWeights = WeightsOf(model, settings);
        OutputLossNames = model.OutputNames.Count == 1 ? []
            : [.. model.OutputNames.Where((_, i) => Losses[i] is not null).Select(n => $"{n}_loss")];
        Metrics = Entries(model, settings);
    }

    /// <summary>The loss per output; null for an output without one.</summary>
    public IReadOnlyList<Loss?> Losses { get; }

    /// <summary>How much each output's loss counts.</summary>
    public IReadOnlyList<double> LossWeights { get; }

    /// <summary>Names in logs of the outputs' own losses; empty with one output, whose loss is the loss.</summary>
    public IReadOnlyList<string> OutputLossNames { get; }

    public IReadOnlyList<MetricEntry> Metrics { get; }

    /// <summary>Whether an output needs targets: it has a loss or a metric.</summary>
    public bool NeedsTarget(int output) => Losses[output] is not null || Metrics.Any(m => m.Output == output);

    private static double[] WeightsOf(ITrainable model, CompileSettings settings)
    {
        var weights = new double[model.OutputNames.Count];
        for (int i = 0; i < weights.Length; i++) weights[i] = 1;
        if (settings.LossWeights is not { } given) return weights;
        double[] values = given.ForOutputs(model, "a loss weight");
        for (int i = 0; i < weights.Length; i++)
            if (given.Names?.Contains(model.OutputNames[i]) ?? true) weights[i] = values[i];
        return weights;
    }

    // Keras's names: output_metric with several outputs; a repeated one gets _1, _2; a weighted one that repeats gets weighted_.
    private static List<MetricEntry> Entries(ITrainable model, CompileSettings settings)
    {
        var entries = new List<MetricEntry>();
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        Metric[][] plain = settings.Metrics?.ForOutputs(model) ?? [], weighted = settings.WeightedMetrics?.ForOutputs(model) ?? [];
        for (int output = 0; output < plain.Length; output++)
            foreach (Metric metric in plain[output])
                entries.Add(new(Numbered(Prefixed(output, metric.Name)), metric, output, Weighted: false));
        for (int output = 0; output < weighted.Length; output++)
            foreach (Metric metric in weighted[output])
            {
                string name = Prefixed(output, metric.Name);
                entries.Add(new(Numbered(used.ContainsKey(name) ? Prefixed(output, $"weighted_{metric.Name}") : name), metric, output,
                    Weighted: true));
            }
        return entries;

        string Prefixed(int output, string name) => model.OutputNames.Count == 1 ? name : $"{model.OutputNames[output]}_{name}";

        string Numbered(string name)
        {
            used.TryGetValue(name, out int count);
            used[name] = count + 1;
            return count == 0 ? name : $"{name}_{count}";
        }
    }
}
