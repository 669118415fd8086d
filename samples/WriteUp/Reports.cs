using Fashion.Keras.Experiments;
using Fashion.Keras.Plotting;
using Fashion.Keras.Reporting;

namespace Fashion.Keras.Samples.Studies;

/// <summary>The reports of the studies.</summary>
internal static class Reports
{
    private static readonly string[] Names = ["writeup", "questions", "modern"];

    // Each attempt with the one that it changes.
    private static readonly (string Variant, string Baseline)[] Changes =
    [
        ("attempt1", "tutorial"), ("attempt2", "attempt1"), ("attempt3", "attempt2"), ("attempt4", "attempt3"),
            ("attempt4-small", "attempt4"), ("attempt4-small-dropout", "attempt4-small"),
        ("patience5", "attempt4-small-dropout"), ("dropout-0.5", "attempt4-small-dropout"), ("dropout-0.25", "attempt4-small-dropout"),
            ("final", "dropout-0.25"), ("book", "final"),
    ];

    /// <summary>The file of the finished runs of a study.</summary>
    public static string Runs(string study, Options options) => Path.Combine(options.Out, $"{study}.runs.jsonl");

    /// <summary>The attempts in the order of the write-up; the file has the runs in the order in which they ended.</summary>
    public static StudyResult InOrder(StudyResult attempts) =>
        new(attempts.Name, attempts.Runs.OrderBy(r => Attempts.All.TakeWhile(a => a.Name != r.Variant).Count()), Answers.Mark);

    /// <summary>The attempts, our results next to the write-up's.</summary>
    public static Report OfAttempts(StudyResult result)
    {
        string[] variants = [.. result.Variants.Select(v => v.Variant)];
        Report report = result.ToReport(new()
        {
            Title = "The write-up, run again",
            Introduction = "Each attempt of the write-up \"Basic Classification with CNN\" on Fashion-MNIST, trained with several seeds.",
            Comparisons = [.. Changes.Where(c => variants.Contains(c.Variant) && variants.Contains(c.Baseline))],
            Texts =
            {
                [StudySection.Variants] = "From attempt 1 on, the test images are also the validation images; from attempt 2 on, the " +
                    "model of the epoch with the best accuracy on them is judged.",
                [StudySection.Differences] = "Each attempt is compared with the one that it changes.",
            },
        });
        report.Sections.Insert(1, new ReportSection("Compared with the write-up")
        {
            Comparison.Table(result),
            Comparison.Bars(result, "accuracy", r => r.Accuracy),
            Comparison.Bars(result, "loss", r => r.Loss),
        });
        return report;
    }

    /// <summary>The answers to what the write-up left open.</summary>
    public static Answers AnswersOf(StudyResult questions, Options options) =>
        new([.. File.Exists(Runs("writeup", options)) ? [StudyResult.Load(Runs("writeup", options))] : (StudyResult[])[], questions]);

    /// <summary>The questions with their answers.</summary>
    public static Report OfQuestions(StudyResult result, Answers answers)
    {
        Report report = result.ToReport(new() { Title = "What the write-up left open", Comparisons = [] });
        var section = new ReportSection("Questions");
        foreach ((string question, string heading) in Answers.Headings)
        {
            if (answers.Bars(question) is not { } bars) continue;
            var group = new ReportGroup(heading) { bars };
            foreach (ReportTable table in answers.Tables(question)) group.Add(table);
            section.Add(group);
        }
        if (section.Blocks.Count > 0) report.Sections.Insert(1, section);
        return report;
    }

    /// <summary>The modern recipe.</summary>
    public static Report OfModern(StudyResult result) => result.ToReport(new() { Title = "A small modern recipe" });

    /// <summary>Writes a report as HTML and as Markdown, and says where.</summary>
    public static void Save(Report report, string study, Options options)
    {
        foreach (string ending in (string[])["html", "md"])
        {
            string path = Path.Combine(options.Out, $"{study}.{ending}");
            report.Save(path);
            Console.WriteLine(path);
        }
    }

    // The plots of docs/reproduction.md.
    private static void SaveFigures(IReadOnlyList<StudyResult> studies, Options options)
    {
        var answers = new Answers(studies);
        var figures = Answers.Headings.Keys.Select(question => (question, answers.Bars(question)?.Figure)).ToList();
        if (studies.FirstOrDefault(s => s.Name == Names[0]) is { } attempts)
            figures.Add(("attempts", Comparison.Bars(InOrder(attempts), "accuracy", r => r.Accuracy).Figure));
        foreach ((string name, Figure? figure) in figures) figure?.Save(Path.Combine(options.Out, $"{name}.svg"));
    }

    /// <summary>Writes the reports of the runs that the folder has.</summary>
    /// <returns>The exit code of the program.</returns>
    public static int OfFinishedRuns(Options options)
    {
        string[] wanted = [.. Names.Where(s => (options.Study == "all" || options.Study == s) && File.Exists(Runs(s, options)))];
        foreach (string study in wanted)
        {
            StudyResult result = StudyResult.Load(Runs(study, options), Answers.Mark);
            Save(study switch
            {
                "writeup" => OfAttempts(InOrder(result)),
                "questions" => OfQuestions(result, AnswersOf(result, options)),
                _ => OfModern(result),
            }, study, options);
        }
        SaveFigures([.. wanted.Select(study => StudyResult.Load(Runs(study, options), Answers.Mark))], options);
        if (wanted.Length > 0) return 0;
        Console.Error.WriteLine($"There are no runs of {options.Study} in {options.Out}.");
        return 1;
    }
}
