using System.Collections.Concurrent;
using System.Diagnostics;

namespace Fashion.Keras.Experiments;

/// <summary>Does the missing runs of a study, one after another or several at the same time.</summary>
internal sealed class StudyRunner(Study study, IProgress<StudyProgress>? progress)
{
    private readonly ConcurrentDictionary<(string Variant, int Seed), StudyRun> _finished = [];
    private readonly RunForecast _forecast = new(study.Parallel);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly int _threads = Workers.Threads(study.Threads, study.Parallel);

    private int Total => study.All.Count * study.Seeds.Count;

    public StudyResult Run(CancellationToken cancellationToken)
    {
        string? temporary = study.Out is null ? Directory.CreateTempSubdirectory("study-").FullName : null;
        try
        {
            string folder = study.Out ?? temporary!;
            using var file = new LineFile(Path.Combine(folder, $"{study.Name}.runs.jsonl"));
            TakeFinished(RunFile.Parse(file.Path, file.Lines));
            (StudyVariant Variant, int Seed)[] pending =
                [.. study.Seeds.SelectMany(seed => study.All.Select(variant => (variant, seed)))
                    .Where(r => !_finished.ContainsKey((r.variant.Name, r.seed)))];
            foreach ((StudyVariant variant, int seed) in pending) _forecast.Expect(variant.Name, seed);
            Workers.Do(pending, study.Parallel, (run, stop) => Do(run.Variant, run.Seed, file, Path.Combine(folder, study.Name), stop),
                (run, e) => new StudyException(
                    $"Study '{study.Name}': variant '{run.Variant.Name}' with seed {run.Seed} failed: {e.Message}", e), cancellationToken);
            return new(study.Name, study.All.SelectMany(v => study.Seeds.Select(s => _finished[(v.Name, s)])), study.Mark);
        }
        finally
        {
            if (temporary is not null) Directory.Delete(temporary, recursive: true);
        }
    }

    private void TakeFinished(IReadOnlyList<StudyRun> lines)
    {
        foreach (StudyRun run in lines)
        {
            if (run.Study != study.Name || study.All.FirstOrDefault(v => v.Name == run.Variant) is not { } variant
                || variant.SettingsHash != run.SettingsHash || !study.Seeds.Contains(run.Seed)) continue;
            _finished[(run.Variant, run.Seed)] = run;
            _forecast.Took(run);
        }
    }

    private void Do(StudyVariant variant, int seed, LineFile file, string folder, CancellationToken cancellationToken)
    {
        var context =
            new RunContext(variant.Name, seed, Path.Combine(folder, FileNames.Of(variant.Name), $"seed-{seed}-{variant.SettingsHash[..8]}"),
                _threads, (epoch, epochs) => Tell(variant.Name, seed, epoch, epochs, null), cancellationToken);
        _forecast.Began(variant.Name, seed);
        StudyRun run = SingleRun.Do(study, variant, context);
        file.Append(RunFile.Line(run));
        if (!study.KeepFiles && Directory.Exists(context.Folder)) Directory.Delete(context.Folder, recursive: true);
        _finished[(variant.Name, seed)] = run;
        _forecast.Took(run);
        Tell(variant.Name, seed, 0, 0, run);
    }

    private void Tell(string variant, int seed, int epoch, int epochs, StudyRun? run)
    {
        var now = new StudyProgress
        {
            Finished = _finished.Count,
            Total = Total,
            Elapsed = _clock.Elapsed,
            Left = _forecast.Left(),
            Variant = variant,
            Seed = seed,
            Epoch = epoch,
            Epochs = epochs,
            Run = run
        };
        if (run is not null) (study.Output ?? Reporting.ConsoleOutput.Writer).WriteLine(ProgressLine.Of(now, run));
        progress?.Report(now);
    }
}
