using System.Globalization;

namespace Fashion.Keras.Distributed.Ranks;

/// <summary>What the test asks for: a scenario, then name=value.</summary>
internal sealed class Arguments(string[] args)
{
    /// <summary>Name of the scenario.</summary>
    public string Scenario { get; } = args[0];

    public string Text(string name, string otherwise = "") =>
        args.FirstOrDefault(a => a.StartsWith(name + "=", StringComparison.Ordinal)) is { } found ? found[(name.Length + 1)..] : otherwise;

    public int Number(string name, int otherwise) =>
        Text(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public bool Has(string name) => Number(name, 0) != 0;
}
