using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Initializers;

/// <summary>Initializers by Keras's names, and out of files.</summary>
internal static class InitializerTable
{
    private static readonly Dictionary<string, Func<ConfigReader, Initializer>> Known = new(StringComparer.Ordinal)
    {
        ["Constant"] = r => new Constant(r.GetDouble("value", 0)),
        ["GlorotNormal"] = r => new GlorotNormal(r.GetIntOrNull("seed"), r.GetAxes("input_axes"), r.GetAxes("output_axes")),
        ["GlorotUniform"] = r => new GlorotUniform(r.GetIntOrNull("seed"), r.GetAxes("input_axes"), r.GetAxes("output_axes")),
        ["HeNormal"] = r => new HeNormal(r.GetIntOrNull("seed"), r.GetAxes("input_axes"), r.GetAxes("output_axes")),
        ["HeUniform"] = r => new HeUniform(r.GetIntOrNull("seed"), r.GetAxes("input_axes"), r.GetAxes("output_axes")),
        ["Identity"] = r => new Identity(r.GetDouble("gain", 1)),
        ["LecunNormal"] = r => new LecunNormal(r.GetIntOrNull("seed"), r.GetAxes("input_axes"), r.GetAxes("output_axes")),
        ["LecunUniform"] = r => new LecunUniform(r.GetIntOrNull("seed"), r.GetAxes("input_axes"), r.GetAxes("output_axes")),
        ["Ones"] = _ => new Ones(),
        ["Orthogonal"] = r => new Orthogonal(r.GetDouble("gain", 1), r.GetIntOrNull("seed")),
        ["RandomNormal"] = r => new RandomNormal(r.GetDouble("mean", 0), r.GetDouble("stddev", 0.05), r.GetIntOrNull("seed")),
        ["RandomUniform"] = r => new RandomUniform(r.GetDouble("minval", -0.05), r.GetDouble("maxval", 0.05), r.GetIntOrNull("seed")),
        ["TruncatedNormal"] = r => new TruncatedNormal(r.GetDouble("mean", 0), r.GetDouble("stddev", 0.05), r.GetIntOrNull("seed")),
        ["VarianceScaling"] = VarianceScaling.FromConfig,
        ["Zeros"] = _ => new Zeros(),
    };

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["zero"] = "Zeros",
        ["one"] = "Ones",
        ["normal"] = "RandomNormal",
        ["uniform"] = "RandomUniform",
        ["IdentityInitializer"] = "Identity",
        ["OrthogonalInitializer"] = "Orthogonal",
    };

    public static Initializer ByName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name)?.Invoke(new ConfigReader(null, name))
            ?? throw Guard.Unknown("initializer", name, Known.Keys.Select(Names.SnakeCase));
    }

    /// <summary>The initializer that a file names; null stays null.</summary>
    public static Initializer? From(NestedConfig? nested)
    {
        if (nested is null) return null;
        if (nested.Config.Custom?.Find<Initializer>(nested) is { } own) return own;
        return Find(nested.ClassName) is { } make
            ? UnknownOptions.Refuse(make(nested.Config), nested.Config)
            : throw UnknownName.InFile("initializer", nested.ClassName, Known.Keys, nested.Config, UnknownName.Register);
    }

    private static Func<ConfigReader, Initializer>? Find(string name)
    {
        if (Aliases.TryGetValue(name, out string? full)) name = full;
        return Known.FirstOrDefault(k => k.Key == name || Names.SnakeCase(k.Key) == name).Value;
    }
}
