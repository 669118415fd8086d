using Fashion.Keras.Configuration;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Losses;

/// <summary>Losses by Keras's names and aliases, and out of files.</summary>
internal static class LossTable
{
    private static readonly Dictionary<string, Func<ConfigReader, Loss>> Known = new(StringComparer.Ordinal)
    {
        ["MeanSquaredError"] = _ => new MeanSquaredError(),
    };

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase) { ["mse"] = "MeanSquaredError" };

    public static Loss ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name)?.Invoke(new ConfigReader([], name)) ?? throw Guard.Unknown("loss", name, Known.Keys.Select(Names.SnakeCase).Concat(Aliases.Keys));
    }

    private static Func<ConfigReader, Loss>? Find(string name)
    {
        if (Aliases.TryGetValue(name, out string? full)) name = full;
        return Known.FirstOrDefault(k => k.Key == name || Names.SnakeCase(k.Key) == name).Value;
    }
}
