using System.Globalization;
using Fashion.Keras.Evaluation;

namespace Fashion.Keras.Experiments;

/// <summary>The finished runs of a study.</summary>
public sealed class StudyResult
{
    /// <summary>Makes a result of runs.</summary>
    /// <param name="name">Name of the study.</param>
    /// <param name="runs">Its runs; variants keep the order of their first run, runs of a variant are sorted by seed.</param>
    /// <param name="mark">What a run should meet; null for nothing.</param>
    /// <exception cref="ArgumentException">Two runs of the same variant with the same seed.</exception>
    public StudyResult(string name, IEnumerable<StudyRun> runs, PassMark? mark = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(runs);
        (Name, Mark) = (name, mark);
        Variants = [.. runs.GroupBy(r => r.Variant).Select(g => new VariantSummary(g.Key, [.. g.OrderBy(r => r.Seed)]))];
        Runs = [.. Variants.SelectMany(v => v.Runs)];
        if (Runs.GroupBy(r => (r.Variant, r.Seed)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"Study '{name}' has {twice.Count()} runs of variant '{twice.Key.Variant}' with seed {twice.Key.Seed}.", nameof(runs));
    }

    /// <summary>Name of the study.</summary>
    public string Name { get; }

    /// <summary>What a run should meet; null for nothing.</summary>
    public PassMark? Mark { get; }

    /// <summary>All runs: variant by variant, seed by seed.</summary>
    public IReadOnlyList<StudyRun> Runs { get; }

    /// <summary>The variants in the order in which they were added.</summary>
    public IReadOnlyList<VariantSummary> Variants { get; }

    /// <summary>The runs of a variant.</summary>
    /// <param name="variant">Its name.</param>
    /// <exception cref="KeyNotFoundException">No such variant; the message lists those there are.</exception>
    public VariantSummary this[string variant] => Variants.FirstOrDefault(v => v.Variant == variant)
        ?? throw new KeyNotFoundException(
            $"Study '{Name}' has no runs of a variant '{variant}'. It has: {string.Join(", ", Variants.Select(v => v.Variant))}.");

    /// <summary>How much a variant differs from another one, seed by seed.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="baseline">What it is compared with.</param>
    /// <param name="metric">Name of the value.</param>
    /// <param name="confidence">Confidence of the interval, above 0 and below 1.</param>
    /// <exception cref="KeyNotFoundException">No such variant or value.</exception>
    /// <exception cref="ArgumentException">The two share no seed.</exception>
    public PairedDifference Difference(string variant, string baseline, string metric = "accuracy", double confidence = 0.95)
    {
        var others = this[baseline].Runs.ToDictionary(r => r.Seed);
        StudyRun[] shared = [.. this[variant].Runs.Where(r => others.ContainsKey(r.Seed))];
        if (shared.Length == 0)
            throw new ArgumentException($"Study '{Name}': variants '{variant}' and '{baseline}' share no seed, so there are no pairs.",
                nameof(baseline));
        return new(variant, baseline, metric, [.. shared.Select(r => r.Seed)], [.. shared.Select(r => r[metric] - others[r.Seed][metric])],
            confidence);
    }

    /// <summary>
    /// Reads the finished runs of a study from its file. Of several runs of one variant and seed the latest counts; a torn last line is
    /// passed over.
    /// </summary>
    /// <param name="path">The file: <c>name.runs.jsonl</c> in the folder of the study.</param>
    /// <param name="mark">What a run should meet; null for nothing.</param>
    /// <exception cref="InvalidDataException">A damaged line, or no run at all.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static StudyResult Load(string path, PassMark? mark = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        IReadOnlyList<StudyRun> lines = RunFile.Read(path);
        if (lines.Count == 0) throw new InvalidDataException($"'{path}' has no finished run.");
        string[] order = [.. lines.Select(r => r.Variant).Distinct()];
        return new(lines[0].Study,
            lines.GroupBy(r => (r.Variant, r.Seed)).Select(g => g.Last()).OrderBy(r => Array.IndexOf(order, r.Variant)), mark);
    }

    /// <summary>
    /// A table of the variants: runs, mean and spread of accuracy and loss, epochs, seconds per epoch, share that meets the mark.
    /// </summary>
    public override string ToString() => StudyTable.Text(this);
}
