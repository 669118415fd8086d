// Every attempt of the write-up with several seeds each, next to its figures; then the questions that it left open.
using Fashion.Keras.Datasets;
using Fashion.Keras.Experiments;
using Fashion.Keras.Samples.Studies;

var options = Options.Parse(args);
if (options.ReportOnly) return Reports.OfFinishedRuns(options);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};
(ImageDataset trainSet, ImageDataset testSet) = Images.Load(options);
(Images train, Images test) = (trainSet, testSet);
try
{
    if (options.Study is "writeup" or "all")
    {
        Study study = New("writeup");
        foreach (Attempt attempt in Attempts.All.Where(a => IsWanted(a.Name))) attempt.AddTo(study, train, test, options);
        StudyResult result = Run(study);
        Console.WriteLine($"\n{Comparison.Table(result).ToMarkdown()}");
        Reports.Save(Reports.OfAttempts(result), "writeup", options);
    }
    if (options.Study is "questions" or "all")
    {
        Study study = New("questions");
        foreach (Attempt variant in Questions.All.Where(a => IsWanted(a.Name))) variant.AddTo(study, train, test, options);
        if (IsWanted(Questions.HeldOut)) Questions.AddHeldOut(study, trainSet, test, options);
        StudyResult result = Run(study);
        Answers answers = Reports.AnswersOf(result, options);
        Console.WriteLine($"\n{result}\n{answers}");
        Reports.Save(Reports.OfQuestions(result, answers), "questions", options);
    }
    if (options.Study is "modern" or "all")
    {
        Study study = New("modern");
        if (IsWanted("modern")) Questions.AddModern(study, train, test, options);
        StudyResult result = Run(study);
        Console.WriteLine($"\n{result}");
        Reports.Save(Reports.OfModern(result), "modern", options);
    }
    return 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine($"\nStopped. The finished runs are in {options.Out}; the same command with --resume goes on.");
    return 130;
}

bool IsWanted(string variant) => options.Only?.Contains(variant) ?? true;

Study New(string name)
{
    string file = Reports.Runs(name, options);
    if (!options.Resume && File.Exists(file))
        Options.Refuse($"{file} has runs already: --resume continues it, another --out starts a new study.");
    return new Study(name)
    {
        Seeds = options.Runs,
        Out = options.Out,
        Parallel = options.Parallel,
        Mark = Answers.Mark,
        KeepFiles = false,
        Output = TextWriter.Null
    };
}

StudyResult Run(Study study)
{
    if (study.Variants.Count == 0) Options.Refuse($"--only names no variant of the study {study.Name}.");
    return study.Run(new Shown(), stop.Token);
}

// Called by the thread of the run, in order.
sealed class Shown : IProgress<StudyProgress>
{
    public void Report(StudyProgress value)
    {
        if (value.Run is { } run) Console.WriteLine($"[{value.Finished}/{value.Total}] " +
            $"{Comparison.Line(run)}{(value.Left is { } left ? FormattableString.Invariant($" - {left.TotalMinutes:0} min left") : "")}");
    }
}
