using Fashion.Keras.Configuration;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Initializers;

/// <summary>Initializers by Keras's names, and out of files.</summary>
internal static class InitializerTable
{
    private static readonly Dictionary<string, Func<ConfigReader, Initializer>> Known = new(StringComparer.Ordinal)
    {
        ["Zeros"] = _ => new Zeros(),
        ["Ones"] = _ => new Ones(),
        ["GlorotUniform"] = r => new GlorotUniform(r.GetIntOrNull("seed")),
    };

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal) { ["zero"] = "Zeros", ["one"] = "Ones" };

    public static Initializer ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name)?.Invoke(new ConfigReader([], name)) ?? throw Guard.Unknown("initializer", name, Known.Keys.Select(Names.SnakeCase));
    }

    /// <summary>The initializer that a file names; null stays null.</summary>
    public static Initializer? From(NestedConfig? nested)
    {
        if (nested is null) return null;
        return Find(nested.ClassName)?.Invoke(nested.Config) ?? throw new ModelFormatException($"{nested.Config.Place}: unknown initializer '{nested.ClassName}'. Known: {string.Join(", ", Known.Keys)}.") { Entry = nested.Config.Place };
    }

    private static Func<ConfigReader, Initializer>? Find(string name)
    {
        if (Aliases.TryGetValue(name, out string? full)) name = full;
        return Known.FirstOrDefault(k => k.Key == name || Names.SnakeCase(k.Key) == name).Value;
    }
}
