using System.Globalization;

namespace Fashion.Keras.Experiments;

/// <summary>A named way to make, train and evaluate a model.</summary>
internal sealed record StudyVariant(string Name, Func<Model> Build, Func<Model, RunContext, History> Fit,
    Func<Model, RunContext, EvaluationResult>? Evaluate, IReadOnlyDictionary<string, string> Settings)
{
    // Start values do not matter, but a seed keeps the draws of other runs as they are.
    private readonly Lazy<string> _hash = new(() =>
    {
        using SeedSource.Scope seeds = SeedSource.Use(0);
        return Experiments.SettingsHash.Of(
            Build() ?? throw new InvalidOperationException($"The build function of '{Name}' gave null instead of a model."), Settings);
    });

    public string SettingsHash => _hash.Value;

    public static IReadOnlyDictionary<string, string> Texts(IReadOnlyDictionary<string, object>? settings) =>
        (settings ?? new Dictionary<string, object>())
        .ToDictionary(s => s.Key, s => Convert.ToString(s.Value, CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal);
}
