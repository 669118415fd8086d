using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Regularizers;

/// <summary>Regularizers by Keras's names, and out of files.</summary>
internal static class RegularizerTable
{
    private static readonly Dictionary<string, Func<ConfigReader, Regularizer>> Known = new(StringComparer.Ordinal)
    {
        ["L1"] = r => new L1(r.GetDouble("l1", 0.01)),
        ["L1L2"] = r => new L1L2(r.GetDouble("l1", 0), r.GetDouble("l2", 0)),
        ["L2"] = r => new L2(r.GetDouble("l2", 0.01)),
        ["OrthogonalRegularizer"] = OrthogonalRegularizer.FromConfig,
    };

    public static Regularizer ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name) is { } make ? make(new ConfigReader(null, name))
            : throw Guard.Unknown("regularizer", name, Known.Keys.Select(Names.SnakeCase));
    }

    /// <summary>The regularizer that a file names; null stays null.</summary>
    public static Regularizer? From(NestedConfig? nested)
    {
        if (nested is null) return null;
        if (nested.Config.Custom?.Find<Regularizer>(nested) is { } own) return own;
        return Find(nested.ClassName) is { } make
            ? UnknownOptions.Refuse(make(nested.Config), nested.Config)
            : throw UnknownName.InFile("regularizer", nested.ClassName, Known.Keys, nested.Config, UnknownName.Register);
    }

    private static Func<ConfigReader, Regularizer>? Find(string name) =>
        Known.FirstOrDefault(k => k.Key == name || Names.SnakeCase(k.Key) == name).Value;
}
