using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Experiments;

/// <summary>What a run knows: its variant and seed, a folder for its files, the token that ends it.</summary>
public class RunContext
{
    private readonly Action<int, int> _epochEnded;
    private readonly Dictionary<string, double> _recorded = new(StringComparer.Ordinal);

    internal RunContext(string variant, int seed, string folder, int threads, Action<int, int> epochEnded,
        CancellationToken cancellationToken)
    {
        (Variant, Seed, Folder, Threads, CancellationToken) = (variant, seed, folder, threads, cancellationToken);
        _epochEnded = epochEnded;
    }

    /// <summary>Name of the variant.</summary>
    public string Variant { get; }

    /// <summary>
    /// The seed of the run. Start values, shuffling, dropout and everything else of this library that takes no seed of its own follow
    /// from it while the run makes, trains and evaluates its model.
    /// </summary>
    public int Seed { get; }

    /// <summary>Folder of this run alone. It stays the same when an interrupted run is done again.</summary>
    public string Folder { get; }

    /// <summary>Threads that the run should use; 0 for all cores. The model has them already.</summary>
    public int Threads { get; }

    /// <summary>Ends the run; hand it to Fit, or use <see cref="Callbacks"/>.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>What Fit recorded, for the evaluation; null before Fit has ended.</summary>
    public History? History { get; internal set; }

    internal IReadOnlyDictionary<string, double> Recorded => _recorded;

    /// <summary>The path of a file in the folder of the run; the folder is made when missing.</summary>
    /// <param name="file">The name: best.keras, log.csv ...</param>
    public string PathOf(string file)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        Directory.CreateDirectory(Folder);
        return Path.Combine(Folder, file);
    }

    /// <summary>
    /// The callbacks for Fit: those given, and one that shows the progress of the epochs and ends the run when it is cancelled.
    /// </summary>
    /// <param name="callbacks">The callbacks of the run.</param>
    public virtual CallbackList Callbacks(params ReadOnlySpan<Callback> callbacks) =>
        [.. callbacks.ToArray(), new RunCallback(_epochEnded, CancellationToken)];

    /// <summary>Loads a model that the run saved, with the threads of the run.</summary>
    /// <param name="file">Its name in the folder of the run.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">It is damaged.</exception>
    public Model Load(string file)
    {
        Model model = Model.Load(PathOf(file));
        model.Options = model.Options with { Threads = Threads };
        return model;
    }

    /// <summary>Adds a value to the <see cref="StudyRun.Metrics"/> of the run.</summary>
    /// <param name="metric">Its name; a value of the evaluation with this name is replaced.</param>
    /// <param name="value">The value.</param>
    public void Record(string metric, double value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(metric);
        _recorded[metric] = value;
    }

    private sealed class RunCallback(Action<int, int> epochEnded, CancellationToken cancellationToken) : Callback
    {
        // StopTraining would end the epoch as if it were complete, and a backup would keep it.
        public override void OnTrainBatchEnd(int batch, Logs logs) => cancellationToken.ThrowIfCancellationRequested();

        public override void OnEpochEnd(int epoch, Logs logs) => epochEnded(epoch + 1, Parameters.Epochs);
    }
}
