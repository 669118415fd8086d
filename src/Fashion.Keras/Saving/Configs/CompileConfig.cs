using System.Text.Json.Nodes;
using Fashion.Keras.Losses;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Serialization;
using Fashion.Keras.Training;

namespace Fashion.Keras.Saving;

/// <summary>The training settings in a file: <c>compile_config</c> of Keras 3, <c>training_config</c> of whole-model <c>.h5</c>.</summary>
internal static class CompileConfig
{
    private const string WayOut = "compile: false";

    /// <summary>What a file says.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="outputs">The names of the model's outputs.</param>
    public static JsonObject Write(CompileSettings settings, IReadOnlyList<string> outputs) => new()
    {
        ["optimizer"] = ConfigWriter.ObjectJson(settings.Optimizer),
        ["loss"] = settings.Losses is { } losses ? Losses(losses, outputs) : null,
        ["loss_weights"] = settings.LossWeights is { } weights ? OneOrMany(weights, w => JsonValue.Create(w)) : null,
        ["metrics"] = Metrics(settings.Metrics),
        ["weighted_metrics"] = Metrics(settings.WeightedMetrics),
        ["run_eagerly"] = false,
        ["steps_per_execution"] = 1,
        ["jit_compile"] = false,
    };

    /// <summary>Compiles a model with what a file says.</summary>
    /// <param name="model">The model.</param>
    /// <param name="json">The settings; the optimizer stands under <c>optimizer</c> or <c>optimizer_config</c>.</param>
    /// <param name="place">Where they stand, for messages.</param>
    /// <param name="custom">What the user registered.</param>
    /// <param name="version">Who wrote them: up to Keras 2 a plain list of metrics was for every output, in Keras 3 it has one per
    /// output.</param>
    /// <returns>Whether the file names the optimizer.</returns>
    public static bool Apply(Model model, JsonObject json, string place, CustomObjects? custom, FileVersion version)
    {
        var config = new ConfigReader(json, place, custom);
        try
        {
            return Apply(model, config, forEvery: version.IsBefore(3, 0));
        }
        catch (ModelFormatException e) when (!e.Message.Contains(WayOut, StringComparison.Ordinal))
        {
            throw new ModelFormatException($"{e.Message} The model loads without training settings: {WayOut}.", e) { Entry = e.Entry };
        }
    }

    private static bool Apply(Model model, ConfigReader config, bool forEvery)
    {
        // Optimizers, losses and metrics refuse numbers that cannot be, in their own words.
        return ModelConfigReader.Try(config, () =>
        {
            Optimizer? optimizer = OptimizerTable.From(config.GetObject("optimizer") ?? config.GetObject("optimizer_config"));
            OutputLosses? losses = ReadLosses(config);
            if (optimizer is not null || losses is not null)
                model.Compile(optimizer, losses, ReadMetrics(config, "metrics", model.OutputNames, forEvery), ReadWeights(config),
                    ReadMetrics(config, "weighted_metrics", model.OutputNames, forEvery));
            return optimizer is not null;
        });
    }

    private static JsonNode OneOrMany<T>(OutputSettings<T> settings, Func<T, JsonNode?> write)
    {
        if (settings.IsShared) return write(settings.First())!;
        if (settings.Names is null) return new JsonArray([.. settings.Select(write)]);
        return new JsonObject(settings.Names.Zip(settings, (name, item) => KeyValuePair.Create(name, write(item))));
    }

    // Keras wants every output named, also those without a loss.
    private static JsonNode? Losses(OutputLosses losses, IReadOnlyList<string> outputs)
    {
        if (OneOrMany(losses, Loss) is not JsonObject { } named || losses.Names is null) return OneOrMany(losses, Loss);
        foreach (string output in outputs)
            if (!named.ContainsKey(output)) named[output] = null;
        return named;
    }

    private static JsonNode? Loss(Loss? loss) =>
        loss is null ? null : loss.GivenName is { } name
            ? name
            : loss is FunctionLoss ? Function(loss.Name) : ConfigWriter.ObjectJson(loss);

    private static JsonNode Metric(Metric metric) =>
        metric.GivenName is { } name ? name : metric is FunctionMetric ? Function(metric.Name) : ConfigWriter.ObjectJson(metric);

    // Keras's form for a function of the user's own.
    private static JsonObject Function(string name) =>
        new() { ["module"] = "builtins", ["class_name"] = "function", ["config"] = name, ["registered_name"] = "function" };

    private static JsonNode? Metrics(OutputMetrics? metrics)
    {
        if (metrics is null) return null;
        JsonNode?[] lists = [.. metrics.Select(list => list is null ? null : (JsonNode?)new JsonArray([.. list.Select(Metric)]))];
        if (metrics.Names is { } names) return new JsonObject(names.Zip(lists, KeyValuePair.Create));
        // A list per output only where one metric for each does not say it.
        return metrics.Count() == 1 || metrics.All(list => list?.Count() == 1)
            ? new JsonArray([.. metrics.Flat.Select(Metric)])
            : new JsonArray(lists);
    }

    private static OutputLosses? ReadLosses(ConfigReader config) => config.Json["loss"] switch
    {
        null => null,
        JsonArray list => list.Select((item, i) => item is null ? null : LossTable.From(Nested(config, "loss", $"{i}", item))).ToArray(),
        JsonObject named when !named.ContainsKey("class_name") =>
            named.Where(n => n.Value is not null).ToDictionary(n => n.Key, n => LossTable.From(Nested(config, "loss", n.Key, n.Value))!),
        _ => LossTable.From(config.GetObject("loss"))!,
    };

    private static OutputWeights? ReadWeights(ConfigReader config) => config.Json["loss_weights"] switch
    {
        null or JsonArray { Count: 0 } => null,
        JsonArray list => list.Select(n => Number(config, n)).ToArray(),
        JsonObject named => named.ToDictionary(n => n.Key, n => Number(config, n.Value)),
        // Keras takes a single number for the only output.
        var one => new[] { Number(config, one) },
    };

    private static OutputMetrics? ReadMetrics(ConfigReader config, string key, IReadOnlyList<string> outputs,
        bool forEvery) => config.Json[key] switch
        {
            null => null,
            JsonObject named => named.ToDictionary(n => n.Key, n => Metrics(config, key, n.Value).ToArray()),
            // With several outputs one list for each; with one output Keras 2 wraps its list once more.
            // They stay in order: Keras refuses names where one layer gives several outputs.
            JsonArray list when forEvery && outputs.Count > 1 && !list.Any(item => item is JsonArray) =>
                OutputMetrics.Create([.. outputs.Select(_ => (MetricList?)Metrics(config, key, list).ToArray())]),
            JsonArray list when outputs.Count > 1 && list.Count == outputs.Count =>
                OutputMetrics.Create([.. list.Select(item => item is null ? null : (MetricList?)Metrics(config, key, item).ToArray())]),
            var list => Metrics(config, key, list).ToArray(),
        };

    private static IEnumerable<Metric> Metrics(ConfigReader config, string key, JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => list.SelectMany(item => Metrics(config, key, item)),
        _ => [MetricTable.From(Nested(config, key, "", node))!],
    };

    private static NestedConfig Nested(ConfigReader config, string key, string name, JsonNode? node) =>
        NestedConfig.From(node ?? throw config.Wrong(key, "an object or a name"),
            $"{config.Place}.{key}{(name.Length > 0 ? "." : "")}{name}", config.Custom);

    private static double Number(ConfigReader config, JsonNode? node) =>
        JsonValues.TryNumber(node, out double number) ? number : throw config.Wrong("loss_weights", "numbers");
}
