using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers.Schedules;

/// <summary>Learning-rate schedules out of files.</summary>
internal static class ScheduleTable
{
    private static readonly Dictionary<string, Func<ConfigReader, LearningRateSchedule>> Known = new(StringComparer.Ordinal)
    {
        ["CosineDecay"] = r => new CosineDecay(r.GetDouble("initial_learning_rate"), r.GetInt("decay_steps"), r.GetDouble("alpha", 0),
            Name(r), r.GetDoubleOrNull("warmup_target"), r.GetInt("warmup_steps", 0)),
        ["CosineDecayRestarts"] = r => new CosineDecayRestarts(r.GetDouble("initial_learning_rate"), r.GetInt("first_decay_steps"),
            r.GetDouble("t_mul", 2), r.GetDouble("m_mul", 1), r.GetDouble("alpha", 0), Name(r)),
        ["ExponentialDecay"] = r => new ExponentialDecay(r.GetDouble("initial_learning_rate"), r.GetInt("decay_steps"),
            r.GetDouble("decay_rate"), r.GetBool("staircase", false), Name(r)),
        ["InverseTimeDecay"] = r => new InverseTimeDecay(r.GetDouble("initial_learning_rate"), r.GetInt("decay_steps"),
            r.GetDouble("decay_rate"), r.GetBool("staircase", false), Name(r)),
        ["PiecewiseConstantDecay"] = r => new PiecewiseConstantDecay(Numbers(r, "boundaries"), Numbers(r, "values"), Name(r)),
        ["PolynomialDecay"] = r => new PolynomialDecay(r.GetDouble("initial_learning_rate"), r.GetInt("decay_steps"),
            r.GetDouble("end_learning_rate", 0.0001), r.GetDouble("power", 1), r.GetBool("cycle", false), Name(r)),
    };

    public static LearningRateSchedule From(NestedConfig nested) =>
        nested.Config.Custom?.Find<LearningRateSchedule>(nested) is { } own ? own
        : Known.TryGetValue(nested.ClassName, out var make) ? UnknownOptions.Refuse(make(nested.Config), nested.Config)
        : throw UnknownName.InFile("learning-rate schedule", nested.ClassName, Known.Keys, nested.Config, UnknownName.WithoutCompile);

    private static string? Name(ConfigReader config) => config.GetString("name");

    private static double[] Numbers(ConfigReader config, string key) =>
        [.. config.GetNumbers(key) ?? throw config.Wrong(key, "a list of numbers")];
}
