using Fashion.Keras.Configuration;
using Fashion.Keras.Internal;
using Fashion.Keras.Losses;

namespace Fashion.Keras.Metrics;

/// <summary>Metrics by Keras's names and aliases, and out of files.</summary>
internal static class MetricTable
{
    private static readonly Dictionary<string, Func<ConfigReader, string?, Metric>> Known = new(StringComparer.Ordinal)
    {
        ["Accuracy"] = (_, name) => new Accuracy(name ?? "accuracy"),
        ["BinaryAccuracy"] = (r, name) => new BinaryAccuracy(name ?? "binary_accuracy", r.GetDouble("threshold", 0.5)),
        ["BinaryCrossentropy"] = (r, name) => new LossMetric(new BinaryCrossentropy(r.GetBool("from_logits", false), r.GetDouble("label_smoothing", 0)), name),
        ["CategoricalAccuracy"] = (_, name) => new CategoricalAccuracy(name ?? "categorical_accuracy"),
        ["CategoricalCrossentropy"] = (r, name) => new LossMetric(new CategoricalCrossentropy(r.GetBool("from_logits", false), r.GetDouble("label_smoothing", 0), r.GetInt("axis", -1)), name),
        ["MeanSquaredError"] = (_, name) => new LossMetric(new MeanSquaredError(), name),
        ["SparseCategoricalAccuracy"] = (_, name) => new SparseCategoricalAccuracy(name ?? "sparse_categorical_accuracy"),
        ["SparseCategoricalCrossentropy"] = (r, name) => new LossMetric(new SparseCategoricalCrossentropy(r.GetBool("from_logits", false), axis: r.GetInt("axis", -1)), name),
        ["SparseTopKCategoricalAccuracy"] = (r, name) => new SparseTopKCategoricalAccuracy(r.GetInt("k", 5), name ?? "sparse_top_k_categorical_accuracy"),
        ["TopKCategoricalAccuracy"] = (r, name) => new TopKCategoricalAccuracy(r.GetInt("k", 5), name ?? "top_k_categorical_accuracy"),
    };

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bce"] = "BinaryCrossentropy",
        ["kld"] = "KLDivergence",
        ["log_cosh"] = "LogCoshError",
        ["logcosh"] = "LogCoshError",
        ["mae"] = "MeanAbsoluteError",
        ["mape"] = "MeanAbsolutePercentageError",
        ["mse"] = "MeanSquaredError",
        ["msle"] = "MeanSquaredLogarithmicError",
    };

    /// <summary>The metric of a name, an alias or a class; it is called, in logs and files, exactly as given.</summary>
    public static Metric ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Metric metric = Make(name, new ConfigReader([], name), name, isText: true) ?? throw Guard.Unknown("metric", name, Known.Keys.Select(Names.SnakeCase).Concat(Aliases.Keys).Concat(["accuracy", "acc"]).Distinct());
        metric.GivenName = name;
        return metric;
    }

    /// <summary>
    /// The metric that a file names, as a text or as an object; null stays null. Keras 2 writes
    /// <c>MeanMetricWrapper</c> with the function in <c>fn</c>.
    /// </summary>
    public static Metric? From(NestedConfig? nested)
    {
        if (nested is null) return null;
        if (nested.Config.Custom?.Find<Metric>(nested) is { } own) return own;
        ConfigReader config = nested.Config;
        string? name = config.GetString("name");
        string className = nested.ClassName switch
        {
            "MeanMetricWrapper" => config.GetObject("fn") is { } function ? FunctionName(function) : name ?? nested.ClassName,
            "function" => name ?? nested.ClassName,
            _ => nested.ClassName,
        };
        if (nested.IsPlainName) name = className;
        Metric metric = Make(className, config, name, nested.IsPlainName || nested.ClassName != className) ?? throw new ModelFormatException($"{config.Place}: unknown metric '{className}'. Known: {string.Join(", ", Known.Keys)}. Register a metric of your own with CustomObjects, or load with compile: false.") { Entry = config.Place };
        if (nested.IsPlainName) metric.GivenName = className;
        return metric;
    }

    private static string FunctionName(NestedConfig function) => function.ClassName == "function" ? function.Config.GetString("name") ?? "" : function.ClassName;

    private static Metric? Make(string className, ConfigReader config, string? name, bool isText)
    {
        // "accuracy" the text is a choice by shape; Accuracy the class is the exact match.
        switch (className.ToLowerInvariant())
        {
            case "acc" or "accuracy" when isText: return new MetricByShape(name ?? className, accuracy: true);
            case "ce" or "crossentropy" when isText: return new MetricByShape(name ?? className, accuracy: false);
        }
        if (Aliases.TryGetValue(className, out string? full)) className = full;
        return Known.FirstOrDefault(k => k.Key == className || Names.SnakeCase(k.Key) == className).Value?.Invoke(config, name);
    }
}
