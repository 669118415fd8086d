using Fashion.Keras.Configuration;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Regularizers;

/// <summary>Regularizers by Keras's names, and out of files.</summary>
internal static class RegularizerTable
{
    private static readonly Dictionary<string, Func<ConfigReader, Regularizer>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["L2"] = r => new L2(r.GetDouble("l2", 0.01)),
    };

    public static Regularizer ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Known.TryGetValue(name, out var make) ? make(new ConfigReader([], name)) : throw Guard.Unknown("regularizer", name, Known.Keys.Select(k => k.ToLowerInvariant()));
    }

    /// <summary>The regularizer that a file names; null stays null.</summary>
    public static Regularizer? From(NestedConfig? nested)
    {
        if (nested is null) return null;
        return Known.TryGetValue(nested.ClassName, out var make) ? make(nested.Config) : throw new ModelFormatException($"{nested.Config.Place}: unknown regularizer '{nested.ClassName}'. Known: {string.Join(", ", Known.Keys)}.") { Entry = nested.Config.Place };
    }
}
