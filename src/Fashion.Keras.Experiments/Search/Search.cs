using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Experiments;

/// <summary>
/// Looks for good hyperparameters: the function that makes the model asks for values, and each trial answers otherwise. All
/// combinations (<see cref="Grid"/>), random ones (<see cref="Random"/>), or many that train shortly of which the best train on
/// (<see cref="Hyperband"/>).
/// </summary>
/// <remarks>
/// <para>All trials train with the same seed, so a result follows from the seed alone, also with several trials at the same time.</para>
/// <para>
/// With a folder (<see cref="Out"/>) each finished trial is a line of <c>name.trials.jsonl</c>, and the model of the best one is
/// <c>name/best.keras</c>. The same search, started again, continues: finished trials are not trained again, one that was interrupted goes
/// on after its last epoch.
/// </para>
/// </remarks>
/// <example><code>
/// var search = new Search("dense", hp =>
/// {
///     var model = new Sequential { new Dense(hp.Int("units", 32, 512, step: 32), "relu", inputShape: [784]), new Dense(10, "softmax") };
///     model.Compile(new Adam(hp.Float("rate", 1e-4, 1e-2, log: true)), "sparse_categorical_crossentropy", metrics: ["accuracy"]);
///     return model;
/// },
/// fit: (model, trial) => model.Fit(x, y, epochs: trial.Epochs, verbose: Verbosity.Silent, validationSplit: 0.2,
///     callbacks: trial.Callbacks()));
/// SearchResult result = search.Hyperband(maxEpochs: 27);
/// </code></example>
public sealed class Search
{
    /// <summary>Makes a search.</summary>
    /// <param name="name">Its name, also of its file and its folder.</param>
    /// <param name="build">Makes the compiled model with the values that it asks for.</param>
    /// <param name="fit">Trains it, with <c>callbacks: trial.Callbacks(...)</c> and <c>epochs: trial.Epochs</c>, and returns what Fit
    /// returned. With several trials at the same time it is called by several threads.</param>
    /// <exception cref="ArgumentException">No name, or one that no file can have.</exception>
    public Search(string name, Func<HyperParameters, Model> build, Func<Model, TrialContext, History> fit)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(fit);
        (Name, Build, Fit) = (FileNames.Required(name, nameof(Search)), build, fit);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What is compared: a value that Fit logs every epoch. The best epoch of a trial counts. val_accuracy by default.</summary>
    public string Objective { get; init; } = "val_accuracy";

    /// <summary>
    /// Which objectives are better; by default larger ones of names that end with <c>accuracy</c> or <c>auc</c>, else smaller ones.
    /// </summary>
    public MonitorMode Mode { get; init; }

    /// <summary>Seed of the values and of the training; 0 by default.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Epochs of a trial of <see cref="Grid"/> and <see cref="Random"/>, at least 1; 10 by default. Hyperband has its own.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public int Epochs
    {
        get;
        init => field = Guard.Positive(value, nameof(Search), nameof(Epochs));
    } = 10;

    /// <summary>Folder of the results; null (the default) for none: then nothing can be continued.</summary>
    public string? Out { get; init; }

    /// <summary>Trials at the same time, at least 1 (the default).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public int Parallel
    {
        get;
        init => field = Guard.Positive(value, nameof(Search), nameof(Parallel));
    } = 1;

    /// <summary>Threads of each trial; 0 (the default) shares the cores out between the trials at the same time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 to 1,024.</exception>
    public int Threads
    {
        get;
        init => field = new ModelOptions { Threads = value }.Threads;
    }

    /// <summary>
    /// Where a line for each finished trial goes; null (the default) for the console, <see cref="TextWriter.Null"/> for nowhere.
    /// </summary>
    public TextWriter? Output { get; init; }

    internal Func<HyperParameters, Model> Build { get; }

    internal Func<Model, TrialContext, History> Fit { get; }

    /// <summary>Tries all combinations. Numbers need a step, except whole ones.</summary>
    /// <param name="maxTrials">Most combinations.</param>
    /// <param name="cancellationToken">Ends the trials under way; the finished ones are kept.</param>
    /// <exception cref="InvalidOperationException">More combinations than that, or a range without a step.</exception>
    /// <exception cref="StudyException">A trial failed; the message names it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SearchResult Grid(int maxTrials = 1000, CancellationToken cancellationToken = default)
    {
        Guard.Positive(maxTrials, nameof(Search), nameof(maxTrials));
        return new SearchRunner(this).Run(SearchPlan.Grid(this, maxTrials), cancellationToken);
    }

    /// <summary>Tries random combinations, none twice.</summary>
    /// <param name="trials">How many; fewer where there are not so many combinations.</param>
    /// <param name="cancellationToken">Ends the trials under way; the finished ones are kept.</param>
    /// <exception cref="StudyException">A trial failed; the message names it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SearchResult Random(int trials, CancellationToken cancellationToken = default)
    {
        Guard.Positive(trials, nameof(Search), nameof(trials));
        return new SearchRunner(this).Run(SearchPlan.Random(this, trials), cancellationToken);
    }

    /// <summary>
    /// Hyperband (Li et al., 2018): brackets of random trials. A bracket starts with many trials of few epochs; the best of them (one of
    /// <paramref name="factor"/>) train on for <paramref name="factor"/> times as many, and so on. Later brackets start with fewer trials
    /// of more epochs. Trials train on from their weights and the state of their optimizer.
    /// </summary>
    /// <param name="maxEpochs">Epochs of the trials that go furthest.</param>
    /// <param name="factor">How many of the trials of a round go on: one of so many. At least 2; 3 by default.</param>
    /// <param name="cancellationToken">Ends the trials under way; the finished ones are kept.</param>
    /// <exception cref="StudyException">A trial failed; the message names it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SearchResult Hyperband(int maxEpochs, int factor = 3, CancellationToken cancellationToken = default)
    {
        Guard.Positive(maxEpochs, nameof(Search), nameof(maxEpochs));
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 2);
        return new SearchRunner(this).Run(SearchPlan.Hyperband(this, maxEpochs, factor), cancellationToken);
    }
}
