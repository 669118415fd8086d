using Fashion.Keras.Internal;
using Fashion.Keras.Optimizers.Schedules;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>Optimizers by Keras's names in any case, and out of files.</summary>
internal static class OptimizerTable
{
    private static readonly Dictionary<string, Func<ConfigReader, Optimizer>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Adadelta"] = r => new Adadelta(Rate(r), r.GetDouble("rho", 0.95), Epsilon(r), OptimizerOptions.From(r), Name(r)),
        ["Adafactor"] = r => new Adafactor(
            Rate(r), r.GetDouble("beta_2_decay", -0.8), r.GetDouble("epsilon_1", 1e-30), r.GetDouble("epsilon_2", 1e-3),
            r.GetDouble("clip_threshold", 1), r.GetBool("relative_step", true),
            OptimizerOptions.From(r), Name(r)),
        ["Adagrad"] =
            r => new Adagrad(Rate(r), r.GetDouble("initial_accumulator_value", 0.1), Epsilon(r), OptimizerOptions.From(r), Name(r)),
        ["Adam"] = r => new Adam(Rate(r), Beta1(r), Beta2(r), Epsilon(r), r.GetBool("amsgrad", false), OptimizerOptions.From(r), Name(r)),
        ["Adamax"] = r => new Adamax(Rate(r), Beta1(r), Beta2(r), Epsilon(r), OptimizerOptions.From(r), Name(r)),
        ["AdamW"] = r => new AdamW(Rate(r), Beta1(r), Beta2(r), Epsilon(r), r.GetBool("amsgrad", false), OptimizerOptions.From(r), Name(r)),
        ["Ftrl"] = r => new Ftrl(
            Rate(r), r.GetDouble("learning_rate_power", -0.5), r.GetDouble("initial_accumulator_value", 0.1),
            r.GetDouble("l1_regularization_strength", 0),
            r.GetDouble("l2_regularization_strength", 0), r.GetDouble("l2_shrinkage_regularization_strength", 0), r.GetDouble("beta", 0),
            OptimizerOptions.From(r), Name(r)),
        ["Lamb"] = r => new Lamb(Rate(r), Beta1(r), Beta2(r), Epsilon(r), OptimizerOptions.From(r), Name(r)),
        ["Lion"] = r => new Lion(Rate(r), Beta1(r), r.GetDouble("beta_2", 0.99), OptimizerOptions.From(r), Name(r)),
        ["Muon"] = r => Muon.From(r, Rate(r), Name(r)),
        ["Nadam"] = r => new Nadam(Rate(r), Beta1(r), Beta2(r), Epsilon(r), OptimizerOptions.From(r), Name(r)),
        ["RMSprop"] = r => new RMSprop(Rate(r), r.GetDouble("rho", 0.9), r.GetDouble("momentum", 0), Epsilon(r),
            r.GetBool("centered", false), OptimizerOptions.From(r), Name(r)),
        ["ScheduleFreeAdamW"] = r => new ScheduleFreeAdamW(Rate(r, 0.0025), Beta1(r), Beta2(r),
            SinglePrecision.Shortest(r.GetDouble("epsilon", 1e-8)), r.GetInt("warmup_steps", 0), OptimizerOptions.From(r), Name(r)),
        ["SGD"] = r => new Sgd(Rate(r, 0.01), r.GetDouble("momentum", 0), r.GetBool("nesterov", false), OptimizerOptions.From(r), Name(r)),
    };

    // How it is computed (tf.keras 2.11 on), and the schedule of Nadam's momentum in Keras 1 and 2, which is Keras 3's fixed one.
    private static readonly string[] Harmless = ["jit_compile", "is_legacy_optimizer", "schedule_decay"];

    public static Optimizer ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Known.TryGetValue(name, out var make)
            ? make(new ConfigReader(null, name))
            : throw Guard.Unknown("optimizer", name, Known.Keys.Select(k => k.ToLowerInvariant()));
    }

    /// <summary>
    /// The optimizer that a file names, as a text or as an object; null stays null. "Custom>Adam" is what TensorFlow wrote
    /// from 2.11 on.
    /// </summary>
    public static Optimizer? From(NestedConfig? nested)
    {
        if (nested is null) return null;
        if (nested.Config.Custom?.Find<Optimizer>(nested) is { } own) return own;
        if (nested.ClassName == "LossScaleOptimizer") return LossScale(nested.Config);
        string name = nested.ClassName[(nested.ClassName.LastIndexOf('>') + 1)..];
        return Known.TryGetValue(name, out var make)
            ? UnknownOptions.Refuse(make(nested.Config), nested.Config, Harmless)
            : throw UnknownName.InFile("optimizer", nested.ClassName, Known.Keys, nested.Config, UnknownName.WithoutCompile);
    }

    // Keras 2 wrapped every optimizer of a model of mixed precision; computed in float32, its losses need no scale.
    private static Optimizer LossScale(ConfigReader config)
    {
        Optimizer inner =
            From(config.GetObject("inner_optimizer") ?? config.GetObject("optimizer")
                ?? throw config.Wrong("inner_optimizer", "an optimizer"))!;
        return config.Contains("dynamic") || config.Contains("loss_scale") || !config.Has("inner_optimizer") ? inner
            : UnknownOptions.Refuse(new LossScaleOptimizer(inner, config.GetDouble("initial_scale", 32768),
                config.GetInt("dynamic_growth_steps", 2000), Name(config)), config);
    }

    // "lr" is Keras 2.2's key. A schedule stands there as an object.
    private static LearningRate Rate(ConfigReader config, double fallback = 0.001)
    {
        string key = config.Has("learning_rate") ? "learning_rate" : "lr";
        // Keras 1 and 2 let the rate fall with every step: rate / (1 + decay * step).
        double decay = config.GetDoubleOrNull("decay") ?? 0;
        if (config.HasObject(key)) return decay == 0
            ? ScheduleTable.From(config.GetObject(key)!)
            : throw config.Wrong("decay", "0 with a schedule");
        double rate = SinglePrecision.Shortest(config.GetDouble(key, fallback));
        return decay != 0 ? new InverseTimeDecay(rate, 1, SinglePrecision.Shortest(decay)) : rate;
    }

    private static double Beta1(ConfigReader config) => SinglePrecision.Shortest(config.GetDouble("beta_1", 0.9));

    private static double Beta2(ConfigReader config) => SinglePrecision.Shortest(config.GetDouble("beta_2", 0.999));

    // Keras 1 and 2.0 wrote null for the backend's epsilon.
    private static double Epsilon(ConfigReader config) => SinglePrecision.Shortest(config.GetDoubleOrNull("epsilon") ?? 1e-7);

    // The key "name" of a Keras 2 file has the class's spelling ("Adam", "SGD"); Keras 3 has "adam".
    private static string? Name(ConfigReader config) => config.GetString("name") is { } name && !Known.ContainsKey(name) ? name : null;
}
