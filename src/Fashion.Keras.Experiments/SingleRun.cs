using System.Diagnostics;
using System.Reflection;

namespace Fashion.Keras.Experiments;

/// <summary>One run: the model is made, trained and evaluated with a seed of its own.</summary>
internal static class SingleRun
{
    private const string Validation = "val_";

    private static readonly string[] Monitors = ["val_accuracy", "val_loss", "loss"];

    /// <summary>Version of the library that trains.</summary>
    public static readonly string LibraryVersion =
        typeof(Model).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static StudyRun Do(Study study, StudyVariant variant, RunContext context)
    {
        using SeedSource.Scope seeds = SeedSource.Use(context.Seed);
        DateTimeOffset startedAt = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        Model model = variant.Build();
        if (model.Options.Threads == 0) model.Options = model.Options with { Threads = context.Threads };
        var fitClock = Stopwatch.StartNew();
        History history = variant.Fit(model, context)
            ?? throw new InvalidOperationException("the fit function gave null instead of what Fit returned");
        double fitSeconds = fitClock.Elapsed.TotalSeconds;
        context.CancellationToken.ThrowIfCancellationRequested();
        if (history.Epochs.Count == 0) throw new InvalidOperationException("Fit ran no epoch");
        context.History = history;
        IEnumerable<KeyValuePair<string, double>> evaluation =
            variant.Evaluate is { } evaluate ? Values(evaluate(model, context)) : LastValidation(history);
        context.CancellationToken.ThrowIfCancellationRequested();
        return new StudyRun
        {
            Study = study.Name,
            Variant = variant.Name,
            Seed = context.Seed,
            SettingsHash = variant.SettingsHash,
            Settings = variant.Settings,
            History = history.Keys.ToDictionary(k => k, k => (IReadOnlyList<double>)[.. history[k]]),
            StoppedEpoch = history.Epochs[^1] + 1,
            BestEpoch = BestEpoch(history, study.Monitor),
            Metrics = evaluation.Where(m => !context.Recorded.ContainsKey(m.Key)).Concat(context.Recorded).ToDictionary(),
            Parameters = model.CountParams(),
            Seconds = clock.Elapsed.TotalSeconds,
            SecondsPerEpoch = fitSeconds / history.Epochs.Count,
            StartedAt = startedAt,
            LibraryVersion = LibraryVersion,
            Machine = StudyMachine.Current,
            Threads = context.Threads,
        };
    }

    private static IEnumerable<KeyValuePair<string, double>> Values(EvaluationResult result) =>
        result.Names.Select(n => KeyValuePair.Create(n, result[n]));

    private static IEnumerable<KeyValuePair<string, double>> LastValidation(History history)
    {
        string[] names = [.. history.Keys.Where(k => k.StartsWith(Validation, StringComparison.Ordinal))];
        if (names.Length == 0)
            throw new InvalidOperationException("there is nothing to compare: give Add an evaluate function, or Fit some validationData");
        return names.Select(n => KeyValuePair.Create(n[Validation.Length..], history[n][^1]));
    }

    private static int? BestEpoch(History history, string? monitor)
    {
        string name = monitor ?? Monitors.First(history.ContainsKey);
        IReadOnlyList<double> values = history[name];
        if (values.Count != history.Epochs.Count) return null;
        int best = 0;
        for (int i = 1; i < values.Count; i++)
            if (Direction.Improves(values[i], values[best], Direction.Of(name))) best = i;
        return history.Epochs[best] + 1;
    }
}
