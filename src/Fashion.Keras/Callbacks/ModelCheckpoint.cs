using Fashion.Keras.Internal;
using Fashion.Keras.Reporting;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Callbacks;

/// <summary>Saves the model, or its weights, during training: after every epoch, every few batches, or only when it got better.</summary>
/// <remarks>
/// The file name may hold fields in Python's notation: <c>{epoch:02d}</c> (from 1), <c>{batch}</c> (from 1, when saving
/// between batches), and every value of the logs, as in <c>model-{epoch:02d}-{val_loss:.2f}.keras</c>. Missing folders are
/// made. A file is written next to the old one and then takes its place, so that there is always a whole one. If the monitored value
/// is missing, a warning is given and the model is saved.
/// </remarks>
/// <example><code>new ModelCheckpoint("best_model.h5", monitor: "val_accuracy", mode: MonitorMode.Max, saveBestOnly: true)</code></example>
public class ModelCheckpoint : Callback
{
    private readonly PathTemplate _path;
    private readonly MonitoredMetric _monitor;
    private readonly bool _verbose;
    private readonly bool _saveBestOnly;
    private readonly bool _saveWeightsOnly;
    private readonly int? _saveFrequency;
    private int _epoch;
    private int _batchesSinceSave;

    /// <summary>Makes the callback.</summary>
    /// <param name="filePath">File to write: .keras or .h5, or .weights.h5 with <paramref name="saveWeightsOnly"/>; may hold
    /// fields.</param>
    /// <param name="monitor">Name of the value that decides what is best.</param>
    /// <param name="verbose">Whether to print what is done: a truth value, or Keras's 0 and 1; null for not.</param>
    /// <param name="saveBestOnly">True to save only when the value has improved.</param>
    /// <param name="saveWeightsOnly">True to save the weights without the model.</param>
    /// <param name="mode">Which direction is better. <c>"auto"</c>, the default, <c>"min"</c> or <c>"max"</c>.</param>
    /// <param name="saveFrequency">Save after so many batches, counted over the epochs; null to save after every epoch (Keras's
    /// save_freq).</param>
    /// <param name="initialValueThreshold">Value that the first one must beat to be saved; null to save the first.</param>
    /// <exception cref="ArgumentException">The file name has another ending, or a name or number is out of range.</exception>
    /// <exception cref="FormatException">A field of the file name is not in Python's notation.</exception>
    public ModelCheckpoint(
        string filePath,
        string monitor = "val_loss",
        VerbosityArgument? verbose = null,
        bool saveBestOnly = false,
        bool saveWeightsOnly = false,
        Choice<MonitorMode> mode = default,
        int? saveFrequency = null,
        double? initialValueThreshold = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        string[] endings = saveWeightsOnly ? [".weights.h5"] : [".keras", ".h5"];
        if (!endings.Any(e => filePath.EndsWith(e, StringComparison.Ordinal)))
            throw new ArgumentException($"ModelCheckpoint: '{filePath}' must end in " +
                $"{string.Join(" or ", endings)}{(saveWeightsOnly ? " because saveWeightsOnly is set" : "")}.", nameof(filePath));
        _path = new PathTemplate(filePath);
        _monitor = new MonitoredMetric(nameof(ModelCheckpoint), monitor, mode.OrFirst());
        _verbose = VerbosityArgument.Prints(verbose);
        _saveBestOnly = saveBestOnly;
        _saveWeightsOnly = saveWeightsOnly;
        if (saveFrequency is { } frequency) _saveFrequency = Guard.Positive(frequency, nameof(ModelCheckpoint), nameof(saveFrequency));
        Best = Guard.Number(initialValueThreshold, nameof(ModelCheckpoint));
    }

    /// <summary>Best value so far; at first the threshold, or null.</summary>
    public double? Best { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _monitor.Resolve(Trainer);
        // What an earlier run left unfinished when it was killed. Folders with fields in their names are left alone.
        if (Parameters.Rank == 0 && !(Path.GetDirectoryName(_path.Pattern) ?? "").Contains('*', StringComparison.Ordinal))
            AtomicFile.RemoveLeftovers(_path.Pattern);
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => _epoch = epoch;

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (_saveFrequency is null || ++_batchesSinceSave < _saveFrequency) return;
        _batchesSinceSave = 0;
        SaveIfWanted(_epoch, batch, logs);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _monitor.Resolve(Trainer);
        if (_saveFrequency is null) SaveIfWanted(epoch, null, logs);
    }

    /// <summary>Stores the model. Override it to do more with a checkpoint, such as sending it somewhere.</summary>
    /// <param name="path">The file name with its fields filled in.</param>
    /// <param name="weightsOnly">Whether only the weights are wanted.</param>
    protected virtual void Save(string path, bool weightsOnly)
    {
        if (Directory.Exists(path))
            throw new IOException($"ModelCheckpoint cannot write '{path}': it is a folder. Give the name of a file.");
        AtomicFile.MakeFolder(path);
        if (weightsOnly) Model.SaveWeights(path);
        else Model.Save(path);
    }

    // A class derived from this one may listen to batches, too.
    internal override bool NeedsBatchLogs(int batch) => _saveFrequency is not null || GetType() != typeof(ModelCheckpoint);

    internal override void WriteState(KeptState state)
    {
        state.Write("best", Best);
        state.Write("batches_since_save", _batchesSinceSave);
    }

    internal override Action ReadState(KeptState state)
    {
        int batches = state.ReadCount("batches_since_save");
        return () => (Best, _batchesSinceSave) = (state.ReadNumber("best"), batches);
    }

    private void SaveIfWanted(int epoch, int? batch, Logs logs)
    {
        string path = _path.Fill(epoch + 1, batch + 1, logs);
        if (!IsWanted(epoch, path, logs)) return;
        if (Parameters.Rank == 0) Save(path, _saveWeightsOnly);
        if (_verbose) Print($"\nEpoch {epoch + 1}: finished saving model to {path}");
    }

    private bool IsWanted(int epoch, string path, Logs logs)
    {
        if (!_saveBestOnly)
        {
            if (_verbose) Print($"\nEpoch {epoch + 1}: saving model to {path}");
            return true;
        }
        if (!logs.TryGetValue(_monitor.Name, out double current))
        {
            Warn($"Can save best model only with {_monitor.Name} available.");
            return true;
        }
        string best = Best is { } value ? PythonFormat.Fixed(value, 5) : "None";
        bool improved = _monitor.Improves(current, Best);
        if (_verbose)
        {
            Print(improved
                ? $"\nEpoch {epoch + 1}: {_monitor.Name} improved from {best} to {PythonFormat.Fixed(current, 5)}, saving model to {path}"
                : $"\nEpoch {epoch + 1}: {_monitor.Name} did not improve from {best}");
        }
        if (improved) Best = current;
        return improved;
    }
}
