using Fashion.Keras.Internal;
using Fashion.Keras.Losses;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>Metrics by Keras's names and aliases, and out of files.</summary>
internal static class MetricTable
{
    private static readonly Dictionary<string, Func<ConfigReader, string?, Metric>> Known = new(StringComparer.Ordinal)
    {
        ["Accuracy"] = (_, name) => new Accuracy(name ?? "accuracy"),
        ["AUC"] = (r, name) => AUC.From(r, name),
        ["BinaryAccuracy"] = (r, name) => new BinaryAccuracy(name ?? "binary_accuracy", r.GetDouble("threshold", 0.5)),
        ["BinaryCrossentropy"] = (r, name) =>
            new LossMetric(new BinaryCrossentropy(r.GetBool("from_logits", false), r.GetDouble("label_smoothing", 0)), name),
        ["BinaryIoU"] = (r, name) => new BinaryIoU(r.Has("target_class_ids") ? IoU.Targets(r) : null, r.GetDouble("threshold", 0.5),
            name ?? "binary_io_u", MetricPrecision.CountType(r)),
        ["CategoricalAccuracy"] = (_, name) => new CategoricalAccuracy(name ?? "categorical_accuracy"),
        ["CategoricalCrossentropy"] = (r,
            name) =>
            new LossMetric(new CategoricalCrossentropy(r.GetBool("from_logits", false), r.GetDouble("label_smoothing", 0),
                r.GetInt("axis", -1)), name),
        ["CategoricalHinge"] = (_, name) => new LossMetric(new CategoricalHinge(), name),
        ["ConcordanceCorrelation"] = (r, name) => new ConcordanceCorrelation(name ?? "concordance_correlation", r.GetInt("axis", -1)),
        ["CosineSimilarity"] = (r, name) => new CosineSimilarity(name ?? "cosine_similarity", r.GetInt("axis", -1)),
        ["F1Score"] = (r, name) => new F1Score(r.Choice("average", Averaging.None), r.GetDoubleOrNull("threshold"), name ?? "f1_score"),
        ["FalseNegatives"] = (r, name) => new FalseNegatives(Thresholds.Read(r), name ?? "false_negatives"),
        ["FalsePositives"] = (r, name) => new FalsePositives(Thresholds.Read(r), name ?? "false_positives"),
        ["FBetaScore"] = (r, name) => new FBetaScore(r.Choice("average", Averaging.None), r.GetDouble("beta", 1),
            r.GetDoubleOrNull("threshold"), name ?? "fbeta_score"),
        ["Hinge"] = (_, name) => new LossMetric(new Hinge(), name),
        ["IoU"] = (r, name) => new IoU(r.GetInt("num_classes"), IoU.Targets(r), name ?? "io_u", r.GetIntOrNull("ignore_class"),
            r.GetBool("sparse_y_true", true), r.GetBool("sparse_y_pred", true), r.GetInt("axis", -1), MetricPrecision.CountType(r)),
        ["KLDivergence"] = (_, name) => new LossMetric(new KLDivergence(), name),
        ["LogCoshError"] = (_, name) => new LossMetric(new LogCosh(), name ?? "logcosh"),
        ["Mean"] = (_, name) => new Mean(name ?? "mean"),
        ["MeanAbsoluteError"] = (_, name) => new LossMetric(new MeanAbsoluteError(), name),
        ["MeanAbsolutePercentageError"] = (_, name) => new LossMetric(new MeanAbsolutePercentageError(), name),
        ["MeanIoU"] = (r, name) => new MeanIoU(r.GetInt("num_classes"), name ?? "mean_io_u", r.GetIntOrNull("ignore_class"),
            r.GetBool("sparse_y_true", true), r.GetBool("sparse_y_pred", true), r.GetInt("axis", -1), MetricPrecision.CountType(r)),
        ["MeanSquaredError"] = (_, name) => new LossMetric(new MeanSquaredError(), name),
        ["MeanSquaredLogarithmicError"] = (_, name) => new LossMetric(new MeanSquaredLogarithmicError(), name),
        ["OneHotIoU"] = (r, name) => new OneHotIoU(r.GetInt("num_classes"), IoU.Targets(r), name ?? "one_hot_io_u",
            r.GetIntOrNull("ignore_class"), r.GetBool("sparse_y_pred", false), r.GetInt("axis", -1), MetricPrecision.CountType(r)),
        ["OneHotMeanIoU"] = (r, name) => new OneHotMeanIoU(r.GetInt("num_classes"), name ?? "one_hot_mean_io_u",
            r.GetIntOrNull("ignore_class"), r.GetBool("sparse_y_pred", false), r.GetInt("axis", -1), MetricPrecision.CountType(r)),
        ["PearsonCorrelation"] = (r, name) => new PearsonCorrelation(name ?? "pearson_correlation", r.GetInt("axis", -1)),
        ["Poisson"] = (_, name) => new LossMetric(new Poisson(), name),
        ["Precision"] =
            (r, name) => new Precision(Thresholds.Read(r), r.GetIntOrNull("top_k"), r.GetIntOrNull("class_id"), name ?? "precision"),
        ["PrecisionAtRecall"] = (r, name) => new PrecisionAtRecall(r.GetDouble("recall"), r.GetInt("num_thresholds", 200),
            r.GetIntOrNull("class_id"), name ?? "precision_at_recall"),
        // A missing key is Keras's default, a null none.
        ["R2Score"] = (r, name) => new R2Score(
            r.Choice("class_aggregation", r.Contains("class_aggregation") ? ClassAggregation.None : ClassAggregation.UniformAverage),
            r.GetInt("num_regressors", 0), name ?? "r2_score"),
        ["Recall"] = (r, name) => new Recall(Thresholds.Read(r), r.GetIntOrNull("top_k"), r.GetIntOrNull("class_id"), name ?? "recall"),
        ["RecallAtPrecision"] = (r, name) => new RecallAtPrecision(r.GetDouble("precision"), r.GetInt("num_thresholds", 200),
            r.GetIntOrNull("class_id"), name ?? "recall_at_precision"),
        ["RootMeanSquaredError"] = (_, name) => new RootMeanSquaredError(name ?? "root_mean_squared_error"),
        ["SensitivityAtSpecificity"] =
            (r, name) => new SensitivityAtSpecificity(r.GetDouble("specificity"), r.GetInt("num_thresholds", 200),
                r.GetIntOrNull("class_id"), name ?? "sensitivity_at_specificity"),
        ["SparseCategoricalAccuracy"] = (_, name) => new SparseCategoricalAccuracy(name ?? "sparse_categorical_accuracy"),
        ["SparseCategoricalCrossentropy"] =
            (r, name) =>
                new LossMetric(new SparseCategoricalCrossentropy(r.GetBool("from_logits", false), r.GetIntOrNull("ignore_class"),
                    axis: r.GetInt("axis", -1)), name),
        ["SparseTopKCategoricalAccuracy"] =
            (r, name) => new SparseTopKCategoricalAccuracy(r.GetInt("k", 5), name ?? "sparse_top_k_categorical_accuracy",
                r.GetBool("from_sorted_ids", false)),
        ["SpecificityAtSensitivity"] =
            (r, name) => new SpecificityAtSensitivity(r.GetDouble("sensitivity"), r.GetInt("num_thresholds", 200),
                r.GetIntOrNull("class_id"), name ?? "specificity_at_sensitivity"),
        ["SquaredHinge"] = (_, name) => new LossMetric(new SquaredHinge(), name),
        ["Sum"] = (_, name) => new Sum(name ?? "sum"),
        ["TopKCategoricalAccuracy"] = (r, name) => new TopKCategoricalAccuracy(r.GetInt("k", 5), name ?? "top_k_categorical_accuracy"),
        ["TrueNegatives"] = (r, name) => new TrueNegatives(Thresholds.Read(r), name ?? "true_negatives"),
        ["TruePositives"] = (r, name) => new TruePositives(Thresholds.Read(r), name ?? "true_positives"),
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

    /// <summary>Keras's classes that are known.</summary>
    public static IEnumerable<string> ClassNames => Known.Keys;

    /// <summary>The metric of a name, an alias or a class; it is called, in logs and files, exactly as given.</summary>
    public static Metric ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Metric metric;
        try
        {
            metric = Make(name, new ConfigReader(null, name), name, isText: true)
                ?? throw Guard.Unknown("metric", name,
                    Known.Keys.Select(Names.SnakeCase).Concat(Aliases.Keys).Concat(["accuracy", "acc"]).Distinct());
        }
        catch (ModelFormatException missing)
        {
            throw new ArgumentException(
                $"Metric '{name}' cannot be made from its name alone, because it needs arguments: give an object. {missing.Message}",
                nameof(name), missing);
        }
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
        Metric metric = Make(className, config, name, nested.IsPlainName || nested.ClassName != className)
            ?? throw UnknownName.InFile("metric", className, Known.Keys.Concat(Known.Keys.Select(Names.SnakeCase)), config,
                UnknownName.WithoutCompile);
        if (nested.IsPlainName) metric.GivenName = className;
        else metric.StatedType = metric is IoU ? MetricPrecision.Name(config) : MetricPrecision.Of(config);
        return nested.IsPlainName || nested.ClassName == "function" || metric is MetricByShape
            ? metric
            : UnknownOptions.Refuse(metric, config);
    }

    private static string FunctionName(NestedConfig function) =>
        function.ClassName == "function" ? function.Config.GetString("name") ?? "" : function.ClassName;

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
