using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Experiments;

/// <summary>Trains the trials of a plan, round by round.</summary>
internal sealed class SearchRunner(Search search)
{
    private readonly Lock _gate = new();
    private readonly MonitorMode _mode = Direction.Of(search.Objective, search.Mode);
    private readonly int _threads = Workers.Threads(search.Threads, search.Parallel);
    private readonly Dictionary<(int Number, int Epochs), SearchTrial> _finished = [];
    private SearchTrial? _best;

    public SearchResult Run(IReadOnlyList<SearchBracket> plan, CancellationToken cancellationToken)
    {
        string? temporary = search.Out is null ? Directory.CreateTempSubdirectory("search-").FullName : null;
        try
        {
            string results = search.Out ?? temporary!, folder = Path.Combine(results, search.Name);
            using var file = new LineFile(Path.Combine(results, $"{search.Name}.trials.jsonl"));
            TakeFinished(LineFile.Parse(file.Path, file.Lines, line => JsonSerializer.Deserialize(line, RunJson.Default.SearchTrial)),
                plan);
            string best = Path.Combine(folder, TrialContext.BestModel);
            // That of another search, which had the same name.
            if (_best is null && File.Exists(best)) File.Delete(best);
            foreach (SearchBracket bracket in plan) Run(bracket, file, folder, cancellationToken);
            if (!File.Exists(best))
                throw new StudyException($"Search '{search.Name}': no trial has a number for '{search.Objective}', so no model was kept.");
            return new(search.Name, search.Objective, _mode, _finished.Values.GroupBy(t => t.Number).Select(g => g.MaxBy(t => t.Round)!),
                Model.Load(best));
        }
        finally
        {
            if (temporary is not null) Directory.Delete(temporary, recursive: true);
        }
    }

    private void TakeFinished(IReadOnlyList<SearchTrial> lines, IReadOnlyList<SearchBracket> plan)
    {
        var hashes = plan.SelectMany(b => b.Trials).ToDictionary(t => t.Number, t => t.SettingsHash);
        foreach (SearchTrial trial in lines.Where(
            t => t.Search == search.Name && hashes.TryGetValue(t.Number, out string? hash) && hash == t.SettingsHash))
        {
            _finished[(trial.Number, trial.Epochs)] = trial;
            if (!double.IsNaN(trial.Objective) && (_best is null || Better(trial, _best))) _best = trial;
        }
    }

    private void Run(SearchBracket bracket, LineFile file, string folder, CancellationToken cancellationToken)
    {
        IReadOnlyList<PlannedTrial> going = bracket.Trials;
        for (int round = 0; round < bracket.Epochs.Count; round++)
        {
            int epochs = bracket.Epochs[round], now = round;
            Workers.Do([.. going.Where(t => !_finished.ContainsKey((t.Number, epochs)))], search.Parallel,
                (trial, stop) => Do(trial, epochs, now, file, folder, stop),
                (trial, e) => new StudyException($"Search '{search.Name}': trial {trial.Number} failed " +
                    $"({string.Join(", ", trial.Values.Select(v => $"{v.Key}={v.Value}"))}): {e.Message}", e), cancellationToken);
            int kept = round + 1 < bracket.Epochs.Count ? Math.Max(1, going.Count / bracket.Factor) : 0;
            HashSet<int> best =
                [.. SearchResult.Ranked(going.Select(t => _finished[(t.Number, epochs)]), _mode).Take(kept).Select(t => t.Number)];
            foreach (PlannedTrial trial in going.Where(t => !best.Contains(t.Number))) Delete(FolderOf(folder, trial));
            going = [.. going.Where(t => best.Contains(t.Number))];
        }
    }

    private void Do(PlannedTrial planned, int epochs, int round, LineFile file, string folder, CancellationToken cancellationToken)
    {
        using SeedSource.Scope seeds = SeedSource.Use(search.Seed);
        DateTimeOffset startedAt = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        string own = FolderOf(folder, planned);
        (Model model, TrialContext context, History history) = Train(planned, epochs, own, cancellationToken);
        // Killed between its last epoch and its line: the backup is complete, so the best value of its epochs is no longer known here.
        if (history.Epochs.Count == 0 && Directory.Exists(own))
        {
            Delete(own);
            (model, context, history) = Train(planned, epochs, own, cancellationToken);
        }
        if (context.Checkpoint is not { } checkpoint)
            throw new InvalidOperationException("the fit function must hand trial.Callbacks(...) to Fit");
        if (!history.ContainsKey(search.Objective))
            throw new InvalidOperationException($"Fit logged no '{search.Objective}'; it logged {string.Join(", ", history.Keys)}");
        var trial = new SearchTrial
        {
            Search = search.Name,
            Number = planned.Number,
            Values = new Dictionary<string, string>(context.Values.Values),
            SettingsHash = planned.SettingsHash,
            Objective = checkpoint.Best ?? double.NaN,
            Epochs = epochs,
            Bracket = planned.Bracket,
            Round = round,
            Parameters = model.CountParams(),
            Seconds = clock.Elapsed.TotalSeconds,
            StartedAt = startedAt,
            LibraryVersion = SingleRun.LibraryVersion,
        };
        Keep(trial, file, own, folder);
    }

    private (Model Model, TrialContext Context, History History) Train(PlannedTrial planned, int epochs, string own,
        CancellationToken cancellationToken)
    {
        var values = HyperParameters.Of(planned.Values);
        Model model = search.Build(values);
        if (model.Options.Threads == 0) model.Options = model.Options with { Threads = _threads };
        TrialContext context = null!;
        context = new TrialContext(planned.Number, values, epochs, search.Seed, own, _threads,
            () => new ModelCheckpoint(context.PathOf(TrialContext.BestModel), monitor: search.Objective, mode: _mode, saveBestOnly: true),
            cancellationToken);
        History history = search.Fit(model, context)
            ?? throw new InvalidOperationException("the fit function gave null instead of what Fit returned");
        cancellationToken.ThrowIfCancellationRequested();
        return (model, context, history);
    }

    // The model of the best trial is in its place before the line says so.
    private void Keep(SearchTrial trial, LineFile file, string own, string folder)
    {
        lock (_gate)
        {
            string model = Path.Combine(own, TrialContext.BestModel);
            if (File.Exists(model) && (_best is null || Better(trial, _best)))
            {
                _best = trial;
                string temporary = Path.Combine(folder, $".{TrialContext.BestModel}");
                File.Copy(model, temporary, overwrite: true);
                File.Move(temporary, Path.Combine(folder, TrialContext.BestModel), overwrite: true);
            }
            file.Append(JsonSerializer.Serialize(trial, RunJson.Default.SearchTrial));
            _finished[(trial.Number, trial.Epochs)] = trial;
            (search.Output ?? Reporting.ConsoleOutput.Writer).WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"trial {trial.Number}: {search.Objective} {trial.Objective:0.0000} " +
                    $"({trial.ValuesText}), {trial.Epochs} epochs, {trial.Seconds:0.0} s; best {_best?.Objective:0.0000} of trial " +
                    $"{_best?.Number}"));
        }
    }

    // Of equal trials the one with the lower number, whichever ends first.
    private bool Better(SearchTrial trial, SearchTrial best) =>
        Direction.Improves(trial.Objective, best.Objective, _mode) || (trial.Objective == best.Objective && trial.Number < best.Number);

    private static string FolderOf(string folder, PlannedTrial trial) =>
        Path.Combine(folder, $"{TrialContext.NameOf(trial.Number)}-{trial.SettingsHash[..8]}");

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
