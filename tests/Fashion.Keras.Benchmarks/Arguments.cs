using System.Globalization;

namespace Fashion.Keras.Benchmarks;

/// <summary>Options of the form --name value.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];

    public static Arguments Parse(string[] args)
    {
        var arguments = new Arguments();
        for (int i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
                throw new ArgumentException($"Not understood: {string.Join(' ', args[i..])}");
            arguments._values[args[i][2..]] = args[i + 1];
        }
        return arguments;
    }

    public string Text(string name, string fallback) => _values.GetValueOrDefault(name, fallback);

    public int Number(string name, int fallback) =>
        _values.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;

    public string[] List(string name, string fallback) =>
        Text(name, fallback).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public int[] Numbers(string name, string fallback) => [.. List(name, fallback).Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
}
