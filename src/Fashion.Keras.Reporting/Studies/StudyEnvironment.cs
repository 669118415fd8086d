using System.Globalization;
using Fashion.Keras.Experiments;

namespace Fashion.Keras.Reporting;

/// <summary>Where, when and with what the runs were done.</summary>
internal static class StudyEnvironment
{
    private const int MostListed = 6;

    public static IEnumerable<ReportBlock> Blocks(StudyView view)
    {
        IReadOnlyList<StudyRun> runs = view.Runs;
        var table = new ReportTable("Machine, versions, seeds and durations", "what", "value");
        Add("Fashion.Keras", runs.Select(r => r.LibraryVersion));
        Add(".NET", runs.Select(r => r.Machine?.Runtime));
        Add("operating system", runs.Select(r => r.Machine?.System));
        Add("processor", runs.Select(r => r.Machine?.Processor));
        Add("cores", runs.Select(r => r.Machine?.Cores.ToString(CultureInfo.InvariantCulture)));
        Add("threads of a run", runs.Select(r => r.Threads == 0 ? "all cores" : r.Threads.ToString(CultureInfo.InvariantCulture)));
        table.Add("seeds", Numbers.List(runs.Select(r => r.Seed)));
        table.Add("first run begun", $"{Numbers.Moment(runs.Min(r => r.StartedAt))} UTC");
        StudyRun last = runs.MaxBy(r => r.StartedAt)!;
        table.Add("last run begun", $"{Numbers.Moment(last.StartedAt)} UTC");
        table.Add("sum of durations", Numbers.Duration(runs.Sum(r => r.Seconds)));
        table.Add("mean duration of a run", Numbers.Duration(runs.Average(r => r.Seconds)));
        yield return table;

        void Add(string name, IEnumerable<string?> values)
        {
            string[] all = [.. values.Select(v => string.IsNullOrWhiteSpace(v) ? "not recorded" : v).Distinct()];
            table.Add(name, string.Join("; ", all.Take(MostListed)) + (all.Length > MostListed
                ? string.Create(CultureInfo.InvariantCulture, $" and {all.Length - MostListed} more") : ""));
        }
    }
}
