using System.Text.Json.Nodes;
using Fashion.Keras.Internal;
using Fashion.Keras.Saving;
using Fashion.Keras.Training;

namespace Fashion.Keras.Callbacks;

/// <summary>
/// Continues an interrupted <c>Fit</c> where it was: keeps weights, optimizer, random state and the state of the other
/// callbacks in a folder, and takes them back when the same program is started again.
/// </summary>
/// <remarks>
/// Files: <c>latest.weights.h5</c> (also readable by Keras) and <c>training_metadata.json</c>. They are replaced as a whole,
/// so that a process killed at any moment leaves a backup that can be used. A run that ends by itself deletes them; a
/// cancelled one keeps them. With several ranks rank 0 writes and reads them; a job may be continued by another number of ranks.
/// </remarks>
/// <example><code>model.Fit(x, y, epochs: 100, callbacks: [new BackupAndRestore("backup")]);</code></example>
public sealed class BackupAndRestore : Callback
{
    private readonly string _folder;
    private readonly int? _saveFrequency;
    private readonly bool _deleteCheckpoint;
    private int _stepsSinceSave;

    /// <summary>Makes the callback.</summary>
    /// <param name="backupDir">Folder of its own, made when missing.</param>
    /// <param name="saveFreq">Steps after which a backup is made; null (the default) for one after every epoch.</param>
    /// <param name="deleteCheckpoint">Whether the backup is deleted when training has ended by itself.</param>
    /// <exception cref="ArgumentException">No folder is given, or the frequency is not positive.</exception>
    public BackupAndRestore(string backupDir, int? saveFreq = null, bool deleteCheckpoint = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(backupDir);
        if (saveFreq is { } steps) Guard.Positive(steps, nameof(BackupAndRestore), nameof(saveFreq));
        _folder = backupDir;
        _saveFrequency = saveFreq;
        _deleteCheckpoint = deleteCheckpoint;
    }

    private string WeightsPath => Path.Combine(_folder, "latest.weights.h5");

    private string MetadataPath => Path.Combine(_folder, "training_metadata.json");

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">A training step of your own runs, over models that one backup cannot hold.</exception>
    public override void OnTrainBegin()
    {
        if (Trainer != Model.Trainer) throw new NotSupportedException("BackupAndRestore continues Model.Fit only. A TrainStep has " +
            "several models and optimizers: save them with ModelCheckpoint and SaveWeights.");
        _stepsSinceSave = 0;
        if (Parameters.Rank > 0) return;
        AtomicFile.RemoveLeftovers(WeightsPath);
        AtomicFile.RemoveLeftovers(MetadataPath);
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        if (Parameters.Rank > 0 || !_deleteCheckpoint || Cancelled || !Directory.Exists(_folder)) return;
        File.Delete(WeightsPath);
        File.Delete(MetadataPath);
        if (!Directory.EnumerateFileSystemEntries(_folder).Any()) Directory.Delete(_folder);
    }

    internal override string JointSettings => FormattableString.Invariant($"BackupAndRestore every {_saveFrequency ?? 0} steps");

    internal override bool NeedsBatchLogs(int batch) => false;

    internal override void OnStepDone(Func<TrainingPosition> position, IReadOnlyList<Callback> all)
    {
        if (_saveFrequency is { } steps && ++_stepsSinceSave >= steps) Save(position(), all);
    }

    // With a frequency in steps, the last step of the epoch counts here: the epoch's end belongs to it.
    internal override void OnEpochDone(TrainingPosition next, IReadOnlyList<Callback> all)
    {
        if (_saveFrequency is not { } steps || ++_stepsSinceSave >= steps) Save(next, all);
    }

    internal override TrainingPosition? Resume(RunShape run, IReadOnlyList<Callback> all) =>
        Trainer.Ranks is { } ranks ? SharedBackup.Resume(ranks, Model, WeightsPath, MetadataPath, run, all)
        : File.Exists(WeightsPath) ? ModelFiles.LoadBackup(Model, WeightsPath, MetadataPath, run, all) : null;

    private void Save(TrainingPosition next, IReadOnlyList<Callback> all)
    {
        _stepsSinceSave = 0;
        if (Parameters.Rank > 0) return;
        ModelFiles.SaveBackup(Model, WeightsPath, next, all);
        // For Keras; what is needed here lies in the weights file, because two files cannot change at one moment.
        var metadata = new JsonObject { ["epoch"] = next.Epoch, ["batch"] = next.Step };
        AtomicFile.Write(MetadataPath, stream => stream.Write(Json.Bytes(metadata)));
    }
}
