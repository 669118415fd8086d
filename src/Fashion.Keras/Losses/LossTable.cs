using Fashion.Keras.Configuration;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Losses;

/// <summary>Losses by Keras's names and aliases, and out of files.</summary>
internal static class LossTable
{
    private static readonly Dictionary<string, Func<ConfigReader, Loss>> Known = new(StringComparer.Ordinal)
    {
        ["BinaryCrossentropy"] = r => new BinaryCrossentropy(r.GetBool("from_logits", false), r.GetDouble("label_smoothing", 0), r.GetInt("axis", -1), LossReduction.From(r), Name(r, "binary_crossentropy")),
        ["CategoricalCrossentropy"] = r => new CategoricalCrossentropy(r.GetBool("from_logits", false), r.GetDouble("label_smoothing", 0), r.GetInt("axis", -1), LossReduction.From(r), Name(r, "categorical_crossentropy")),
        ["MeanSquaredError"] = r => new MeanSquaredError(LossReduction.From(r), Name(r, "mean_squared_error")),
        ["SparseCategoricalCrossentropy"] = r => new SparseCategoricalCrossentropy(r.GetBool("from_logits", false), r.GetIntOrNull("ignore_class"), LossReduction.From(r), r.GetInt("axis", -1), Name(r, "sparse_categorical_crossentropy")),
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
        Loss loss = Find(name)?.Invoke(new ConfigReader([], name)) ?? throw Guard.Unknown("loss", name, Known.Keys.Select(Names.SnakeCase).Concat(Aliases.Keys));
        loss.GivenName = name;
        return loss;
    }

    /// <summary>The loss that a file names, as a text or as an object; null stays null.</summary>
    public static Loss? From(NestedConfig? nested)
    {
        if (nested is null) return null;
        if (nested.Config.Custom?.Find<Loss>(nested) is { } own) return own;
        string name = nested.ClassName == "function" ? nested.Config.GetString("name") ?? "" : nested.ClassName;
        Loss loss = Find(name)?.Invoke(nested.IsPlainName || nested.ClassName == "function" ? new ConfigReader([], nested.Config.Place) : nested.Config)
            ?? throw new ModelFormatException($"{nested.Config.Place}: unknown loss '{name}'. Known: {string.Join(", ", Known.Keys)}. Register a loss of your own with CustomObjects, or load with compile: false.") { Entry = nested.Config.Place };
        if (nested.IsPlainName) loss.GivenName = name;
        return loss;
    }

    private static Func<ConfigReader, Loss>? Find(string name)
    {
        if (name.ToLowerInvariant() is "crossentropy" or "ce") return _ => new CrossentropyByShape();
        if (Aliases.TryGetValue(name, out string? full)) name = full;
        return Known.FirstOrDefault(k => k.Key == name || Names.SnakeCase(k.Key) == name).Value;
    }

    private static string Name(ConfigReader config, string fallback) => config.GetString("name") ?? fallback;
}
