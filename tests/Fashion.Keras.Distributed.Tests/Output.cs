using System.Globalization;

namespace Fashion.Keras.Distributed.Tests;

/// <summary>What the ranks printed: "name: value" lines, a part for each scenario.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Text">Everything.</param>
/// <param name="Time">How long it took.</param>
internal sealed record Output(int Code, string Text, TimeSpan Time)
{
    /// <summary>The same, if the program ended well.</summary>
    public Output Succeeded()
    {
        Assert.True(Code == 0, $"Exit code {Code}:\n{Text}");
        return this;
    }

    /// <summary>The same, if the program ended with an error.</summary>
    public Output Failed()
    {
        Assert.True(Code != 0, $"It should have failed:\n{Text}");
        return this;
    }

    /// <summary>What rank 0 printed in a scenario.</summary>
    public string this[string name, int part = 0]
    {
        get
        {
            string[] found =
                [.. Text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.StartsWith(name + ": ", StringComparison.Ordinal))
                    .Select(l => l[(name.Length + 2)..])];
            return part < found.Length ? found[part]
                : throw new InvalidOperationException($"No '{name}' of scenario {part} in (exit code {Code}):\n{Text}");
        }
    }

    /// <summary>The numbers of a line.</summary>
    public double[] Numbers(string name, int part = 0) =>
        [.. this[name, part].Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture))];

    /// <summary>The different hashes of weights in all scenarios; within one all ranks have the same, or the program fails.</summary>
    public string[] Hashes() =>
        [.. Text.Split('\n').Where(l => l.StartsWith("weights: ", StringComparison.Ordinal)).Select(l => l.TrimEnd('\r')).Distinct()];
}
