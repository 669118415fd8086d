using System.Text;
using Fashion.Keras.Evaluation;
using Fashion.Keras.Experiments;

namespace Fashion.Keras.Reporting;

/// <summary>A study as its report shows it: the wanted variants and values, with answers where runs lack something.</summary>
internal sealed class StudyView
{
    private const int MostMetrics = 4, LongestName = 100;

    private static readonly string[] First = ["accuracy", "loss"];

    public StudyView(StudyResult result, StudyReportOptions options)
    {
        (Name, Options, Mark) = (result.Name, options, options.Mark ?? result.Mark);
        Variants = options.Variants is { } wanted ? [.. wanted.Distinct().Select(v => result[v])] : result.Variants;
        Runs = [.. Variants.SelectMany(v => v.Runs)];
        string[] known = [.. Runs.SelectMany(r => r.Metrics.Keys).Distinct()];
        AllMetrics = [.. First.Where(known.Contains), .. known.Except(First)];
        Metrics = options.Metrics is { } metrics ? [.. metrics.Distinct()] : [.. AllMetrics.Take(MostMetrics)];
        if (Runs.Count > 0 && Metrics.FirstOrDefault(m => !Runs.Any(r => Has(r, m))) is { } unknown)
            throw new ArgumentException(
                $"Study '{Name}': no run has '{unknown}', which the report should show. The runs have: {string.Join(", ", AllMetrics)}.",
                nameof(options));
        if (options.Baseline is not null && options.Comparisons is not null)
            throw new ArgumentException("StudyReportOptions: give Baseline or Comparisons, not both.", nameof(options));
        if (options.Baseline is { } named) _ = result[named];
        foreach ((string variant, string baseline) in options.Comparisons ?? []) _ = (result[variant], result[baseline]);
        string first = options.Baseline ?? (Variants.Count > 0 ? Variants[0].Variant : "");
        Comparisons = options.Comparisons ?? [.. Variants.Where(v => v.Variant != first).Select(v => (v.Variant, first))];
        _all = result;
    }

    private readonly StudyResult _all;

    public string Name { get; }

    public StudyReportOptions Options { get; }

    public PassMark? Mark { get; }

    public IReadOnlyList<VariantSummary> Variants { get; }

    public IReadOnlyList<StudyRun> Runs { get; }

    /// <summary>All values of the evaluations.</summary>
    public IReadOnlyList<string> AllMetrics { get; }

    /// <summary>The values to compare.</summary>
    public IReadOnlyList<string> Metrics { get; }

    public IReadOnlyList<(string Variant, string Baseline)> Comparisons { get; }

    /// <summary>A name of a variant that can be seen, and taken in; of a very long one its beginning and its end.</summary>
    public static string Shown(string variant)
    {
        if (string.IsNullOrWhiteSpace(variant)) return "(no name)";
        Rune[] all = [.. variant.EnumerateRunes()];
        return all.Length <= LongestName ? variant
            : $"{string.Concat(all[..(LongestName / 2)])}…{string.Concat(all[^(LongestName / 2 - 1)..])}";
    }

    /// <summary>Mean and spread over the runs that have the value; null if none has it.</summary>
    public static Statistic? Of(VariantSummary variant, string metric)
    {
        double[] values = [.. variant.Runs.Where(r => Has(r, metric)).Select(r => r[metric])];
        return values.Length > 0 ? Statistic.Of(values) : null;
    }

    /// <summary>The size of the largest mean of a variant that is a number.</summary>
    public double Largest(string metric) => Variants.Select(v => Math.Abs(Of(v, metric)?.Mean ?? 0)).Where(double.IsFinite)
        .DefaultIfEmpty().Max();

    /// <summary>A value of a run; null if it has none.</summary>
    public static double? Of(StudyRun run, string metric) => Has(run, metric) ? run[metric] : null;

    /// <summary>Whether a run meets the mark; null where there is no mark, or the run has no value to judge.</summary>
    public bool? Meets(StudyRun run)
    {
        if (Mark is null) return null;
        try
        {
            return Mark.IsMetBy(run.ToEvaluation());
        }
        catch (Exception e) when (e is KeyNotFoundException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>How many of the runs meet the mark.</summary>
    public string ShareMeeting(IReadOnlyCollection<StudyRun> runs) => Numbers.Share(runs.Count(r => Meets(r) == true),
        runs.Count(r => Meets(r) is not null));

    /// <summary>The difference over the seeds that both variants have the value for; null if there are none.</summary>
    public PairedDifference? Difference(string variant, string baseline, string metric)
    {
        var having = new StudyResult(Name, _all.Runs.Where(r => (r.Variant == variant || r.Variant == baseline) && Has(r, metric)));
        HashSet<int> seeds = [.. having.Runs.Where(r => r.Variant == baseline).Select(r => r.Seed)];
        return having.Runs.Any(r => r.Variant == variant && seeds.Contains(r.Seed))
            ? having.Difference(variant, baseline, metric, Options.Confidence) : null;
    }

    /// <summary>Seeds that other variants have and these have not.</summary>
    public IEnumerable<(string Variant, int[] Seeds)> Missing()
    {
        int[] seeds = [.. Runs.Select(r => r.Seed).Distinct().Order()];
        return Variants.Select(v => (v.Variant, seeds.Except(v.Runs.Select(r => r.Seed)).ToArray())).Where(m => m.Item2.Length > 0);
    }

    private static bool Has(StudyRun run, string metric) => run.Metrics.ContainsKey(metric)
        || metric is "stopped_epoch" or "best_epoch" or "seconds" or "seconds_per_epoch" or "parameters";
}
