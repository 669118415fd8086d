using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Constraints;

/// <summary>Constraints by Keras's names, and out of files.</summary>
internal static class ConstraintTable
{
    private static readonly Dictionary<string, Func<ConfigReader, Constraint>> Known = new(StringComparer.Ordinal)
    {
        ["MaxNorm"] = r => new MaxNorm(r.GetDouble("max_value", 2), r.GetAxes("axis")),
        ["MinMaxNorm"] =
            r => new MinMaxNorm(r.GetDouble("min_value", 0), r.GetDouble("max_value", 1), r.GetDouble("rate", 1), r.GetAxes("axis")),
        ["NonNeg"] = _ => new NonNeg(),
        ["UnitNorm"] = r => new UnitNorm(r.GetAxes("axis")),
    };

    public static Constraint ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name)?.Invoke(new ConfigReader(null, name))
            ?? throw Guard.Unknown("constraint", name, Known.Keys.Select(Names.SnakeCase));
    }

    /// <summary>The constraint that a file names; null stays null.</summary>
    public static Constraint? From(NestedConfig? nested)
    {
        if (nested is null) return null;
        if (nested.Config.Custom?.Find<Constraint>(nested) is { } own) return own;
        return Find(nested.ClassName) is { } make
            ? UnknownOptions.Refuse(make(nested.Config), nested.Config)
            : throw UnknownName.InFile("constraint", nested.ClassName, Known.Keys, nested.Config, UnknownName.Register);
    }

    private static Func<ConfigReader, Constraint>? Find(string name) =>
        Known.FirstOrDefault(k => k.Key == name || Names.SnakeCase(k.Key) == name).Value;
}
