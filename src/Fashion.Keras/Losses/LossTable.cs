using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Losses;

/// <summary>Losses by Keras's names and aliases, and out of files.</summary>
internal static class LossTable
{
    private static readonly Dictionary<string, Func<ConfigReader, Loss>> Known = new(StringComparer.Ordinal)
    {
        ["BinaryCrossentropy"] = r => new BinaryCrossentropy(r.GetBool("from_logits", false), r.GetDouble("label_smoothing", 0),
            r.GetInt("axis", -1), LossReduction.From(r), Name(r, "binary_crossentropy")),
        ["BinaryFocalCrossentropy"] = r =>
            new BinaryFocalCrossentropy(r.GetBool("apply_class_balancing", false), r.GetDouble("alpha", 0.25), r.GetDouble("gamma", 2),
                r.GetBool("from_logits", false), r.GetDouble("label_smoothing", 0), r.GetInt("axis", -1), LossReduction.From(r),
                Name(r, "binary_focal_crossentropy")),
        ["CategoricalCrossentropy"] = r => new CategoricalCrossentropy(r.GetBool("from_logits", false), r.GetDouble("label_smoothing", 0),
            r.GetInt("axis", -1), LossReduction.From(r), Name(r, "categorical_crossentropy")),
        ["CategoricalFocalCrossentropy"] =
            r => new CategoricalFocalCrossentropy(r.GetDouble("alpha", 0.25), r.GetDouble("gamma", 2), r.GetBool("from_logits", false),
                r.GetDouble("label_smoothing", 0), r.GetInt("axis", -1), LossReduction.From(r), Name(r, "categorical_focal_crossentropy")),
        ["CategoricalGeneralizedCrossEntropy"] =
            r => new CategoricalGeneralizedCrossEntropy(r.GetDouble("q", 0.5), LossReduction.From(r),
                Name(r, "categorical_generalized_cross_entropy")),
        ["CategoricalHinge"] = r => new CategoricalHinge(LossReduction.From(r), Name(r, "categorical_hinge")),
        ["Circle"] = r => new Circle(r.GetDouble("gamma", 80), r.GetDouble("margin", 0.4), r.GetBool("remove_diagonal", true),
            LossReduction.From(r), Name(r, "circle")),
        ["CosineSimilarity"] = r => new CosineSimilarity(r.GetInt("axis", -1), LossReduction.From(r), Name(r, "cosine_similarity")),
        ["CTC"] = r => new CTC(LossReduction.From(r), Name(r, "ctc")),
        ["Dice"] = r => new Dice(LossReduction.From(r), Name(r, "dice"), AxisSum.From(r)),
        ["Hinge"] = r => new Hinge(LossReduction.From(r), Name(r, "hinge")),
        ["Huber"] = r => new Huber(r.GetDouble("delta", 1), LossReduction.From(r), Name(r, "huber_loss")),
        ["KLDivergence"] = r => new KLDivergence(LossReduction.From(r), Name(r, "kl_divergence")),
        ["LogCosh"] = r => new LogCosh(LossReduction.From(r), Name(r, "log_cosh")),
        ["MeanAbsoluteError"] = r => new MeanAbsoluteError(LossReduction.From(r), Name(r, "mean_absolute_error")),
        ["MeanAbsolutePercentageError"] =
            r => new MeanAbsolutePercentageError(LossReduction.From(r), Name(r, "mean_absolute_percentage_error")),
        ["MeanSquaredError"] = r => new MeanSquaredError(LossReduction.From(r), Name(r, "mean_squared_error")),
        ["MeanSquaredLogarithmicError"] =
            r => new MeanSquaredLogarithmicError(LossReduction.From(r), Name(r, "mean_squared_logarithmic_error")),
        ["Poisson"] = r => new Poisson(LossReduction.From(r), Name(r, "poisson")),
        ["SparseCategoricalCrossentropy"] =
            r => new SparseCategoricalCrossentropy(r.GetBool("from_logits", false), r.GetIntOrNull("ignore_class"), LossReduction.From(r),
                r.GetInt("axis", -1), Name(r, "sparse_categorical_crossentropy")),
        ["SquaredHinge"] = r => new SquaredHinge(LossReduction.From(r), Name(r, "squared_hinge")),
        ["Tversky"] = r => new Tversky(r.GetDouble("alpha", 0.5), r.GetDouble("beta", 0.5), LossReduction.From(r), Name(r, "tversky"),
            AxisSum.From(r)),
    };

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bce"] = "BinaryCrossentropy",
        ["kld"] = "KLDivergence",
        ["kullback_leibler_divergence"] = "KLDivergence",
        ["logcosh"] = "LogCosh",
        ["mae"] = "MeanAbsoluteError",
        ["mape"] = "MeanAbsolutePercentageError",
        ["mse"] = "MeanSquaredError",
        ["msle"] = "MeanSquaredLogarithmicError",
    };

    /// <summary>The loss of a name, an alias or a class; it remembers the text.</summary>
    public static Loss ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Loss loss = Find(name)?.Invoke(new ConfigReader(null, name))
            ?? throw Guard.Unknown("loss", name, Known.Keys.Select(Names.SnakeCase).Concat(Aliases.Keys));
        loss.GivenName = name;
        return loss;
    }

    /// <summary>The loss that a file names, as a text or as an object; null stays null.</summary>
    public static Loss? From(NestedConfig? nested)
    {
        if (nested is null) return null;
        if (nested.Config.Custom?.Find<Loss>(nested) is { } own) return own;
        string name = nested.ClassName switch
        {
            "function" => nested.Config.GetString("name") ?? "",
            // tf.keras 2 wraps a function with its arguments.
            "LossFunctionWrapper" => nested.Config.GetObject("fn") is { } function
                ? function.Config.GetString("name") ?? function.ClassName
                : "",
            _ => nested.ClassName,
        };
        Loss loss = Find(name)?.Invoke(
            nested.IsPlainName || nested.ClassName == "function" ? new ConfigReader(null, nested.Config.Place) : nested.Config)
            ?? throw UnknownName.InFile("loss", name, Known.Keys.Concat(Known.Keys.Select(Names.SnakeCase)), nested.Config,
                UnknownName.WithoutCompile);
        if (nested.IsPlainName) loss.GivenName = name;
        return nested.IsPlainName || nested.ClassName == "function" ? loss : UnknownOptions.Refuse(loss, nested.Config);
    }

    /// <summary>Keras's full function name of a loss given by any name: <c>mse</c> is <c>mean_squared_error</c>.</summary>
    public static string FullName(string name) => Names.SnakeCase(Aliases.GetValueOrDefault(name, name));

    private static Func<ConfigReader, Loss>? Find(string name)
    {
        if (name.ToLowerInvariant() is "crossentropy" or "ce") return _ => new CrossentropyByShape();
        if (Aliases.TryGetValue(name, out string? full)) name = full;
        foreach ((string className, Func<ConfigReader, Loss> make) in Known)
            if (className == name || Names.SnakeCase(className) == name) return make;
        return null;
    }

    private static string Name(ConfigReader config, string fallback) => config.GetString("name") ?? fallback;
}
