using Fashion.Keras.Callbacks;

namespace Fashion.Keras.Experiments;

/// <summary>What a trial of a search knows: its number, values and epochs, and all that a <see cref="RunContext"/> knows.</summary>
public sealed class TrialContext : RunContext
{
    internal const string BestModel = "best.keras";
    private readonly Func<ModelCheckpoint> _checkpoint;

    internal TrialContext(int number, HyperParameters values, int epochs, int seed, string folder, int threads,
        Func<ModelCheckpoint> checkpoint, CancellationToken cancellationToken)
        : base(NameOf(number), seed, folder, threads, static (_, _) => { }, cancellationToken)
    {
        (Number, Values, _checkpoint) = (number, values, checkpoint);
        Epochs = epochs;
    }

    /// <summary>Number of the trial, from 0.</summary>
    public int Number { get; }

    /// <summary>The values, for what Fit needs: <c>batchSize: trial.Values.Int("batch", 16, 128, step: 16)</c>.</summary>
    public HyperParameters Values { get; }

    /// <summary>The number of epochs for Fit: Hyperband's, or <see cref="Search.Epochs"/>.</summary>
    public int Epochs { get; }

    internal ModelCheckpoint? Checkpoint { get; private set; }

    /// <summary>
    /// The callbacks for Fit: those given, one that keeps the best model, and one that continues an interrupted or chosen trial where
    /// it was.
    /// </summary>
    /// <param name="callbacks">The callbacks of the trial.</param>
    public override CallbackList Callbacks(params ReadOnlySpan<Callback> callbacks)
    {
        Checkpoint = _checkpoint();
        return [.. base.Callbacks([.. callbacks, Checkpoint]), new BackupAndRestore(PathOf("backup"), deleteCheckpoint: false)];
    }

    internal static string NameOf(int number) => FormattableString.Invariant($"trial-{number:0000}");
}
