using Fashion.Keras.Evaluation;

namespace Fashion.Keras.Experiments;

/// <summary>
/// Variants of a model, each trained once with each of several seeds: one run says little, the mean and the spread of several
/// say whether a change helps.
/// </summary>
/// <remarks>
/// <para>
/// Each run follows from its seed alone: start values, the order of the samples, dropout. Neither the number of runs at the same time
/// nor that of threads changes a result.
/// </para>
/// <para>
/// With a folder (<see cref="Out"/>) each finished run is a line of <c>name.runs.jsonl</c>, on the disk before the next run begins. The
/// same study, started again, does the runs that are missing. A run is known by study, variant, seed and a hash of the model (layers,
/// options, what it was compiled with) and of the settings given to <see cref="Add"/>. When one of these has changed the run is done again,
/// and its old line stays in the file without being read. What Fit is called with is not seen: name it in the settings.
/// </para>
/// </remarks>
/// <example><code>
/// var study = new Study("dropout") { Seeds = 5, Out = "runs" };
/// foreach (double rate in new[] { 0.0, 0.2, 0.3, 0.5 })
///     study.Add($"{rate}", () => Final(rate),
///         fit: (model, run) => model.Fit(x, y, epochs: 10, verbose: Verbosity.Silent, callbacks: run.Callbacks()),
///         evaluate: (model, run) => model.Evaluate(xTest, yTest, verbose: Verbosity.Silent));
/// StudyResult result = study.Run();
/// </code></example>
public sealed class Study
{
    private readonly List<StudyVariant> _variants = [];

    /// <summary>Makes a study without variants.</summary>
    /// <param name="name">Its name, also of its file and its folder.</param>
    /// <exception cref="ArgumentException">No name, or one that no file can have.</exception>
    public Study(string name)
    {
        Name = FileNames.Required(name, nameof(Study));
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The seeds: a number of them or a list; 5 by default.</summary>
    public StudySeeds Seeds { get; init; } = 5;

    /// <summary>Folder of the results; null (the default) for none: then nothing can be continued.</summary>
    public string? Out { get; init; }

    /// <summary>Runs at the same time, at least 1 (the default).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public int Parallel
    {
        get;
        init => field = Guard.Positive(value, nameof(Study), nameof(Parallel));
    } = 1;

    /// <summary>Threads of each run; 0 (the default) shares the cores out between the runs at the same time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 to 1,024.</exception>
    public int Threads
    {
        get;
        init => field = new ModelOptions { Threads = value }.Threads;
    }

    /// <summary>What a run should meet; null (the default) for nothing.</summary>
    public PassMark? Mark { get; init; }

    /// <summary>
    /// The value of the history that says which epoch was the best: the highest one of a name that ends with <c>accuracy</c> or <c>auc</c>,
    /// else the lowest one. Null (the default) for val_accuracy, val_loss or loss, the first that there is.
    /// </summary>
    public string? Monitor { get; init; }

    /// <summary>Whether the folders of the runs stay; true by default. False deletes each when its run has finished.</summary>
    public bool KeepFiles { get; init; } = true;

    /// <summary>
    /// Where a line for each finished run goes; null (the default) for the console, <see cref="TextWriter.Null"/> for nowhere.
    /// </summary>
    public TextWriter? Output { get; init; }

    /// <summary>The names of the variants.</summary>
    public IReadOnlyList<string> Variants => [.. _variants.Select(v => v.Name)];

    internal IReadOnlyList<StudyVariant> All => _variants;

    /// <summary>Adds a variant.</summary>
    /// <param name="variant">Its name.</param>
    /// <param name="build">Makes the compiled model. It is called once for each run, and once more to see what the model is.</param>
    /// <param name="fit">Trains the model and returns what Fit returned. With several runs at the same time it is called by several
    /// threads.</param>
    /// <param name="evaluate">Evaluates the model, or one that the run saved. Null for the validation of the last epoch, under names
    /// without val_.</param>
    /// <param name="settings">What the model does not say: epochs, patience ... They are kept with the run; another value makes another
    /// run.</param>
    /// <returns>This study.</returns>
    /// <exception cref="ArgumentException">No name, or one that is there already.</exception>
    public Study Add(string variant, Func<Model> build, Func<Model, RunContext, History> fit,
        Func<Model, RunContext, EvaluationResult>? evaluate = null, Dictionary<string, object>? settings = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(variant);
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(fit);
        if (_variants.Any(v => v.Name == variant))
            throw new ArgumentException($"Study '{Name}' has a variant '{variant}' already.", nameof(variant));
        _variants.Add(new(variant, build, fit, evaluate, StudyVariant.Texts(settings)));
        return this;
    }

    /// <summary>Does the runs that are missing: all variants with the first seed, then with the next one.</summary>
    /// <param name="progress">Is told after each run and each epoch, by the thread of the run.</param>
    /// <param name="cancellationToken">Ends the runs that are under way; the finished ones are kept.</param>
    /// <returns>All runs, those of earlier starts included.</returns>
    /// <exception cref="InvalidOperationException">No variants.</exception>
    /// <exception cref="StudyException">A run failed; the message names it.</exception>
    /// <exception cref="InvalidDataException">The file of finished runs is damaged elsewhere than at its end.</exception>
    /// <exception cref="IOException">Another process runs the study in this folder, or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public StudyResult Run(IProgress<StudyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (_variants.Count == 0) throw new InvalidOperationException($"Study '{Name}' has no variants; add some.");
        return new StudyRunner(this, progress).Run(cancellationToken);
    }

    /// <summary><see cref="Run"/> on threads of its own.</summary>
    /// <param name="progress">Is told after each run and each epoch, by the thread of the run.</param>
    /// <param name="cancellationToken">Ends the runs that are under way; the finished ones are kept.</param>
    /// <returns>All runs, those of earlier starts included.</returns>
    public Task<StudyResult> RunAsync(IProgress<StudyProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(() => Run(progress, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
}
