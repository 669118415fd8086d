using Fashion.Keras.Experiments;

namespace Fashion.Keras.Reporting.Tests;

/// <summary>Runs that were never trained.</summary>
internal static class Made
{
    public static StudyRun Run(string variant, int seed, params (string Name, double Value)[] metrics) => new()
    {
        Study = "made",
        Variant = variant,
        Seed = seed,
        SettingsHash = "0123456789abcdef",
        Settings = new Dictionary<string, string> { ["epochs"] = "3", ["rate"] = variant },
        History = new Dictionary<string, IReadOnlyList<double>>
        {
            ["loss"] = [1, 0.5 + 0.01 * seed, 0.4],
            ["val_loss"] = [1.1, 0.7, 0.6 + 0.01 * seed],
            ["accuracy"] = [0.5, 0.7, 0.8],
            ["val_accuracy"] = [0.4, 0.6, 0.7]
        },
        StoppedEpoch = 3,
        BestEpoch = 2,
        Metrics = metrics.ToDictionary(m => m.Name, m => m.Value),
        Parameters = 1234,
        Seconds = 12.5,
        SecondsPerEpoch = 4,
        StartedAt = new DateTimeOffset(2026, 3, 4, 5, 6, seed & 31, TimeSpan.Zero),
        LibraryVersion = "0.1.0",
        Machine = new StudyMachine("A processor", 2, "An operating system", ".NET 10"),
        Threads = 1,
    };

    public static StudyRun Run(string variant, int seed) => Run(variant, seed, ("loss", 0.3 + 0.001 * seed + 0.01 * variant.Length),
        ("accuracy", 0.9 + 0.002 * seed - 0.01 * variant.Length));

    public static StudyResult Study(string[] variants, int seeds = 3) =>
        new("made", [.. variants.SelectMany(v => Enumerable.Range(0, seeds).Select(s => Run(v, s)))],
        new(minAccuracy: 0.89, maxLoss: 0.33));
}
