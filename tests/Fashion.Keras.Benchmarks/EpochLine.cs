using System.Globalization;
using System.Text.RegularExpressions;

namespace Fashion.Keras.Benchmarks;

/// <summary>Reads lines of the form "epoch 2: 2.10 s 3.360 ms/step loss 0.4647 acc 0.8276".</summary>
internal static partial class EpochLine
{
    /// <summary>Milliseconds per step of all epochs but the first, which warms up; of the only one if there is one.</summary>
    public static double[] Milliseconds(string output)
    {
        double[] all = [.. Pattern().Matches(output).Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];
        return all.Length == 0 ? throw new InvalidDataException($"No epoch line in: {output}") : all.Length == 1 ? all : all[1..];
    }

    /// <summary>The number after a word.</summary>
    public static double Number(string output, string word) =>
        double.Parse(Regex.Match(output, Regex.Escape(word) + @" (-?[\d.]+)").Groups[1].Value, CultureInfo.InvariantCulture);

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    [GeneratedRegex(@"^epoch \d+: [\d.]+ s ([\d.]+) ms/step", RegexOptions.Multiline)]
    private static partial Regex Pattern();
}
